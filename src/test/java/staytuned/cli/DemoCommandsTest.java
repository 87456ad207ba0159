package staytuned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The commands that bring a mail server of their own. */
class DemoCommandsTest extends Prompt {
    @Test
    void theDemoSendsThreeOfThree() {
        assertEquals(0, run("demo", "--once"), err());
        assertTrue(out().endsWith("sent 3 of 3\n"), out());
        assertTrue(out().contains("It becomes a letter:   Autumn Colour: Unveiled or Newly Made\n"), out());
    }

    /** What the launcher runs once for each build. */
    @Test
    void theTrainingIsTheDemoAndALoadRun() throws IOException {
        assertEquals(0, run("train"), err());
        assertTrue(out().contains("sent 3 of 3\n"), out());
        assertEquals(3_000, JSON.readTree(out().substring(out().indexOf('{'))).get("messages").asInt());
    }

    @Test
    void benchSendsAnIssueIntoItsOwnSink() throws IOException {
        assertEquals(0, run("bench", "--readers", "150", "--connections", "3", "--dkim", "rsa", "--json"), err());
        var line = JSON.readTree(out());
        assertEquals(150, line.get("messages").asInt());
        assertEquals("rsa", line.get("dkim").asText());
        assertEquals("embedded", line.get("database").asText());
        assertTrue(line.get("rate").asInt() > 0 && line.get("rss_mb").asInt() > 0 && line.get("cpu_ms").asDouble() > 0);
        assertEquals(0, run(
                "bench", "--readers", "20", "--pipelining", "off", "--chunking", "off", "--dkim", "ed25519"));
        assertEquals(20, JSON.readTree(out()).get("messages").asInt());
        assertTrue(err().contains("sending"), err());
    }

    @Test
    void benchNamesADatabaseThatIsNone() {
        assertEquals(2, run("bench", "--database", "mysql://127.0.0.1/x"));
        assertTrue(err().contains("write embedded, or jdbc:postgresql:"), err());
        assertEquals(1, run("bench", "--database", "jdbc:postgresql://127.0.0.1:1/x"));
        assertTrue(err().contains("CREATE DATABASE"), err());
    }
}
