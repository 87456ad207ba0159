package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.CONSENTS;
import static staytuned.db.schema.Tables.SUBSCRIBERS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jooq.Table;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.feedback.Suppressions;
import staytuned.mail.Address;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class RegistrarTest {
    private static final String SITE = "https://letters.example.org";
    private static final Address ANN = Address.parse("Ann@example.net");

    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final SignedLinks links = new SignedLinks(SITE, "secret", "confirm");
    private final List<String> posted = new ArrayList<>();
    private final Database database;
    private final Newsletter newsletter;
    private final Newsletter other;
    private final Suppressions suppressions;
    private final Subscribers subscribers;
    private final Consents consents;
    private final Registrar registrar;

    RegistrarTest(Database database) {
        this.database = database;
        var rows = new Rows(database, clock);
        newsletter = rows.newsletter("notes");
        other = rows.newsletter("other");
        suppressions = new Suppressions(database, clock);
        subscribers = suppressions.subscribers();
        consents = new Consents(database);
        registrar = new Registrar(new Registrar.Desk(database, subscribers, consents, links, new Post(), clock));
    }

    /** Writes down what it is to mail. */
    private final class Post implements Registrar.Post {
        @Override
        public synchronized void confirmation(Tx tx, Consent consent, Subscription subscription, String language) {
            posted.add(links.link(consent.id()));
        }

        @Override
        public void welcome(Tx tx, Consent consent, Subscription subscription, String language) {
            posted.add("welcome " + subscription.address().email() + " " + language);
        }
    }

    @Test
    void whoAsksIsAskedAndIsAReaderOnceTheyConfirm() {
        ask(ANN, newsletter);
        var token = token();
        assertEquals(Status.UNCONFIRMED, status());
        assertEquals(Optional.of(ANN.email()), registrar.asked(token).map(each -> each.address().email()));
        assertEquals(Status.UNCONFIRMED, status(), "looking changes nothing");
        clock.pass(Duration.ofMinutes(3));
        assertTrue(confirm(token).isPresent());
        assertEquals(Status.CONFIRMED, status());
        assertEquals("welcome Ann@example.net de", posted.getLast());
        assertTrue(confirm(token).isPresent(), "again is no fault");
        assertEquals(2, posted.size());

        var consent = consents.of(subscription().id()).getFirst();
        assertEquals("https://example.org/blog", consent.asked().page());
        assertEquals("192.0.2.7", consent.asked().client());
        assertEquals("I want it.", consent.asked().words());
        assertEquals("192.0.2.8", consent.confirmed().client());
        assertEquals("Yes, Ann@example.net wants it.", consent.confirmed().words());
        assertEquals(Duration.ofMinutes(3), Duration.between(consent.asked().at(), consent.confirmed().at()));
        assertEquals("form https://example.org/blog", subscription().source());
    }

    @Test
    void anAddressIsAskedOnceADayHoweverItIsWrittenAndForWhatever() {
        ask(ANN, newsletter);
        ask(Address.parse("aNN@EXAMPLE.net"), newsletter);
        ask(ANN, other);
        assertEquals(1, posted.size());
        clock.pass(Duration.ofHours(23));
        ask(ANN, newsletter);
        assertEquals(1, posted.size());
        clock.pass(Duration.ofHours(2));
        ask(ANN, other);
        assertEquals(2, posted.size());
        // Whoever has answered may ask for something else on the same day.
        confirm(token());
        ask(ANN, newsletter);
        assertEquals(4, posted.size());
    }

    @Test
    void aFloodOfOneAddressIsOneMailAndOneRow() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 40; i++) threads.submit(() -> ask(ANN, newsletter));
        }
        assertEquals(1, posted.size());
        assertEquals(1, count(CONSENTS));
        assertEquals(1, count(SUBSCRIBERS));
    }

    @Test
    void aReaderIsNotAskedAgain() {
        subscribers.add(newsletter.id(), List.of(ANN), true, "admin");
        ask(ANN, newsletter);
        assertEquals(List.of(), posted);
        assertEquals(Status.CONFIRMED, status());
        assertEquals("admin", subscription().source());
    }

    @Test
    void whoHasLeftComesBackByTheirOwnWordOnly() {
        ask(ANN, newsletter);
        var first = token();
        confirm(first);
        subscribers.unsubscribe(subscription().id());
        assertTrue(confirm(first).isEmpty(), "a used link brings nobody back");
        assertEquals(Status.UNSUBSCRIBED, status());
        ask(ANN, newsletter);
        assertEquals(Status.UNSUBSCRIBED, status());
        assertTrue(confirm(token()).isPresent());
        assertEquals(Status.CONFIRMED, status());
    }

    @Test
    void whoMustNotBeMailedIsNotAsked() {
        suppressions.add(ANN, Reason.HARD, "test");
        ask(ANN, newsletter);
        subscribers.add(other.id(), List.of(ANN), true, "admin");
        ask(ANN, other);
        assertEquals(List.of(), posted);
        assertEquals(0, count(CONSENTS));
    }

    @Test
    void aConfirmedWishLiftsWhatBouncesSaidAndNoComplaint() {
        ask(ANN, newsletter);
        suppressions.add(ANN, Reason.COMPLAINT, "test");
        assertTrue(confirm(token()).isEmpty());
        assertEquals(Status.SUPPRESSED, status());
        suppressions.lift(ANN, "admin");
        suppressions.add(ANN, Reason.SOFT, "test");
        assertTrue(confirm(token()).isPresent());
        assertEquals(Status.CONFIRMED, status());
        assertEquals(List.of(), suppressions.list(0, 10));
    }

    @Test
    void linksThatAreForgedOldOrForSomethingElseLeadNowhere() {
        ask(ANN, newsletter);
        var token = token();
        var id = token.substring(0, token.indexOf('.'));
        var another = new SignedLinks(SITE, "another", "confirm").link(Long.parseLong(id));
        var leaving = new UnsubscribeLinks(SITE, "secret").link(Long.parseLong(id));
        for (var wrong : List.of(
                "", id, id + ".", "x", token + "x", "9" + token, another.substring(another.lastIndexOf('/') + 1),
                leaving.substring(leaving.lastIndexOf('/') + 1), token.substring(1), "1".repeat(5000))) {
            assertTrue(registrar.asked(wrong).isEmpty() && confirm(wrong).isEmpty(), wrong);
        }
        assertEquals(Status.UNCONFIRMED, status());
        clock.pass(Registrar.GOOD_FOR);
        assertTrue(registrar.asked(token).isEmpty());
        assertTrue(confirm(token).isEmpty());
        assertEquals(Status.UNCONFIRMED, status());
    }

    @Test
    void whatAStrangerWritesIsOneShortLine() {
        var hostile = "https://example.org/\r\nBcc: a@b.example\u2028<script>" + "x".repeat(5000);
        registrar.ask(new Registrar.Wish(newsletter.id(), new Address("ann@example.net", "=cmd()\r\nX"), "en", hostile,
                "192.0.2.7", "I want it."));
        var kept = consents.of(subscription().id()).getFirst().asked().page();
        assertTrue(kept.length() <= 500 && subscription().source().length() <= 200);
        for (var text : List.of(kept, subscription().source())) assertFalse(text.matches("(?s).*[\r\n\u2028].*"), text);
        assertEquals("", subscription().address().name(), "a name would be a stranger's word");
    }

    private void ask(Address address, Newsletter newsletter) {
        registrar.ask(new Registrar.Wish(
                newsletter.id(), address, "en", "https://example.org/blog", "192.0.2.7", "I want it."));
    }

    private Optional<Subscription> confirm(String token) {
        return registrar.confirm(token, "192.0.2.8", "de", each -> "Yes, " + each.address().email() + " wants it.");
    }

    private String token() {
        var link = posted.stream().filter(each -> each.startsWith(SITE)).toList().getLast();
        return link.substring(link.lastIndexOf('/') + 1);
    }

    private Status status() {
        return subscription().status();
    }

    private Subscription subscription() {
        return subscribers.list(newsletter.id(), 0, 10).getFirst();
    }

    private int count(Table<?> table) {
        return database.<Integer>inTransaction(tx -> tx.sql().fetchCount(table));
    }
}
