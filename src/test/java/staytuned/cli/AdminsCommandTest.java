package staytuned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Admins come and go by command too. */
class AdminsCommandTest extends Prompt {
    @Test
    void areAddedListedResetAndRemoved() throws Exception {
        var of = "--config=" + config;
        for (var each : new String[] {"admins", "admins add", "admins list", "admins reset", "admins remove"}) {
            assertEquals(0, run((each + " --help").split(" ")), each);
            assertTrue(out().startsWith("Usage: staytuned " + each), each);
        }
        assertEquals(2, run("admins", "add", "ann@example.org", of));
        assertEquals(2, run("admins", "add", "ann@example.org", "--role", "owner", of));
        assertEquals(2, run("admins", "add", "nobody", "--role", "admin", of));
        assertEquals(0, run("admins", "add", "Ann@example.org", "--role", "editor", of));
        var link = out();
        assertTrue(link.matches("http\\S+/desk/welcome/[\\w-]{43}\n"), link);
        assertTrue(err().contains("good once, within a day"), err());
        assertEquals(0, run("admins", "list", "--json", of));
        assertEquals("Ann@example.org", json().getFirst().get("email").asText());
        assertEquals("editor", json().getFirst().get("role").asText());
        assertEquals(false, json().getFirst().get("ready").asBoolean());
        assertEquals(0, run("admins", "reset", "ann@example.org", of));
        assertNotEquals(link, out());
        assertEquals(1, run("admins", "reset", "bob@example.org", of));
        assertEquals("nobody has the account bob@example.org; see \"admins list\"\n", err());
        assertEquals(0, run("admins", "remove", "ann@example.org", of));
        assertEquals("removed\n", out());
        assertTrue(err().contains("on this machine alone"), err());
        assertEquals(1, run("admins", "remove", "ann@example.org", of));
        assertEquals(0, run("admins", "list", of));
        assertEquals("", out());
    }
}
