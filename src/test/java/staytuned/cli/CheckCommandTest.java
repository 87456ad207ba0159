package staytuned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What check says of a config that is right: what it means, and what may not have been meant. */
class CheckCommandTest extends Prompt {
    @Test
    void checkShowsTheNextTimesOnTheWallClock() {
        assertEquals(0, run("check", "--config", config.toString()));
        assertTrue(out().contains("warning: newsletter field-notes has no postal-address"), out());
        assertTrue(out().contains("alerts stand in the log only: no alerts.to says who gets them by mail\n"), out());
        var times = out().lines().filter(each -> each.startsWith("    Sun ")).toList();
        assertEquals(5, times.size(), out());
        assertTrue(times.stream().allMatch(each -> each.matches(".* 0[23]:[03]0:00 \\+0[12]:00")), out());
        assertTrue(out().endsWith("staytuned.yaml is right\n"), out());
    }

    @Test
    void checkShowsTheTimesAtWhichLettersReallyGo() throws IOException {
        Files.writeString(config, Files.readString(config).replace(
                "settle: 0m", "settle: 0m, quiet: 22:00-07:00, blackout: [sunday, 01-01]"));
        assertEquals(0, run("check", "--config", config.toString()));
        assertTrue(out().contains("  quiet hours 22:00-07:00\n  nothing goes on sunday, 01-01\n"), out());
        var times = out().lines().filter(each -> each.startsWith("    ")).toList();
        assertEquals(5, times.size(), out());
        assertTrue(times.stream().allMatch(each -> each.matches("    (Mon|Tue) .* 07:00:00 \\+0[12]:00")), out());
        Files.writeString(config, Files.readString(config).replace("settle: 0m", "settle: 0m, local: true"));
        assertEquals(0, run("check", "--config", config.toString()));
        assertTrue(out().contains("  sends at 0 30 2 ? * SUN at each reader's local time; where that is not known, in "
                + "Europe/Berlin, next:\n"), out());
        Files.writeString(config, Files.readString(config).replaceFirst("when: \"[^\"]*\"", "when: at-once"));
        assertEquals(0, run("check", "--config", config.toString()));
        assertTrue(out().contains("  sends at once, 0 minutes after an article is found\n"), out());
    }

    @Test
    void checkPrintsASchemaWithoutAConfig() throws IOException {
        assertEquals(0, run("check", "--schema", "--config=none.yaml"));
        assertEquals("https://json-schema.org/draft/2020-12/schema", json().getFirst().get("$schema").asText());
    }

    @Test
    void checkAsksForTheHostsThatTheConfigNames() throws IOException {
        Files.writeString(config, Files.readString(config)
                .replace("host: 127.0.0.1", "host: smtp.nobody.invalid")
                .replace("tls: none", "tls: required"));
        assertEquals(0, run("check", "--config", config.toString()));
        assertFalse(out().contains("no name server"), out());
        assertEquals(0, run("check", "--online", "--config", config.toString()));
        assertTrue(out().contains("warning: relays[main]: no name server knows smtp.nobody.invalid; is it misspelt, or "
                + "its entry missing?\n"), out());
        assertFalse(out().contains("site.url: no name server"), out());
    }

    @Test
    void checkWarnsOfAShortKeyAndOfLettersThatNoKeySigns() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        var der = generator.generateKeyPair().getPrivate().getEncoded();
        Files.writeString(home.resolve("dkim.pem"), "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END PRIVATE KEY-----\n");
        var dkim = "tls: none, dkim: {domain: example.net, selector: s1, key-file: dkim.pem}";
        Files.writeString(config, Files.readString(config).replace("tls: none", dkim));
        assertEquals(0, run("check", "--config", config.toString()));
        assertTrue(out().contains("warning: the DKIM key s1._domainkey.example.net has 1024 bits"), out());
        assertTrue(out().contains("warning: newsletter field-notes goes out unsigned: no dkim key of relay main is for "
                + "example.org"), out());
    }

    @Test
    void checkShowsRelaysAndWarnsOfLimitsThatMeanNothing() throws Exception {
        var text = Files.readString(config)
                .replace("relays: [", "relays: [{name: new, host: 127.0.0.1, warm-up: {from: 2020-01-01, days: [5]}, "
                        + "receivers: {gmail.com: {connections: 1}, gmial: {connections: 1}, yahoo: {rate: 9/day}}}, ")
                .replace("  - key: field-notes", "  - relays: [{name: new, weight: 0}]\n    key: field-notes");
        Files.writeString(config, text);
        assertEquals(0, run("check", "--config", config.toString()));
        assertTrue(out().contains("relay new: warm-up is over\n"), out());
        assertTrue(out().contains("by relay new\n"), out());
        assertTrue(out().contains("warning: newsletter field-notes has only relays of weight 0"), out());
        assertTrue(out().contains("warning: relay new: receivers: gmail.com is part of gmail"), out());
        assertTrue(out().contains("warning: relay new: receivers: gmial is neither a domain nor a group"), out());
        assertTrue(!out().contains("receivers: yahoo"), out());
    }
}
