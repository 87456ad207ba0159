package staytuned.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.mail.Address;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;
import staytuned.subscriber.Reason;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.RecordingCourier;
import staytuned.testing.SettableClock;

/** Who is never mailed again, and who stays. */
@OnEachDatabase
class ClerkTest {
    private static final String READER = "reader1@example.net";
    private static final String UNKNOWN = "550 5.1.1 no such user";

    private final Desk desk;

    ClerkTest(Database database) {
        desk = new Desk(database, new SettableClock("2026-03-03T08:00:00Z"));
        desk.rows.readers(desk.newsletter, 3);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aHardBounceSuppressesExactlyItsReaderAndOnlyOnce() {
        var letters = desk.send("One");
        assertEquals(3, letters.size());
        assertEquals(3, letters.stream().map(each -> each.envelopeFrom()).distinct().count());
        assertTrue(letters.getFirst().headers().get("Feedback-ID").matches("\\d+:nerve-notes:letter:exampleorg"));
        var bounce = Desk.report(desk.letter("One", READER), "5.1.1", UNKNOWN);
        var taken = desk.clerk.take(bounce, "", "pipe");
        assertTrue(taken.matched() && taken.isNew() && taken.suppressed());
        assertEquals(List.of(READER), desk.withStatus("suppressed"));
        var listed = desk.suppressions.list(0, 10);
        assertEquals(1, listed.size());
        assertEquals(READER, listed.getFirst().email());
        assertEquals(Reason.HARD, listed.getFirst().reason());
        assertEquals("pipe", listed.getFirst().source());
        assertFalse(desk.clerk.take(bounce, "", "imap").isNew());
        assertEquals(1, desk.events.latest(false, 10).size());
        assertEquals(2, desk.send("Two").size());
    }

    @Test
    void whatBearsNoTokenIsShownAndSuppressesNobody() {
        var letter = desk.send("One").getFirst();
        var forged = letter.envelopeFrom().replaceFirst("-.{26}@", "-" + "a".repeat(26) + "@");
        for (var path : List.of("bounces@example.org", forged, "", letter.id())) {
            var mail = Desk.report(path, READER, "x" + path.hashCode(), "5.1.1", UNKNOWN);
            var taken = desk.clerk.take(mail, path, "lmtp");
            assertFalse(taken.matched() || taken.suppressed(), path);
        }
        assertEquals(List.of(), desk.withStatus("suppressed"));
        var shown = desk.events.latest(true, 10);
        assertEquals(4, shown.size());
        assertNull(shown.getFirst().deliveryId());
        assertEquals(READER, shown.getFirst().verdict().recipient());
    }

    @Test
    void theEnvelopeAloneIsEnough() {
        var letter = desk.send("One").getFirst();
        var bounce = Desk.report("bounces@example.org", letter.to().email(), "x", "5.1.1", UNKNOWN);
        assertTrue(desk.clerk.take(bounce, letter.envelopeFrom(), "lmtp").suppressed());
        assertEquals(List.of(letter.to().email()), desk.withStatus("suppressed"));
    }

    @Test
    void aComplaintIsKnownByTheLinkForLeavingThatItReturns() throws Exception {
        desk.send("One");
        var letter = desk.letter("One", READER);
        var report = Files.readString(BounceCorpusTest.FOLDER.resolve("mails/arf-no-recipient.eml"));
        var returned = report.replace("Message-ID: <d42.abc@example.org>",
                "Message-ID: <" + letter.id() + "@example.org>\nList-Unsubscribe: "
                        + letter.headers().get("List-Unsubscribe").replaceAll(",.*", ""));
        assertFalse(desk.clerk.take(report.getBytes(UTF_8), "", "imap").suppressed());
        assertTrue(desk.clerk.take(returned.getBytes(UTF_8), "", "imap").suppressed());
        assertEquals(List.of(READER), desk.withStatus("suppressed"));
        assertEquals(Reason.COMPLAINT, desk.suppressions.list(0, 10).getFirst().reason());
        assertEquals(1, desk.complained(), "its issue counts it");
        // Another reader's letter is not reached by one's own link.
        var other = returned.replace(letter.id(), desk.letter("One", "reader2@example.net").id());
        assertFalse(desk.clerk.take(other.getBytes(UTF_8), "", "imap").matched());
    }

    @Test
    void theSendersOwnFaultNeverCounts() {
        for (var i = 0; i < 8; i++) {
            desk.send("Issue " + i);
            var letter = desk.letter("Issue " + i, READER);
            desk.clerk.take(Desk.report(letter, "5.7.1", "550 5.7.1 blocked by policy"), "", "imap");
            desk.later(Duration.ofDays(7));
        }
        assertEquals(List.of(), desk.withStatus("suppressed"));
        assertTrue(desk.events.latest(false, 10).getFirst().verdict().blamesSender());
    }

    @Test
    void fiveSoftFailuresInARowOverFourteenDaysSuppress() {
        for (var i = 0; i < 5; i++) {
            assertEquals(List.of(), desk.withStatus("suppressed"), "before " + i);
            fail(i);
            desk.later(Duration.ofDays(4));
        }
        assertEquals(List.of(READER), desk.withStatus("suppressed"));
        assertEquals(Reason.SOFT, desk.suppressions.list(0, 10).getFirst().reason());
    }

    @Test
    void softFailuresInAFewDaysDoNot() {
        for (var i = 0; i < 12; i++) {
            fail(i);
            desk.later(Duration.ofDays(1));
        }
        assertEquals(List.of(), desk.withStatus("suppressed"));
    }

    @Test
    void oneSuccessBeginsTheCountAnew() {
        for (var i = 0; i < 8; i++) {
            if (i == 4) desk.send("Issue 4");
            else fail(i);
            desk.later(Duration.ofDays(5));
        }
        assertEquals(List.of(), desk.withStatus("suppressed"));
        fail(8);
        desk.later(Duration.ofDays(5));
        assertEquals(List.of(), desk.withStatus("suppressed"));
        fail(9);
        assertEquals(List.of(READER), desk.withStatus("suppressed"));
    }

    private void fail(int number) {
        desk.send("Issue " + number);
        var letter = desk.letter("Issue " + number, READER);
        desk.clerk.take(Desk.report(letter, "5.2.2", "552 5.2.2 mailbox full"), "", "imap");
    }

    @Test
    void whatTheRelayRefusesCountsToo() {
        desk.courier.answer(message -> switch (message.to().email()) {
            case READER -> new Outcome.Bounced(new Reply(550, "5.1.1", "no such user"));
            case "reader2@example.net" -> new Outcome.Bounced(new Reply(552, "5.2.2", "mailbox full"));
            default -> RecordingCourier.SENT;
        });
        desk.send("One");
        assertEquals(1, desk.refusals.takeDue());
        assertEquals(0, desk.refusals.takeDue());
        assertEquals(List.of(READER), desk.withStatus("suppressed"));
        assertEquals(
                List.of(Kind.SOFT, Kind.HARD),
                desk.events.latest(false, 10).stream().map(each -> each.verdict().kind()).toList());
    }

    @Test
    void whoBouncesInsideARunningSendIsNotSentTo() {
        desk.courier.answer(message -> new Outcome.Deferred(new Reply(451, "4.3.0", "later")));
        desk.rows.issue(desk.newsletter, "One");
        desk.outbox.publishDue();
        desk.deliver();
        var letter = desk.letter("One", READER);
        assertTrue(desk.clerk.take(Desk.report(letter, "5.1.1", UNKNOWN), "", "lmtp").suppressed());
        desk.courier.answer(message -> RecordingCourier.SENT);
        desk.later(Duration.ofHours(1));
        var before = desk.courier.taken().size();
        desk.deliver();
        var sent = desk.courier.taken().subList(before, desk.courier.taken().size());
        assertEquals(
                List.of("reader0@example.net", "reader2@example.net"),
                sent.stream().map(each -> each.to().email()).sorted().toList());
    }

    @Test
    void whoIsOnTheListGetsNothingWhoeverAddsThem() {
        var erin = Address.parse("Erin@example.net");
        assertTrue(desk.suppressions.add(erin, Reason.ADMIN, "admin"));
        assertFalse(desk.suppressions.add(erin, Reason.HARD, "imap"));
        assertTrue(desk.suppressions.addHash(Suppressions.hash("fred@example.net"), Reason.HARD, "import list.csv"));
        var people = List.of(erin, Address.parse("fred@example.net"), Address.parse("gina@example.net"));
        desk.subscribers.add(desk.newsletter.id(), people, true, "test");
        assertEquals(List.of("Erin@example.net", "fred@example.net"), desk.withStatus("suppressed"));
        assertEquals(4, desk.send("One").size());
        assertTrue(desk.suppressions.lift(erin, "admin"));
        assertFalse(desk.suppressions.lift(erin, "admin"));
        assertEquals(List.of("fred@example.net"), desk.withStatus("suppressed"));
        assertEquals(5, desk.send("Two").size());
    }

    @Test
    void aNewConfirmedOptInLiftsBouncesAndNoComplaint(Database database) {
        var ann = Address.parse("ann@example.net");
        desk.subscribers.add(desk.newsletter.id(), List.of(ann), true, "test");
        desk.suppressions.add(ann, Reason.HARD, "imap");
        assertTrue(database.<Boolean>inTransaction(tx -> desk.suppressions.optedIn(tx, ann, "confirmed")));
        assertEquals(List.of(), desk.withStatus("suppressed"));
        desk.suppressions.add(ann, Reason.HARD, "imap");
        desk.suppressions.add(ann, Reason.COMPLAINT, "imap");
        assertFalse(database.<Boolean>inTransaction(tx -> desk.suppressions.optedIn(tx, ann, "confirmed")));
        assertEquals(List.of("ann@example.net"), desk.withStatus("suppressed"));
    }

    @Test
    void whoHasLeftStaysAwayWhenLifted() {
        desk.subscribers.list(desk.newsletter.id(), 0, 1).forEach(each -> desk.subscribers.unsubscribe(each.id()));
        var left = desk.withStatus("unsubscribed");
        desk.suppressions.add(Address.parse(left.getFirst()), Reason.HARD, "imap");
        desk.suppressions.lift(Address.parse(left.getFirst()), "admin");
        assertEquals(left, desk.withStatus("unsubscribed"));
    }

    @Test
    void anErasedAddressStaysOnTheListByItsHash(Database database) {
        var ann = Address.parse("ann@example.net");
        desk.suppressions.add(ann, Reason.COMPLAINT, "imap");
        database.run(tx -> desk.suppressions.forget(tx, ann, "reader"));
        assertNull(desk.suppressions.list(0, 1).getFirst().email());
        desk.subscribers.add(desk.newsletter.id(), List.of(ann), true, "import");
        assertEquals(List.of("ann@example.net"), desk.withStatus("suppressed"));
    }

    @Test
    void whoLeavesByMailHasLeft() {
        desk.send("One");
        var letter = desk.letter("One", READER);
        var offered = letter.headers().get("List-Unsubscribe");
        assertTrue(offered.matches("<https://[^>]+>, <mailto:.*>"), offered);
        var mailbox = offered.replaceAll(".*<mailto:(.*)\\?subject=unsubscribe>", "$1");
        assertEquals(letter.envelopeFrom(), mailbox);
        var mail = "From: Ann <ann@example.com>\nTo: %s\nSubject: %s\n\n\n";
        for (var no : List.of(
                mail.formatted("bounces@example.org", "unsubscribe"),
                mail.formatted(mailbox, "Re: unsubscribe or not?"),
                "Auto-Submitted: auto-replied\n" + mail.formatted(mailbox, "unsubscribe"))) {
            desk.clerk.take(no.getBytes(UTF_8), "", "imap");
            assertEquals(List.of(), desk.withStatus("unsubscribed"), no);
        }
        for (var i = 0; i < 2; i++) {
            desk.clerk.take(mail.formatted(mailbox, "Unsubscribe").getBytes(UTF_8), "", "imap");
            assertEquals(List.of(READER), desk.withStatus("unsubscribed"));
        }
        assertEquals(List.of(), desk.suppressions.list(0, 10));
        assertEquals(2, desk.send("Two").size());
    }

    @Test
    @Tag("row-31")
    void aFloodOfForgeriesAutomaticRepliesAndLoopsChangesNothing() throws Exception {
        desk.send("One");
        try (var files = Files.list(BounceCorpusTest.FOLDER.resolve("mails"))) {
            for (var file : files.sorted().toList()) {
                var mail = new String(Files.readAllBytes(file), UTF_8).replace("ann@example.net", READER);
                desk.clerk.take(mail.getBytes(UTF_8), "bounces@example.org", "lmtp");
                desk.clerk.take(mail.getBytes(UTF_8), "bounces@example.org", "lmtp");
            }
        }
        assertEquals(List.of(), desk.withStatus("suppressed"));
        // With a token: what no server says for good, and our own letter when it comes back in a loop.
        var letter = desk.letter("One", READER);
        var away = "From: " + READER + "\nTo: " + letter.envelopeFrom()
                + "\nSubject: Automatic reply\nAuto-Submitted: auto-replied\n\nNo such user here until Monday.\n";
        var loop = "From: notes@example.org\nTo: " + READER + "\nReturn-Path: <" + letter.envelopeFrom()
                + ">\nAuto-Submitted: auto-generated\nPrecedence: bulk\nList-Id: <nerve-notes.example.org>"
                + "\nSubject: One\n\nOne\n";
        for (var mail : List.of(away, loop)) {
            for (var i = 0; i < 3; i++) {
                assertFalse(desk.clerk.take(mail.getBytes(UTF_8), letter.envelopeFrom(), "lmtp").suppressed(), mail);
            }
        }
        assertEquals(List.of(), desk.withStatus("suppressed"));
        assertEquals(3, desk.courier.taken().size(), "nothing was answered");
    }
}
