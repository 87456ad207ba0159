package staytuned.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Reply;
import staytuned.testing.RecordingCourier;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.SmtpAct;
import staytuned.testing.TestCertificate;
import staytuned.testing.Web;

/** What a relay and a site show to who knocks. */
class VisitsTest {
    /** Good for three days, of which one is over. */
    private static final TestCertificate OURS = TestCertificate.of("dns:localhost", "ip:127.0.0.1");

    private static final InstantSource CLOCK = InstantSource.system();

    private static String shown(List<Finding> findings) {
        return findings.stream()
                .map(each -> each.level() + " " + each.about() + ": " + each.says())
                .collect(Collectors.joining("\n"));
    }

    private static List<Finding> visit(Relay.Tls tls, int port, Instant now) {
        return new RelayVisit(OURS.client(), now).examine(
                new Relay("main", "127.0.0.1", port, tls, List.of(), new RecordingCourier()));
    }

    @Test
    void aCertificateThatEndsSoonIsNamed() throws Exception {
        var now = CLOCK.instant();
        try (var relay = new ScriptedSmtpServer().startTls(OURS.server())) {
            var soon = shown(visit(Relay.Tls.STARTTLS, relay.port(), now));
            assertTrue(soon.startsWith("OK relay main: lets us in, encrypted by STARTTLS\n"
                    + "WARNING certificate of relay main: it ends at "), soon);
            var earlier = shown(visit(Relay.Tls.STARTTLS, relay.port(), now.minus(Duration.ofDays(60))));
            assertTrue(earlier.contains("OK certificate of relay main: good until "), earlier);
            var later = shown(visit(Relay.Tls.STARTTLS, relay.port(), now.plus(Duration.ofDays(60))));
            assertTrue(later.contains("WARNING certificate of relay main: it ended at "), later);
        }
        try (var relay = new ScriptedSmtpServer().implicitTls(OURS.server())) {
            var soon = shown(visit(Relay.Tls.IMPLICIT, relay.port(), now));
            assertTrue(soon.contains("from the first byte\nWARNING certificate of relay main: it ends at "), soon);
        }
        try (var relay = new ScriptedSmtpServer().always(ScriptedSmtpServer.Stage.EHLO, SmtpAct.say("250 none"))) {
            var none = shown(visit(Relay.Tls.STARTTLS, relay.port(), now));
            assertTrue(none.contains("WARNING certificate of relay main: cannot be looked at: "), none);
            assertEquals("OK relay main: lets us in, in clear text", shown(visit(Relay.Tls.NONE, relay.port(), now)));
        }
    }

    @Test
    void aRelayThatDoesNotLetUsInSaysWhy() {
        var relay = new Relay("main", "127.0.0.1", 25, Relay.Tls.STARTTLS, List.of(), () -> {
            throw new RelayUnavailable("relay main refuses the login", Reply.parse("535 5.7.8 no"), null);
        });
        var findings = new RelayVisit(OURS.client(), CLOCK.instant()).examine(relay);
        assertEquals("ERROR relay main: relay main refuses the login", shown(findings));
        assertEquals("correct user and password of the relay", findings.getFirst().cure());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "404 | default-src 'none' | OK one-click unsubscribe: reached",
        "404 | x | ERROR one-click unsubscribe: it is answered by 404, and not by this service",
        "302 | x | ERROR one-click unsubscribe: the address leads on to another one",
        "403 | default-src 'none' | ERROR one-click unsubscribe: it is answered by 403",
        "502 | x | ERROR one-click unsubscribe: it is answered by 502, and not by this service",
    })
    void oneClickIsTriedAsMailProgramsDo(int status, String policy, String says) throws Exception {
        try (var web = new Web()) {
            web.status("/pages/unsubscribe/doctor", status, "Content-Security-Policy", policy, "Location", "/");
            var findings = new SiteVisit(SSLContext.getDefault(), CLOCK.instant()).examine(web.at("/pages"));
            assertTrue(shown(findings).contains("WARNING site " + web.at("/pages") + ": it is not https"));
            assertTrue(shown(findings).contains(says), shown(findings));
            assertTrue(shown(findings).contains("OK clock of 127.0.0.1: as ours"), shown(findings));
            var behind = new SiteVisit(SSLContext.getDefault(), CLOCK.instant().minus(Duration.ofHours(1)));
            assertTrue(shown(behind.examine(web.at("/pages"))).matches(
                    "(?s).*WARNING clock of 127.0.0.1: ours is 3[56]\\d\\d seconds behind.*"));
        }
    }

    @Test
    void theSitesCertificateIsLookedAt() throws Exception {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(OURS.server()));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            var site = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
            var seen = shown(new SiteVisit(OURS.client(), CLOCK.instant()).examine(site));
            assertTrue(seen.contains("WARNING certificate of 127.0.0.1: it ends at "), seen);
            var stranger = shown(new SiteVisit(SSLContext.getDefault(), CLOCK.instant()).examine(site));
            assertTrue(stranger.startsWith("ERROR one-click unsubscribe: " + site + " cannot be reached: "), stranger);
        } finally {
            server.stop(0);
        }
    }
}
