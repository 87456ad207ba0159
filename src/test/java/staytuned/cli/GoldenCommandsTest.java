package staytuned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import staytuned.Main;

/**
 * Every command's help, and what it says to an option that it does not have, as files: who changes a command sees what its
 * users will. {@code -Dgolden=write} writes them anew.
 */
class GoldenCommandsTest extends Prompt {
    private static final Path FILES = Path.of("src/test/resources/cli/help");

    @Test
    void everyCommandSaysWhatItsGoldenFileSays() throws IOException {
        var said = new TreeMap<String, String>();
        collect("", new Cli(new Surroundings(new Main(CLOCK), Map.of(), CLOCK, System.out, System.err)).line(), said);
        assertTrue(said.size() > 40, said.keySet().toString());
        if ("write".equals(System.getProperty("golden"))) {
            for (var each : said.entrySet()) Files.writeString(FILES.resolve(each.getKey()), each.getValue());
        }
        try (var files = Files.list(FILES)) {
            assertEquals(new TreeSet<>(said.keySet()),
                    new TreeSet<>(files.map(each -> each.getFileName().toString()).toList()),
                    "each command has a file");
        }
        for (var each : said.entrySet()) {
            assertEquals(Files.readString(FILES.resolve(each.getKey())), each.getValue(), each.getKey());
        }
    }

    private void collect(String name, CommandLine command, Map<String, String> said) {
        if (command.getCommandSpec().usageMessage().hidden()) return;
        var words = new ArrayList<>(name.isEmpty() ? List.<String>of() : List.of(name.split(" ")));
        words.add("--help");
        assertEquals(0, run(words.toArray(String[]::new)), name);
        var help = out();
        words.set(words.size() - 1, "--nonsense");
        assertEquals(2, run(words.toArray(String[]::new)), name);
        var error = err().lines().findFirst().orElse("");
        said.put((name.isEmpty() ? "staytuned" : name.replace(' ', '-')) + ".txt", help + "\n" + error + "\n");
        command.getSubcommands().forEach((each, its) -> collect((name + " " + each).strip(), its, said));
    }
}
