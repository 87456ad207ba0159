package staytuned.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.config.Config;

/** What the README says is so. */
class ReadmeTest {
    private static final Pattern COMMAND =
            Pattern.compile("\\./staytuned ([a-z]+(?: (?:add|approve|cancel|confirm|dismiss|erase|export|farewells|hold|import|keep|lift|list"
                    + "|pause|rates|remove"
                    + "|release|reopen|replies|resend-failed|reset|resolve|resume|revoke|show|skip)\\b)?)");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)]+)\\)");
    private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");

    private final String readme = read();

    @Test
    void itsConfigIsRight(@TempDir Path folder) throws IOException {
        var yaml = YAML.matcher(readme);
        assertTrue(yaml.find());
        var config = Config.read(
                Files.writeString(folder.resolve("staytuned.yaml"), yaml.group(1)), Map.of("SMTP_PASSWORD", "secret"));
        assertEquals("nerve-notes", config.newsletters().getFirst().key());
        assertTrue(yaml.group(1).lines().count() <= 10, "ten lines, it says");
    }

    @Test
    void everyCommandIsInItAndRunByATest() throws IOException {
        var named = COMMAND.matcher(readme).results()
                .map(each -> each.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                new TreeSet<>(List.of(
                        "admins add", "admins list", "admins remove", "admins reset", "articles list",
                        "articles release", "articles skip", "backup", "bench", "bounce", "check", "completion",
                        "deliveries", "deliveries resolve", "demo", "doctor", "explain", "feedback",
                        "feedback rates", "feedback replies", "init", "issues approve",
                        "issues cancel", "issues hold",
                        "issues list", "issues pause", "issues resend-failed", "issues reset", "issues resume",
                        "issues show", "plan", "preview", "promises", "promises confirm", "promises dismiss",
                        "promises keep", "promises reopen", "read", "restore", "resume", "run", "serve",
                        "sources list",
                        "subscribers add", "subscribers erase", "subscribers export", "subscribers farewells",
                        "subscribers import", "subscribers list", "subscribers show", "suppressions add",
                        "suppressions export", "suppressions import", "suppressions lift", "suppressions list", "tokens add",
                        "tokens list", "tokens revoke")),
                named);
        var tests = Files.readString(Path.of("src/test/java/staytuned/cli/CommandsTest.java"))
                + Files.readString(Path.of("src/test/java/staytuned/cli/ArticleCommandsTest.java"))
                + Files.readString(Path.of("src/test/java/staytuned/cli/DemoCommandsTest.java"))
                + Files.readString(Path.of("src/test/java/staytuned/cli/AdminsCommandTest.java"))
                + Files.readString(Path.of("src/test/java/staytuned/cli/PreflightCommandsTest.java"))
                + Files.readString(Path.of("src/test/java/staytuned/cli/OutlookCommandsTest.java"))
                + Files.readString(Path.of("src/test/java/staytuned/cli/InitCommandTest.java"))
                + Files.readString(Path.of("src/test/java/staytuned/cli/DoctorCommandTest.java"))
                + Files.readString(Path.of("src/test/java/staytuned/cli/BackupTest.java"))
                + Files.readString(Path.of("src/test/java/staytuned/journey/ServeTest.java"));
        for (var command : named) {
            var words = command.replace(" ", "\", \"");
            var run = tests.contains("run(\"" + words + "\"") || tests.contains("start(folder, \"" + words + "\"");
            assertTrue(run, command);
        }
    }

    @Test
    void itsLinksLeadSomewhere() {
        for (var link : LINK.matcher(readme).results().map(each -> each.group(1)).toList()) {
            assertTrue(Files.exists(Path.of(link)), link);
        }
    }

    private static String read() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
