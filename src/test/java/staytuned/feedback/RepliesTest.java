package staytuned.feedback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.feedback.Kept.State;
import staytuned.mail.Address;
import staytuned.mail.Message;
import staytuned.mail.Parcel;
import staytuned.mail.Reply;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.SettableClock;

/** What readers write back: who gets it, and what never goes round in circles. */
@OnEachDatabase
class RepliesTest {
    private static final String READER = "reader1@example.net";
    private static final Address EDITOR = Address.parse("editor@example.org");

    private final Desk desk;
    private final Message letter;

    RepliesTest(Database database) {
        desk = new Desk(database, new SettableClock("2026-03-03T08:00:00Z"));
        desk.rows.readers(desk.newsletter, 3);
        desk.send("One");
        letter = desk.letter("One", READER);
        desk.senders.put(desk.newsletter.id(), desk.sender(EDITOR));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    /** An answer, as mail programs make it. */
    private String answer(String more, String body) {
        return "From: Ann Example <ann@example.com>\nTo: notes@example.org\nMessage-ID: <a1@example.com>\n"
                + "In-Reply-To: <" + letter.id() + ">\nSubject: Re: One\n" + more + "\n" + body + "\n";
    }

    private Kept take(String mail) {
        return take(mail.getBytes(ISO_8859_1));
    }

    private Kept take(byte[] mail) {
        assertFalse(desk.clerk.take(mail, "bounces@example.org", "imap").suppressed());
        var kept = desk.replies.latest(1);
        return kept.isEmpty() ? null : kept.getFirst();
    }

    private MimeMessage forwarded() throws Exception {
        assertEquals(1, desk.forwarder.forwardDue());
        var parcel = desk.courier.parcels().getLast();
        assertTrue(Parcel.canTravel(parcel.content()));
        assertEquals(EDITOR, parcel.to());
        assertEquals("bounces@example.org", parcel.envelopeFrom());
        return message(parcel.content());
    }

    private static MimeMessage message(byte[] mail) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
    }

    @Test
    void anAnswerGoesToTheOneWhoAnswersForTheNewsletter() throws Exception {
        var mail = answer("", "I liked the part about sleep.");
        var kept = take(mail);
        assertEquals(State.WAITING, kept.state());
        assertEquals(desk.newsletter.id(), kept.written().newsletterId());
        assertEquals("ann@example.com", kept.written().sender());
        var forward = forwarded();
        assertEquals("Nerve Notes <notes@example.org>", forward.getHeader("From", null));
        assertEquals("ann@example.com", forward.getHeader("Reply-To", null));
        assertEquals("Re: One", forward.getSubject());
        assertEquals("auto-generated", forward.getHeader("Auto-Submitted", null));
        var parts = (MimeMultipart) forward.getContent();
        assertTrue(parts.getBodyPart(0).getContent().toString().contains("I liked the part about sleep."));
        assertEquals("message/rfc822", parts.getBodyPart(1).getContentType());
        assertArrayEquals(
                mail.replace("\n", "\r\n").getBytes(ISO_8859_1),
                parts.getBodyPart(1).getInputStream().readAllBytes(), "it is there untouched");
        assertEquals(0, desk.forwarder.forwardDue(), "once");
        assertEquals(State.FORWARDED, take(mail).state(), "and not when it comes in again");
        assertEquals(1, desk.replies.latest(10).size());
        assertEquals(3, desk.courier.taken().size(), "nobody got an answer from us");
    }

    @Test
    void itIsMatchedByTokenOrIdOnly() {
        assertEquals(State.WAITING, take(answer("X: 1", "").replace("In-Reply-To", "References")).state());
        var token = "From: bob@example.com\nTo: " + letter.envelopeFrom() + "\nSubject: Thank you\n\nThank you\n";
        assertEquals(State.WAITING, take(token).state());
        var random = letter.id().replaceAll("\\..*@", ".0123456789abcdee@");
        for (var no : List.of(token.replaceAll("-[a-z2-7]{26}@", "@"),
                answer("", "").replace(letter.id(), random).replace("a1@", "a2@"))) {
            var kept = take(no);
            assertEquals(State.KEPT, kept.state());
            assertNull(kept.written().newsletterId());
            assertEquals("it bears no token of ours", kept.reason());
        }
        assertEquals(2, desk.forwarder.forwardDue());
    }

    @Test
    void withoutAReplyToItIsKeptAndShown() {
        desk.senders.put(desk.newsletter.id(), desk.sender(null));
        var kept = take(answer("", "Hello"));
        assertEquals(State.KEPT, kept.state());
        assertEquals("newsletter nerve-notes has no reply-to", kept.reason());
        assertEquals("Hello", kept.written().words());
        assertEquals(0, desk.forwarder.forwardDue());
    }

    @Test
    @Tag("row-31")
    void whatAProgramWroteIsNeverForwarded() throws Exception {
        for (var header : List.of(
                "Auto-Submitted: auto-generated", "Auto-Submitted: auto-notified", "Precedence: bulk",
                "Precedence: LIST", "List-Id: <talk.example.com>", "Return-Path: <>", "X-Loop: a",
                "Received: x\n".repeat(51).strip())) {
            assertNull(take(answer(header + "\n", "Hello")), header);
        }
        for (var from : List.of(
                "MAILER-DAEMON@example.com", "no-reply@example.com", "nobody", "bounces+x@example.com")) {
            assertNull(take(answer("", "Hello").replace("Ann Example <ann@example.com>", from)), from);
        }
        // What we have forwarded comes back, from the reply-to's own forwarding or in a reply that quotes it.
        take(answer("", "Hello"));
        forwarded();
        var ours = desk.courier.parcels().getLast().content();
        assertEquals(State.FORWARDED, take(ours).state(), "no second one");
        var own = take(answer("", "Hello").replace("ann@example.com", "Editor@example.org").replace("a1@", "a2@"));
        assertEquals("it would go back to who wrote it", own.reason());
        assertEquals(0, desk.forwarder.forwardDue());
    }

    @Test
    @Tag("row-31")
    void aFloodOfAnswersIsForwardedInPartAndKeptInPart() {
        for (var i = 0; i < 30; i++) take(answer("", "Hello " + i).replace("a1@", "a" + i + "@"));
        assertEquals(10, desk.forwarder.forwardDue());
        assertEquals("there were 10 to one letter in a day", desk.replies.latest(1).getFirst().reason());
        desk.later(Duration.ofDays(1).plusSeconds(1));
        assertEquals(State.WAITING, take(answer("", "Hello").replace("a1@", "new@")).state());
    }

    @Test
    void whatCannotTravelIsPacked() throws Exception {
        for (var body : List.of("naïve".getBytes(UTF_8), ".\r\nMAIL FROM:<x@example.com>".getBytes(UTF_8),
                "x".repeat(2_000).getBytes(UTF_8), new byte[] {0, '\r', 0, '\n'})) {
            var head = answer("", "").replace("a1@", "b" + body.length + "@").getBytes(ISO_8859_1);
            var mail = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, mail, head.length, body.length);
            take(mail);
            var part = ((MimeMultipart) forwarded().getContent()).getBodyPart(1);
            assertEquals("application/octet-stream; name=\"reply.eml\"", part.getContentType());
            assertArrayEquals(mail, part.getInputStream().readAllBytes());
        }
    }

    @Test
    void aLargeOneIsForwardedInWords() throws Exception {
        take(answer("", "Hello.\n" + "x".repeat(1_000_000)));
        var parts = (MimeMultipart) forwarded().getContent();
        assertEquals(1, parts.getCount());
        var text = parts.getBodyPart(0).getContent().toString();
        assertTrue(text.contains("too large") && text.contains("Hello.") && text.length() < 25_000);
    }

    @Test
    @Tag("row-31")
    void noHeaderIsBroughtIn() throws Exception {
        var subject = "=?utf-8?q?Hello=0D=0ABcc:_eve@example.com=0D=0A=0D=0A<script>?=";
        take(answer("", "Hi").replace("Re: One", subject).replace("Ann Example", "=?utf-8?q?A=0D=0ABcc:_x?="));
        var forward = forwarded();
        assertNull(forward.getHeader("Bcc"));
        assertEquals(1, forward.getAllRecipients().length);
        assertEquals("Hello  Bcc: eve@example.com    <script>".replaceAll(" +", " "),
                forward.getSubject().replaceAll(" +", " "));
    }

    @Test
    void whatTheRelayDoesNotTakeIsTriedAgain() {
        take(answer("", "Hello"));
        desk.courier.refuse(new Reply(421, "4.3.2", "closed"));
        assertEquals(0, desk.forwarder.forwardDue());
        desk.courier.refuse(null);
        assertEquals(0, desk.forwarder.forwardDue(), "not at once");
        desk.later(Duration.ofMinutes(15));
        assertEquals(1, desk.forwarder.forwardDue());
        take(answer("", "Again").replace("a1@", "a2@"));
        desk.courier.refuse(new Reply(421, "4.3.2", "closed"));
        for (var i = 0; i < 96; i++) {
            desk.forwarder.forwardDue();
            desk.later(Duration.ofMinutes(15));
        }
        var given = desk.replies.latest(1).getFirst();
        assertEquals(State.FAILED, given.state());
        assertTrue(given.reason().contains("421 4.3.2 closed"), given.reason());
    }

    @Test
    void anErasedReadersWordsAreForgotten(Database database) {
        take(answer("", "Hello"));
        database.run(tx -> desk.suppressions.erase(tx, Address.parse("Ann@example.com")));
        assertEquals(List.of(), desk.replies.latest(10));
    }

    /** A property: whatever comes in without a token, nobody is suppressed, and nothing is sent. */
    @Test
    @Tag("row-31")
    void noBrokenMailSuppressesOrIsForwardedWithoutAToken() throws Exception {
        var random = new Random(7);
        var mails = BrokenMailTest.mails();
        for (var i = 0; i < 300; i++) {
            var mail = BrokenMailTest.mutated(
                    mails.get(random.nextInt(mails.size())), mails.get(random.nextInt(mails.size())), random);
            var taken = desk.clerk.take(mail, i % 2 == 0 ? "" : "bounces@example.org", "imap");
            assertFalse(taken.matched() || taken.suppressed(), "mutation " + i);
        }
        assertEquals(List.of(), desk.withStatus("suppressed"));
        assertEquals(0, desk.forwarder.forwardDue());
        assertEquals(3, desk.courier.taken().size());
    }
}
