package staytuned.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.testing.SmtpAct.cut;
import static staytuned.testing.SmtpAct.drip;
import static staytuned.testing.SmtpAct.longLine;
import static staytuned.testing.SmtpAct.say;
import static staytuned.testing.SmtpAct.sayAndCut;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Stage;
import staytuned.testing.SmtpAct;

/** A relay that takes no mail at all, none from us, or none yet. */
class UnwillingRelayTest {
    private static final int READERS = 12;

    /** Longer than a relay is left alone. */
    private static final Duration REST = Duration.ofMinutes(20);

    private final ScriptedSmtpServer relay = new ScriptedSmtpServer();
    private Home home;
    private Office office;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        home = new Home(folder, Home.Kind.EMBEDDED, relay.port());
        office = new Office(home, relay, READERS);
    }

    @AfterEach
    void close() throws Exception {
        office.close();
    }

    @TestFactory
    @Tag("row-8")
    Stream<DynamicTest> aRelayThatTakesNoMailIsLeftAloneAndNothingIsHeldAgainstAReader() {
        var faults = Map.of(
                "421", say("421 4.3.2 down"), "421 and cut", sayAndCut("421 4.3.2 down"), "554", say("554 5.7.1 no"),
                "cut", cut(), "garbage", say("HTTP/1.1 400 Bad Request"), "10 MB line", longLine(10_000_000),
                "421 byte by byte", drip("421 4.3.2 down"));
        return Stream.of(Stage.GREETING, Stage.EHLO).flatMap(stage -> faults.entrySet().stream()
                .map(fault -> DynamicTest.dynamicTest(
                        stage + " " + fault.getKey(), () -> takesNoMail(stage, fault.getValue()))));
    }

    private void takesNoMail(Stage stage, SmtpAct fault) {
        var issue = office.issue();
        relay.always(stage, fault);
        var connections = relay.connections();
        var round = office.send();
        assertEquals(1, round.problems().size(), round.problems().toString());
        assertTrue(round.problems().getFirst().contains("its letters wait, next try at "), round.problems().getFirst());
        office.send();
        assertEquals(1, relay.connections() - connections, "left alone");
        assertEquals(Map.of("queued", (long) READERS), office.statuses(issue));
        office.assertTried(issue, attempts -> attempts == 0);
        relay.forget();
        office.clock.pass(REST);
        office.send();
        office.assertAllSent(issue);
        office.assertTried(issue, attempts -> attempts == 1);
    }

    @Test
    @Tag("row-10")
    void aWrongPasswordIsTriedOnceAndTheAdminIsTold() throws Exception {
        home.edit("tls: none,", "tls: none, user: notes, password: secret,");
        relay.offer("AUTH PLAIN LOGIN").always(Stage.AUTH, say("535 5.7.8 bad credentials"));
        var issue = office.issue();
        var told = office.send().problems();
        assertEquals(1, told.size());
        assertTrue(told.getFirst().startsWith("relay main: the user or password is refused (535 5.7.8 bad"), told.get(0));
        office.clock.pass(Duration.ofMinutes(5));
        office.send();
        assertEquals(1, relay.connections());
        office.assertTried(issue, attempts -> attempts == 0);
        relay.forget();
        office.clock.pass(REST);
        office.send();
        office.assertAllSent(issue);
    }

    @Test
    @Tag("row-16")
    void aServerThatClosesAfterAFewLettersIsAskedAgainAtOnce() {
        relay.closeAfter(2);
        var issue = office.issue();
        var round = office.send();
        assertEquals(READERS, round.sent(), "in one round");
        assertTrue(round.problems().isEmpty(), round.problems().toString());
        office.assertAllSent(issue);
        office.assertTried(issue, attempts -> attempts == 1);
        assertTrue(relay.connections() >= READERS / 2);
    }

    @Test
    @Tag("row-18")
    void whoIsGreylistedGetsItAfterFiveMinutes() {
        var issue = office.issue();
        var until = office.clock.instant().plus(Duration.ofMinutes(5));
        relay.always(Stage.RCPT, visit -> {
            var over = !office.clock.instant().isBefore(until);
            say(over ? "250 2.1.5 ok" : "450 4.2.0 greylisted, try again in five minutes").on(visit);
        });
        office.sendAll(issue, Duration.ofMinutes(1));
        office.assertAllSent(issue);
        assertFalse(office.clock.instant().isAfter(until.plus(Duration.ofMinutes(10))), "late");
    }
}
