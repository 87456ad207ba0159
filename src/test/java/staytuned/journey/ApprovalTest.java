package staytuned.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.issue.IssueState;
import staytuned.testing.ScriptedSmtpServer;

/** From the config to the editor's mail and the admin's commands, on the embedded database. */
class ApprovalTest {
    @Test
    void anEditorSeesItTheAdminHoldsItSetsItAnewAndLetsItGo(@TempDir Path folder) throws Exception {
        var relay = new ScriptedSmtpServer();
        var home = new Home(folder, Home.Kind.EMBEDDED, relay.port());
        home.edit("settle: 0m", "settle: 0m, approval: {to: editor@example.com, before: 1h, default: hold}");
        try (var office = new Office(home, relay, 3)) {
            home.publish("autumn-colour.txt");
            office.round();
            office.round();
            office.service().proposeDue();
            office.service().proposeDue();
            assertEquals(1, relay.taken().size());
            var mail = relay.taken().getFirst();
            assertEquals("editor@example.com", mail.to().getFirst());
            assertTrue(new String(mail.bytes(), UTF_8).contains("http://127.0.0.1:" + home.webPort + "/approve/1."));
            assertEquals(IssueState.PROPOSED, office.state(1));
            office.shut();
            var shown = office.command("issues", "show", "1");
            assertTrue(shown.contains("for its editors; then it is held, unless you say \"issues approve 1\""), shown);
            assertTrue(shown.contains("2026-03-01T09:00:00Z"), shown);
            assertEquals("held 1\n", office.command("issues", "hold", "1"));
            assertEquals("reset 1\n", office.command("issues", "reset", "1"));
            office.service().proposeDue();
            assertEquals(2, relay.taken().size(), "it is shown anew");
            office.clock.pass(Duration.ofHours(1));
            office.send();
            assertEquals(IssueState.HELD, office.state(1));
            office.shut();
            assertEquals("approved 1\n", office.command("issues", "approve", "1"));
            office.sendAll(1, Duration.ofMinutes(1));
            assertEquals(5, relay.taken().size());
        }
    }
}
