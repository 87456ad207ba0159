package staytuned.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Good settings, damaged in every way: either they are still good, or each mistake has its line and its sentence. */
class ConfigFuzzTest {
    private static final List<String> TOKENS = List.of(
            "\t", "\n", "\r", ": ", "- ", "&a ", "*a", "!!java.net.URL ", "${", "$${", "${X}", "${TITLE}", "%0d%0a",
            "\"", "'",
            "{", "}", "[", "]", "#", "|", ">", "---\n", "...\n", "? ", "<<: ", "~", "\u0000", "\u0085", "\u2028",
            "\uFEFF", "😀", "\\U00110000", "\"\\uD800\"", "99999999999", "-1", "0x10", "@", "://", "(", "/");

    @TempDir
    private Path folder;

    @Test
    void endsInSettingsOrInMistakesThatSaySomething() throws Exception {
        var good = Files.readString(BrokenConfigTest.resources("good/full.yaml"));
        Files.writeString(folder.resolve("password.txt"), "word");
        var random = new Random(42);
        var broken = 0;
        for (var round = 0; round < 3_000; round++) {
            var text = good;
            for (var cuts = random.nextInt(1, 4); cuts > 0; cuts--) text = damaged(text, random);
            broken += check(text.getBytes(StandardCharsets.UTF_8), round);
        }
        assertTrue(broken > 1_000 && broken < 3_000, () -> "the damage finds both ways");
    }

    @Test
    void survivesAnyBytes() throws IOException {
        var random = new Random(43);
        for (var round = 0; round < 500; round++) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (round % 2 == 0) for (var i = 0; i < bytes.length; i++) bytes[i] = (byte) (bytes[i] & 0x7F);
            check(bytes, round);
        }
    }

    private int check(byte[] bytes, int round) throws IOException {
        var file = Files.write(folder.resolve("staytuned.yaml"), bytes);
        try {
            Config.read(file, ConfigTest.ENVIRONMENT);
            return 0;
        } catch (BrokenConfig e) {
            assertFalse(e.mistakes().isEmpty());
            for (var mistake : e.mistakes()) {
                assertTrue(mistake.line() > 0, () -> round + ": " + mistake);
                assertTrue(mistake.says().length() > 10 && !mistake.says().contains("null"),
                        () -> round + ": " + mistake);
                assertTrue(mistake.toString().chars().noneMatch(Character::isISOControl), () -> round + ": " + mistake);
            }
            return 1;
        }
    }

    private static String damaged(String text, Random random) {
        var at = random.nextInt(text.length());
        var to = Math.min(text.length(), at + random.nextInt(1, 12));
        var token = TOKENS.get(random.nextInt(TOKENS.size()));
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 -> text.substring(0, at) + token + text.substring(at);
            case 2 -> text.substring(0, at) + token + text.substring(to);
            case 3 -> swapped(text, random);
            case 4 -> text.substring(0, at) + text.substring(at, to) + text.substring(at);
            default -> text.substring(0, at) + (char) random.nextInt(1, 0xD7FF) + text.substring(at + 1);
        };
    }

    private static String swapped(String text, Random random) {
        var lines = new ArrayList<>(text.lines().toList());
        var one = random.nextInt(lines.size());
        lines.add(random.nextInt(lines.size()), lines.remove(one));
        return String.join("\n", lines) + "\n";
    }
}
