package staytuned.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.ADMINS;
import static staytuned.db.schema.Tables.ADMIN_CODES;
import static staytuned.db.schema.Tables.ADMIN_SESSIONS;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.mail.Address;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.SettableClock;

/** Accounts, sign-in and sessions. */
@OnEachDatabase
class OfficeTest {
    private static final String PASSWORD = "a long enough one";
    private static final String HERE = "192.0.2.1";

    private final Database database;
    private final SettableClock clock = new SettableClock("2027-03-01T08:00:00Z");
    private final Office office;
    private final Gatekeeper gate;

    OfficeTest(Database database) {
        this.database = database;
        this.office = Office.in(database, clock, new SplittableRandom(7));
        this.gate = office.gatekeeper();
    }

    @Test
    void theInvitedChooseAPasswordOnceAndSignIn() {
        assertTrue(office.admins().none());
        var token = invite("Ann@example.org", Role.EDITOR);
        assertTrue(office.admins().none(), "nobody has a password yet");
        var key = gate.invited(token).orElseThrow().key();
        assertInstanceOf(Gatekeeper.Unfit.class, gate.take(token, "too short", code(key), HERE));
        assertInstanceOf(Gatekeeper.Unfit.class, gate.take(token, "x".repeat(201), code(key), HERE));
        assertInstanceOf(Gatekeeper.Refused.class, gate.take(token, PASSWORD, "000000", HERE));
        var welcome = assertInstanceOf(Gatekeeper.Welcome.class, gate.take(token, PASSWORD, code(key), HERE));
        assertEquals(10, welcome.codes().size());
        assertFalse(office.admins().none());
        assertInstanceOf(Gatekeeper.Expired.class, gate.take(token, PASSWORD, code(key), HERE));
        assertTrue(gate.invited(token).isEmpty());

        assertInstanceOf(Gatekeeper.Refused.class, signIn(PASSWORD, code(key)), "a code counts once");
        clock.pass(Duration.ofSeconds(30));
        assertInstanceOf(Gatekeeper.Refused.class, signIn(PASSWORD + ".", code(key)));
        var in = assertInstanceOf(Gatekeeper.Welcome.class, signIn(PASSWORD, code(key)));
        assertEquals(Role.EDITOR, in.admin().role());
        var spare = welcome.codes().getFirst();
        assertInstanceOf(Gatekeeper.Welcome.class, signIn(PASSWORD, spare.toUpperCase(Locale.ROOT)));
        assertInstanceOf(Gatekeeper.Refused.class, signIn(PASSWORD, spare), "a recovery code counts once");
        assertEquals("fail to sign in", office.audit().lines(Long.MAX_VALUE, 1).getFirst().action());
    }

    @Test
    void anInvitationEndsAfterADayAndAnewOneEndsTheOld() {
        var first = invite("ann@example.org", Role.ADMIN);
        var second = invite("ANN@example.org", Role.VIEWER);
        assertTrue(gate.invited(first).isEmpty());
        assertTrue(gate.invited("").isEmpty());
        assertEquals("ann@example.org", gate.invited(second).orElseThrow().email());
        assertEquals(List.of(Role.VIEWER), office.admins().list().stream().map(Admin::role).toList());
        clock.pass(Admins.INVITED);
        assertTrue(gate.invited(second).isEmpty());
        assertTrue(gate.invite(Address.parse("bob@example.org"), null, "test").isEmpty());
    }

    @Test
    void whoGuessesWaitsAndIsHeardAgain() {
        var key = join();
        for (var i = 0; i < 5; i++) {
            assertInstanceOf(Gatekeeper.Refused.class, gate.signIn("ann@example.org", "guess " + i, "1", "client " + i));
        }
        // The account is slowed, whoever asks, and with the right password too.
        assertInstanceOf(Gatekeeper.Wait.class, gate.signIn("ann@example.org", PASSWORD, code(key), "another"));
        clock.pass(Duration.ofSeconds(31));
        assertInstanceOf(Gatekeeper.Welcome.class, gate.signIn("ANN@example.org ", PASSWORD, code(key), "another"));
        // A client is slowed, whatever accounts it tries, known or not.
        for (var i = 0; i < 5; i++) gate.signIn("guess" + i + "@example.org", PASSWORD, "1", "robot");
        var wait = assertInstanceOf(Gatekeeper.Wait.class, gate.signIn("ann@example.org", PASSWORD, "1", "robot"));
        assertEquals(clock.instant().plusSeconds(1), wait.heard());
    }

    @Test
    void aSessionEndsWhenIdleWhenOldAndWhenToldTo() {
        join();
        var id = office.admins().list().getFirst().id();
        var sessions = office.sessions();
        var token = sessions.open(id);
        assertEquals("ann@example.org", sessions.find(token).orElseThrow().email());
        assertTrue(sessions.find("another").isEmpty());
        clock.pass(Sessions.IDLE.minusSeconds(1));
        assertTrue(sessions.find(token).isPresent());
        clock.pass(Sessions.IDLE.minusSeconds(1));
        assertTrue(sessions.watch(token).isPresent(), "was asked for meanwhile");
        clock.pass(Duration.ofSeconds(1));
        assertTrue(sessions.find(token).isEmpty(), "what a page asks by itself keeps nobody signed in");

        var old = sessions.open(id);
        for (var hours = 0; hours < 23; hours++) {
            clock.pass(Duration.ofHours(1));
            assertTrue(sessions.find(old).isPresent());
        }
        clock.pass(Duration.ofHours(1));
        assertTrue(sessions.find(old).isEmpty());

        var one = sessions.open(id);
        var two = sessions.open(id);
        assertTrue(Sessions.formed(one, Sessions.formToken(one)));
        assertFalse(Sessions.formed(one, Sessions.formToken(two)));
        sessions.close(one);
        assertTrue(sessions.find(one).isEmpty());
        sessions.closeAll(id);
        assertTrue(sessions.find(two).isEmpty());
    }

    @Test
    void whoIsResetOrRemovedIsSignedOut() {
        join();
        var id = office.admins().list().getFirst().id();
        var token = office.sessions().open(id);
        assertTrue(gate.invite(Address.parse("ann@example.org"), null, "test").isPresent());
        assertTrue(office.sessions().find(token).isEmpty());
        assertEquals(Role.ADMIN, office.admins().list().getFirst().role());
        assertTrue(gate.remove(Address.parse("Ann@example.org"), "test"));
        assertFalse(gate.remove(Address.parse("ann@example.org"), "test"));
        assertEquals("remove admin", office.audit().lines(Long.MAX_VALUE, 1).getFirst().action());
    }

    @Test
    void noSecretStandsInTheDatabase() {
        join();
        var token = office.sessions().open(office.admins().list().getFirst().id());
        var text = database.inTransaction(tx -> tx.sql().fetch(ADMINS).format()
                + tx.sql().fetch(ADMIN_CODES).format() + tx.sql().fetch(ADMIN_SESSIONS).format());
        assertFalse(text.contains(PASSWORD));
        assertFalse(text.contains(token));
    }

    @Test
    void theAuditIsReadPageByPage() {
        for (var i = 1; i <= 5; i++) office.audit().note("ann@example.org", "pause", "issue " + i, "x".repeat(2000));
        var first = office.audit().lines(Long.MAX_VALUE, 2);
        assertEquals(List.of("issue 5", "issue 4"), first.stream().map(Audit.Line::thing).toList());
        assertEquals(List.of("issue 3", "issue 2"),
                office.audit().lines(first.getLast().id(), 2).stream().map(Audit.Line::thing).toList());
        assertEquals(1000, first.getFirst().detail().length());
    }

    private String invite(String email, Role role) {
        return gate.invite(Address.parse(email), role, "test").orElseThrow();
    }

    /** Ann becomes an admin; what is given makes her codes. */
    private String join() {
        var token = invite("ann@example.org", Role.ADMIN);
        var key = gate.invited(token).orElseThrow().key();
        assertInstanceOf(Gatekeeper.Welcome.class, gate.take(token, PASSWORD, code(key), HERE));
        return key;
    }

    private Gatekeeper.Answer signIn(String password, String code) {
        return gate.signIn("ann@example.org", password, code, HERE);
    }

    private String code(String key) {
        return Totp.code(key, clock.instant().getEpochSecond() / 30);
    }
}
