package staytuned.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.EVENTS;
import static staytuned.db.schema.Tables.RESULTS;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.mail.Address;
import staytuned.mail.Message;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.RecordingCourier;
import staytuned.testing.SettableClock;

/** How letters were received, and who is told when that is bad. */
@OnEachDatabase
class FiguresTest {
    private static final Address ADMIN = Address.parse("admin@example.org");

    private final Database database;
    private final Desk desk;
    private final Alarm alarm;

    FiguresTest(Database database) {
        this.database = database;
        desk = new Desk(database, new SettableClock("2026-03-03T08:00:00Z"));
        alarm = desk.alarm(ADMIN);
        var people = Stream.of(
                        people("gmail.com", 120), people("googlemail.com", 80), people("large.example", 100),
                        people("small.example", 30), people("tiny.example", 20))
                .flatMap(each -> each)
                .toList();
        desk.subscribers.add(desk.newsletter.id(), people, true, "test");
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private static Stream<Address> people(String domain, int count) {
        return IntStream.range(0, count).mapToObj(i -> new Address("reader" + i + "@" + domain, ""));
    }

    private Count count(Function<Figure, String> name, String of) {
        return desk.figures.since(desk.clock.instant().minus(Duration.ofDays(30)), true).stream()
                .filter(each -> name.apply(each).equals(of))
                .map(Figure::count)
                .reduce(Count.NONE, Count::plus);
    }

    private void bounce(Message letter) {
        desk.clerk.take(Desk.report(letter, "5.1.1", "550 5.1.1 no such user"), "", "imap");
    }

    private void complain(Message letter) {
        var verdict = new Verdict(Kind.COMPLAINT, letter.to().email(), null, "feedback report: abuse", false);
        desk.clerk.told(new Told(verdict, letter.envelopeFrom(), "complaint " + letter.id()), "brevo");
    }

    private static List<Message> at(List<Message> letters, String domain) {
        return letters.stream().filter(each -> each.to().domain().equals(domain)).toList();
    }

    @Test
    void theyAreKeptByRelayAndReceiverAndLateNewsIsAdded() {
        desk.courier.answer(letter -> letter.to().email().startsWith("reader1@")
                ? new Outcome.Bounced(new Reply(550, "5.1.1", "no such user"))
                : RecordingCourier.SENT);
        var letters = desk.send("One");
        assertEquals(new Count(350, 5, 0), count(Figure::relay, "main"));
        assertEquals(new Count(200, 2, 0), count(Figure::receiver, "gmail"));
        assertEquals(new Count(100, 1, 0), count(Figure::receiver, "large.example"));
        assertEquals(new Count(50, 2, 0), count(Figure::receiver, ""), "the small ones together");
        assertEquals(3, database.<Integer>inTransaction(tx -> tx.sql().fetchCount(RESULTS)), "counted once");

        bounce(at(letters, "gmail.com").get(5));
        bounce(at(letters, "gmail.com").get(5)); // The same again.
        bounce(at(letters, "tiny.example").get(6));
        // A mail server reports what the relay had refused: it has bounced once.
        bounce(desk.letter("One", "reader1@large.example"));
        complain(at(letters, "googlemail.com").get(7));
        desk.clerk.take(Desk.report(
                at(letters, "gmail.com").get(8), "4.4.1", "451 4.4.1 no answer yet"), "", "imap");
        assertEquals(new Count(200, 3, 1), count(Figure::receiver, "gmail"));
        assertEquals(new Count(100, 1, 0), count(Figure::receiver, "large.example"));
        assertEquals(new Count(50, 3, 0), count(Figure::receiver, ""));
        assertEquals(new Count(350, 7, 1), desk.figures.of(desk.issue));
        assertEquals(0, alarm.lookDue(), "nothing is over its limit");
    }

    @Test
    void whatIsSentAgainIsCountedAnew() {
        desk.courier.answer(letter -> letter.to().email().startsWith("reader1@")
                ? new Outcome.Bounced(new Reply(550, "5.1.1", "no such user"))
                : RecordingCourier.SENT);
        desk.send("One");
        assertEquals(new Count(350, 5, 0), desk.figures.of(desk.issue));
        desk.outbox.resendFailed(desk.issue);
        assertEquals(new Count(345, 0, 0), desk.figures.of(desk.issue), "while it goes out it is counted as it stands");
        desk.courier.answer(_ -> RecordingCourier.SENT);
        desk.deliver();
        assertEquals(new Count(350, 0, 0), desk.figures.of(desk.issue));
    }

    @Test
    void theAdminIsToldOnceADayOfEachRate() {
        var letters = desk.send("One");
        for (var each : at(letters, "googlemail.com").subList(0, 3)) complain(each);
        assertEquals(1, alarm.lookDue());
        assertEquals(0, desk.alarm(ADMIN).lookDue(), "another node does not tell it again");
        var alert = desk.courier.taken().getLast();
        assertEquals(ADMIN, alert.to());
        assertEquals("Nerve Notes: more complaints than receivers accept", alert.subject());
        assertEquals("auto-generated", alert.headers().get("Auto-Submitted"));
        assertTrue(alert.text().startsWith("""
                all letters of the last 7 days: 0.86% complained (3 of 350), over 0.3%
                relay main: 0.86% complained (3 of 350), over 0.3%
                receiver gmail: 1.5% complained (3 of 200), over 0.3%
                """), alert.text());
        for (var each : at(letters, "large.example").subList(0, 10)) bounce(each);
        assertEquals(1, alarm.lookDue(), "the other rate");
        assertEquals("receiver large.example: 10% bounced (10 of 100), over 5%",
                desk.courier.taken().getLast().text().lines().findFirst().orElseThrow());
        desk.later(Duration.ofHours(23));
        assertEquals(0, alarm.lookDue());
        desk.later(Duration.ofHours(1));
        assertEquals(2, alarm.lookDue());
        desk.later(Duration.ofDays(7));
        assertEquals(0, alarm.lookDue(), "these letters are of long ago");
    }

    @Test
    void whatCannotBeToldIsToldLater() {
        for (var each : at(desk.send("One"), "googlemail.com").subList(0, 3)) complain(each);
        desk.courier.refuse(new Reply(421, "4.3.2", "closed"));
        var before = desk.courier.taken().size();
        assertEquals(1, alarm.lookDue());
        assertEquals(0, alarm.lookDue(), "not at once");
        desk.courier.refuse(null);
        desk.later(Duration.ofMinutes(30));
        assertEquals(1, alarm.lookDue());
        assertEquals(before + 1, desk.courier.taken().size());
        assertEquals(0, desk.alarm(null).lookDue());
    }

    @Test
    void anIssueThatWasStoppedIsToldOf() {
        desk.courier.answer(_ -> new Outcome.Bounced(new Reply(550, "5.1.1", "no such user")));
        desk.send("One");
        assertEquals(1, alarm.lookDue());
        var alert = desk.courier.taken().getLast();
        assertEquals("Nerve Notes: issue " + desk.issue + " is paused", alert.subject());
        assertTrue(alert.text().startsWith("50 of 50 letters bounced, more than 5%\nIt goes on with \"issues resume "
                        + desk.issue + "\"."),
                alert.text());
    }

    @Test
    void fewLettersSayNothing() {
        assertEquals(List.of(), new Count(49, 49, 0).excesses());
        assertEquals(List.of(), new Count(50, 9, 2).excesses());
        assertEquals("20% bounced (10 of 50), over 5%", new Count(50, 10, 0).excesses().getFirst().says());
        assertEquals(List.of(), new Count(200, 10, 0).excesses(), "5% and no more");
        assertEquals("0.15% complained (3 of 2000), over 0.1%",
                new Count(2000, 0, 3).excesses().getFirst().says());
        assertEquals("0.35% complained (7 of 2000), over 0.3%",
                new Count(2000, 0, 7).excesses().getFirst().says());
        assertEquals(List.of(), new Count(3000, 0, 3).excesses(), "0.1% and no more");
        assertEquals(1, Count.NONE.deliveryRate());
        assertEquals(0, Count.NONE.complaintRate());
        assertEquals(1, new Count(1, 1, 1).complaintRate(), "told of a letter that came back");
    }

    @Test
    void erasingAReaderKeepsTheFigures() {
        var letters = desk.send("One");
        bounce(at(letters, "gmail.com").getFirst());
        var whose = Address.parse(at(letters, "gmail.com").getFirst().to().email());
        database.run(tx -> desk.suppressions.erase(tx, whose));
        assertEquals(new Count(200, 1, 0), count(Figure::receiver, "gmail"));
        assertEquals(
                Stream.of((String) null).collect(Collectors.toList()),
                database.inTransaction(tx -> tx.sql().select(EVENTS.RECIPIENT).from(EVENTS).fetch(EVENTS.RECIPIENT)));
    }
}
