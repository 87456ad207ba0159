package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.NODES;
import static staytuned.db.schema.Tables.NOTICES;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.mail.Address;
import staytuned.mail.Message;
import staytuned.mail.Outcome;
import staytuned.mail.Reply;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.AddressChanges;
import staytuned.subscriber.Choices;
import staytuned.subscriber.Consents;
import staytuned.subscriber.Registrar.Wish;
import staytuned.subscriber.Registrar;
import staytuned.subscriber.SignedLinks;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;
import staytuned.template.Words;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.RecordingCourier;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class MessengerTest {
    private static final String SITE = "https://letters.example.org";

    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final SignedLinks confirm = new SignedLinks(SITE, "secret", "confirm");
    private final RecordingCourier courier = new RecordingCourier();
    private final Database database;
    private final Newsletter newsletter;
    private final Subscribers subscribers;
    private final PostOffice office;
    private final Messenger messenger;
    private final Registrar registrar;
    private final Notices notices;

    MessengerTest(Database database) {
        this.database = database;
        newsletter = new Rows(database, clock).newsletter("notes");
        office = new PostOffice(database, clock, newsletter);
        office.nodes.join(false);
        subscribers = new Subscribers(database, clock);
        var greetings = Map.of(newsletter.id(), new Notices.Greeting(true, true));
        notices = new Notices(database, office.issues, greetings, clock);
        messenger = messenger(notices, office.nodes, Terms.of(1));
        registrar = new Registrar(new Registrar.Desk(
                database, subscribers, new Consents(database), confirm, notices, clock));
    }

    private Messenger messenger(Notices notices, Nodes nodes, Terms terms) {
        var scribe = new Scribe(new Scribe.Pens(
                new Templates(null), office.issues, confirm, new UnsubscribeLinks(SITE, "secret"), null, SITE));
        var carrier = new Carrier("main", courier, terms);
        return new Messenger(
                new Messenger.Desk(database, notices, scribe, subscribers, nodes,
                        new Outbox.Readers(List.of(newsletter), Receivers.KNOWN), Retry.standard(new Random(1)), clock),
                new Fleet(List.of(carrier), List.of(Route.by("main", newsletter))));
    }

    @Test
    void asksTheReaderInTheirLanguage() {
        for (var language : Words.LANGUAGES) ask(language + "@example.net", language);
        assertEquals(Words.LANGUAGES.size(), messenger.sendDue().sent());
        for (var mail : courier.taken()) {
            assertEquals(mail.language() + "@example.net", mail.to().email());
            var html = Jsoup.parse(mail.html());
            var link = html.selectFirst("a.onbutton").attr("href");
            assertTrue(registrar.asked(link.substring(link.lastIndexOf('/') + 1)).isPresent(), link);
            assertTrue(mail.text().contains("\n" + link + "\n"), mail.text());
            assertEquals(mail.subject(), html.title());
            assertEquals(mail.language(), html.selectFirst("html").attr("lang"));
            assertTrue(mail.text().contains("1 Example Street") && mail.html().contains("1 Example Street"));
            assertEquals(Map.of("Auto-Submitted", "auto-generated"), mail.headers());
            assertFalse(mail.text().contains("${") || mail.html().contains("${"), mail.text());
        }
        assertEquals(Words.LANGUAGES.size(), courier.taken().stream().map(Message::subject).distinct().count());
        assertEquals(Words.LANGUAGES.size(), courier.taken().stream().map(Message::id).distinct().count());
        assertEquals(1, courier.connections());
        assertEquals(Dispatcher.Round.NOTHING, messenger.sendDue());
    }

    @Test
    void aChangeOfAddressIsAskedForAtTheNewOneAndToldToTheOldOne() {
        subscribers.add(newsletter.id(), List.of(new Address("ann@example.net", "Ann <b>")), true, "test");
        var ann = subscribers.list(newsletter.id(), 0, 1).getFirst();
        var changes = new AddressChanges(database, clock, subscribers, notices);
        for (var language : Words.LANGUAGES) {
            subscribers.choose(ann.id(), new Choices(language, null, null, null, null, false, null, null, null));
            var before = subscribers.find(ann.id()).orElseThrow();
            changes.ask(before, new Address(language + "@example.org", ""));
            assertEquals(1, messenger.sendDue().sent());
            var asked = courier.taken().getLast();
            assertEquals(language + "@example.org", asked.to().email());
            assertEquals(language, asked.language());
            var link = Jsoup.parse(asked.html()).selectFirst("a.onbutton").attr("href");
            assertTrue(asked.text().contains("\n" + link + "\n"), asked.text());
            assertTrue(asked.text().contains(before.address().email()), asked.text());
            var id = confirm.of("address").id(link.substring(link.lastIndexOf('/') + 1)).orElseThrow();
            assertTrue(changes.confirm(id).isPresent());
            assertEquals(1, messenger.sendDue().sent());
            var told = courier.taken().getLast();
            assertEquals(before.address().email(), told.to().email());
            assertTrue(told.text().contains(language.charAt(0) + "…@example.org"), told.text());
            assertTrue(Jsoup.parse(told.html()).select("a[href^=http]").isEmpty(), "no link: " + told.html());
            assertFalse(told.text().contains("${") || asked.text().contains("<b>"), told.text());
            clock.pass(Duration.ofDays(2));
            office.nodes.beat();
        }
    }

    @Test
    void whatIsSettledIsForgottenAfterAMonth() {
        ask("ann@example.net", "en");
        messenger.sendDue();
        ask("ben@example.net", "en");
        clock.pass(Duration.ofDays(31));
        messenger.forgetOld();
        assertEquals(List.of("ben@example.net"), database.inTransaction(
                tx -> tx.sql().select(NOTICES.EMAIL).from(NOTICES).fetch(NOTICES.EMAIL)));
    }

    @Test
    void whoConfirmsIsWelcomedAndGetsTheLastLetter() {
        office.rows.readers(newsletter, 1);
        office.rows.issue(newsletter, "An old one");
        office.rows.issue(newsletter, "How nerves heal");
        office.send();
        office.rows.issue(newsletter, "Not out yet");
        ask("ann@example.net", "de");
        messenger.sendDue();
        var link = Jsoup.parse(courier.taken().getFirst().html()).selectFirst("a.onbutton").attr("href");
        registrar.confirm(link.substring(link.lastIndexOf('/') + 1), "192.0.2.7", "de", _ -> "Yes.");
        assertEquals(2, messenger.sendDue().sent());
        var welcome = courier.taken().get(1);
        assertEquals("Willkommen bei Nerve Notes", welcome.subject());
        var leave = welcome.headers().get("List-Unsubscribe").replaceAll("[<>]", "");
        assertEquals("List-Unsubscribe=One-Click", welcome.headers().get("List-Unsubscribe-Post"));
        assertTrue(welcome.html().contains(leave) && welcome.text().contains(leave));
        var latest = courier.taken().get(2);
        assertEquals("How nerves heal", latest.subject());
        assertEquals("ann@example.net", latest.to().email());
        assertTrue(latest.html().contains(leave) && latest.text().contains(leave), latest.html());
        assertEquals("<" + leave + ">", latest.headers().get("List-Unsubscribe"));
        assertNotEquals(welcome.id(), latest.id());
        assertEquals(0, messenger.sendDue().sent());
    }

    @Test
    void whatIsNotWantedAnyMoreIsNotSent() {
        ask("ann@example.net", "en");
        ask("ben@example.net", "en");
        subscribers.add(newsletter.id(), List.of(Address.parse("ann@example.net")), true, "admin");
        database.run(tx -> subscribers.suppress(tx, "ben@example.net"));
        assertEquals(0, messenger.sendDue().sent());
        assertEquals(List.of("cancelled", "cancelled"), statuses());
    }

    @Test
    void waitsBehindNoLetter() {
        office.rows.readers(newsletter, 50);
        office.rows.issue(newsletter, "A long one");
        office.outbox.publishDue();
        ask("ann@example.net", "en");
        assertEquals(1, messenger.sendDue().sent());
        assertEquals("ann@example.net", courier.taken().getFirst().to().email());
    }

    @Test
    void whatIsPutOffIsTriedAgainAndAtLastGivenUp() {
        courier.answer(_ -> new Outcome.Deferred(Reply.parse("451 4.7.1 later")));
        ask("ann@example.net", "en");
        var rounds = 0;
        while (!statuses().equals(List.of("bounced"))) {
            messenger.sendDue();
            if (rounds++ == 0) assertEquals(List.of("deferred"), statuses());
            clock.pass(Duration.ofMinutes(90));
            assertTrue(rounds < 60);
        }
        assertEquals(rounds, courier.taken().size());
    }

    @Test
    void whatIsRefusedForGoodIsOver() {
        courier.answer(_ -> new Outcome.Bounced(Reply.parse("550 5.1.1 no such user")));
        ask("ann@example.net", "en");
        assertEquals(1, messenger.sendDue().bounced());
        clock.pass(Duration.ofDays(1));
        assertEquals(Dispatcher.Round.NOTHING, messenger.sendDue());
        assertEquals(List.of("bounced"), statuses());
    }

    @Test
    void whatNobodyKnowsOfIsSentAgainTheSameThreeTimesAtMost() {
        courier.answer(_ -> new Outcome.Doubtful(Reply.none("cut after the dot")));
        ask("ann@example.net", "en");
        for (var i = 0; i < 6; i++) {
            messenger.sendDue();
            clock.pass(Duration.ofMinutes(2));
        }
        assertEquals(3, courier.taken().size());
        assertEquals(1, courier.taken().stream().distinct().count(), "the same in everything");
        assertEquals(List.of("bounced"), statuses());
    }

    /** What a node that has died was sending is sent again by another; what was sent is not. */
    @Test
    void aCrashLosesNothing() {
        ask("ann@example.net", "en");
        courier.answer(_ -> {
            throw new Crash();
        });
        assertThrows(Crash.class, messenger::sendDue);
        assertEquals(List.of("sending"), statuses());
        courier.answer(_ -> RecordingCourier.SENT);

        var deliveries = new Deliveries(database);
        var nodes = new Nodes(database, deliveries, clock);
        nodes.join(false);
        var notices = new Notices(database, office.issues, Map.of(), clock);
        var next = messenger(notices, nodes, Terms.of(1));
        assertEquals(0, next.sendDue().sent(), "the other node is perhaps alive");
        office.rows.leasesAge(Nodes.LEASE.plusSeconds(5));
        database.run(tx -> tx.sql().deleteFrom(NODES)
                .where(NODES.ID.eq(office.nodes.id())).execute());
        nodes.leave();
        nodes.join(false);
        assertEquals(0, next.sendDue().sent(), "it may be frozen inside the message");
        clock.pass(Duration.ofMinutes(2));
        assertEquals(1, next.sendDue().sent());
        assertEquals(List.of("sent"), statuses());
        assertEquals(0, next.sendDue().sent());
    }

    /** As the end of the process: nothing behind it is done. */
    private static final class Crash extends Error {}

    @Test
    void twoNodesSendEachOnce() throws Exception {
        for (var i = 0; i < 30; i++) ask("reader" + i + "@example.net", "en");
        var notices = new Notices(database, office.issues, Map.of(), clock);
        var nodes = new Nodes(database, new Deliveries(database), clock);
        nodes.join(false);
        var other = messenger(notices, nodes, Terms.of(1));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(messenger::sendDue);
            threads.submit(other::sendDue);
        }
        assertEquals(30, courier.taken().size());
        assertEquals(30, courier.taken().stream().map(each -> each.to().email()).distinct().count());
    }

    @Test
    void keepsToWhatTheRelayAllows() {
        var notices = new Notices(database, office.issues, Map.of(), clock);
        var perDay = new Terms(1, List.of(new Rate(2, Duration.ofDays(1))), null, Map.of());
        var slow = messenger(notices, office.nodes, perDay);
        for (var i = 0; i < 5; i++) ask("reader" + i + "@example.net", "en");
        assertEquals(2, slow.sendDue().sent());
        assertEquals(0, slow.sendDue().sent());
        assertEquals(3, statuses().stream().filter("queued"::equals).count());
    }

    @Test
    void aRelayThatIsDownRestsAndCostsNobodyAnAttempt() {
        ask("ann@example.net", "en");
        courier.refuse(Reply.parse("421 4.3.2 down"));
        assertEquals(1, messenger.sendDue().problems().size());
        assertEquals(Dispatcher.Round.NOTHING, messenger.sendDue(), "it is left alone");
        assertEquals(1, courier.connections());
        courier.refuse(null);
        clock.pass(Duration.ofMinutes(1));
        assertEquals(1, messenger.sendDue().sent());
    }

    private void ask(String email, String language) {
        registrar.ask(new Wish(
                newsletter.id(), Address.parse(email), language, "https://example.org/", "192.0.2.7", "I want it."));
    }

    private List<String> statuses() {
        return database.inTransaction(
                tx -> tx.sql().select(NOTICES.STATUS).from(NOTICES).orderBy(NOTICES.ID).fetch(NOTICES.STATUS));
    }
}
