package staytuned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import staytuned.testing.NameServer;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.Web;

/** What the doctor says of a whole config: each thing once, with its cure. */
class DoctorCommandTest extends Prompt {
    @Test
    void doctorLooksAtAllThatLettersNeed() throws Exception {
        try (var names = new NameServer();
                var relay = new ScriptedSmtpServer();
                var web = new Web()) {
            write(relay.port());
            Files.writeString(config, Files.readString(config)
                    .replace("http://127.0.0.1:8080", web.at("").toString())
                    .replace("newsletters:", "bounces: {address: bounces@mail.example.org}\nnewsletters:"));
            web.status("/unsubscribe/doctor", 404, "Content-Security-Policy", "default-src 'none'");
            var dns = "127.0.0.1:" + names.address().getPort();
            assertEquals(1, run("doctor", "--json", "--dns", dns, "--config=" + config));
            var findings = json();
            assertEquals(
                    List.of("database", "clock of the database", "disk", "SPF of mail.example.org",
                            "DMARC of example.org", "MX of mail.example.org", "relay main", "site " + web.at(""),
                            "one-click unsubscribe", "clock of 127.0.0.1"),
                    findings.stream().map(each -> each.get("about").asText()).toList());
            for (var each : findings) {
                assertEquals(List.of("level", "about", "says", "cure"), List.copyOf(names(each)), each.toString());
                assertEquals(each.get("level").asText().equals("ok"), each.get("cure").isNull(), each.toString());
            }
            assertTrue(findings.getFirst().get("says").asText().matches("H2 .*, \\d+ MB, migrated"));

            names.text("mail.example.org", "v=spf1 ip4:198.51.100.7 -all").on("mail.example.org", "MX", "1 mx.example.")
                    .on("mx.example", "A", "198.51.100.7").text("_dmarc.example.org", "v=DMARC1; p=none");
            assertEquals(0, run("doctor", "--dns", dns, "--config=" + config), out());
            assertTrue(out().contains("ok       SPF of mail.example.org: one record that counts\n"), out());
            assertTrue(out().contains("warning  DMARC of example.org: letters pass by SPF alone, which is lost when "
                    + "they are forwarded\n         cure: sign with a key of example.org\n"), out());
            assertTrue(relay.taken().isEmpty(), "no letter");
        }
    }

    @Test
    void doctorSaysWhatItCannotReach() throws Exception {
        int closed;
        try (var relay = new ScriptedSmtpServer()) {
            closed = relay.port();
        }
        write(closed);
        Files.writeString(config, Files.readString(config).replace("8080", String.valueOf(closed)));
        try (var names = new NameServer().failing("example.org").failing("_dmarc.example.org")) {
            var dns = "127.0.0.1:" + names.address().getPort();
            assertEquals(1, run("doctor", "--dns", dns, "--config=" + config));
        }
        assertTrue(out().contains("error    relay main: "), out());
        assertTrue(out().contains("error    one-click unsubscribe: http://127.0.0.1:" + closed + " cannot be reached"), out());
        assertTrue(out().contains("warning  SPF of example.org: the name servers do not say"), out());
        assertEquals(2, run("doctor", "--dns", "127.0.0.1:99999", "--config=" + config));
        assertTrue(err().contains("--dns: \"127.0.0.1:99999\" is no address; write for example 192.0.2.53:53"), err());
    }

    private static List<String> names(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }
}
