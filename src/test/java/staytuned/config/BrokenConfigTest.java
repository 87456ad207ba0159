package staytuned.config;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each file in config/broken, against the lines that stand beside it. */
class BrokenConfigTest {
    @TempDir
    private Path folder;

    static Stream<String> names() throws Exception {
        try (var files = Files.list(resources("broken"))) {
            var names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
            assertTrue(names.size() > 25);
            return names.stream();
        }
    }

    static Path resources(String name) throws URISyntaxException {
        return Path.of(BrokenConfigTest.class.getResource("/config/" + name).toURI());
    }

    @ParameterizedTest
    @MethodSource("names")
    void saysWhatIsWrongAndWhatWouldBeRight(String name) throws Exception {
        var file = resources("broken").resolve(name);
        var thrown = assertThrows(BrokenConfig.class, () -> Config.read(file, Map.of("EMPTY", "")));
        var lines = thrown.getMessage().lines().map(line -> line.substring(file.toString().length() + 1)).toList();
        var expected = Files.readAllLines(Path.of(file.toString().replace(".yaml", ".txt")));
        assertEquals(String.join("\n", expected), String.join("\n", lines));
        assertEquals(lines.size(), thrown.mistakes().size());
    }

    @Test
    void namesTheFileTheLineAndTheKey() throws IOException {
        var file = Files.writeString(folder.resolve("staytuned.yaml"), "site: {}\nrelays: []\nnewsletters: 7\n");
        var mistakes = assertThrows(BrokenConfig.class, () -> Config.read(file, Map.of())).mistakes();
        assertEquals(List.of(2, 3), mistakes.stream().map(Mistake::line).toList());
        assertEquals("relays,newsletters", mistakes.stream().map(Mistake::key).collect(joining(",")));
        assertTrue(mistakes.getFirst().toString().startsWith(file + ":2: relays: is an empty list"));
    }

    @Test
    void saysWhyTheFileCannotBeRead() {
        assertEquals(folder + ":1: cannot be read: it is a folder", message(folder));
        var none = folder.resolve("none.yaml");
        assertEquals(none + ":1: cannot be read: there is no such file", message(none));
    }

    @Test
    void refusesAVeryLargeFile() throws IOException {
        var file = Files.writeString(folder.resolve("large.yaml"), "#".repeat(1_000_001));
        assertEquals(
                file + ":1: is larger than 1 MB; settings are a few kilobytes, is this the right file?", message(file));
    }

    @Test
    void endsALongListOfMistakes() throws IOException {
        var file = Files.writeString(folder.resolve("long.yaml"), "- a\n".repeat(100_000));
        assertTrue(message(file).contains("too many values"));
        var keys = new StringBuilder();
        for (var i = 0; i < 15_000; i++) keys.append("key").append(i).append(": 1\n");
        assertEquals(200, message(Files.writeString(file, keys)).lines().count());
    }

    /** Few aliases to one long list, many to one long text, many values below one long key. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void doesNotMultiplyWhatIsLong(int shape) throws IOException {
        var text = switch (shape) {
            case 0 -> "a: &a [" + "x,".repeat(400_000) + "x]\nb: [" + "*a,".repeat(50) + "]\n";
            case 1 -> "a: &a '" + "$${".repeat(200_000) + "'\nb: [" + "*a,".repeat(100_000) + "]\n";
            default -> "? " + "k".repeat(800_000) + "\n: [" + "x,".repeat(90_000) + "]\n";
        };
        var file = Files.writeString(folder.resolve("long.yaml"), text);
        var says = shape == 1 ? "is longer than 5000 characters" : "too many values";
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertTrue(message(file).contains(says)));
    }

    @Test
    void keepsEveryMistakeOnOneLine() throws IOException {
        var file = Files.writeString(folder.resolve("hostile.yaml"), "\"a\\r\\nb\\u2028c\\e[31m\": 1\n");
        var message = message(file);
        assertEquals(3, message.lines().count());
        assertFalse(message.contains("\u001b") || message.contains("\u2028"), message);
    }

    /** What a mistake quotes may be read over a shoulder or in a log. */
    @Test
    void showsNoSecret() throws IOException {
        var file = Files.writeString(folder.resolve("secret.yaml"), """
                database: {url: "mysql://a:hush@127.0.0.1/b", password: hush}
                relays: [{name: a, host: a.example, tls: none, user: a, password: hush}]
                newsletters: [{key: a, title: a, from: a@a.example, sources: [{feed: "https://a:hush@a.example/"}]}]
                """);
        var message = message(file);
        assertEquals(4, message.lines().count(), message);
        assertFalse(message.contains("hush"), message);
    }

    private static String message(Path file) {
        return assertThrows(BrokenConfig.class, () -> Config.read(file, Map.of())).getMessage();
    }
}
