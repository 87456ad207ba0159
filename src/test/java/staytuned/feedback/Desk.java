package staytuned.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static staytuned.db.schema.Tables.DELIVERIES;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import staytuned.db.Database;
import staytuned.delivery.Carrier;
import staytuned.delivery.Composer;
import staytuned.delivery.Deliveries;
import staytuned.delivery.Dispatcher;
import staytuned.delivery.Fleet;
import staytuned.delivery.Nodes;
import staytuned.delivery.Outbox;
import staytuned.delivery.Retry;
import staytuned.delivery.ReturnPaths;
import staytuned.delivery.Route;
import staytuned.delivery.Terms;
import staytuned.issue.Issues;
import staytuned.mail.Address;
import staytuned.mail.Message;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.Subscription;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.testing.RecordingCourier;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** A newsletter that is sent, and whatever comes back. */
final class Desk implements AutoCloseable {
    final SettableClock clock;
    private final Database database;
    final RecordingCourier courier = new RecordingCourier();
    final Rows rows;
    final Newsletter newsletter;
    final Suppressions suppressions;
    final Subscribers subscribers;
    final Events events;
    final Clerk clerk;
    final Refusals refusals;
    final Replies replies;
    final Map<Long, Sender> senders = new HashMap<>();
    final Forwarder forwarder;
    final Figures figures;
    final Dispatcher dispatcher;
    final Outbox outbox;
    private final Nodes nodes;
    /** The latest one. */
    long issue;

    Desk(Database database, SettableClock clock) {
        this.database = database;
        this.clock = clock;
        rows = new Rows(database, clock);
        newsletter = rows.newsletter("nerve-notes");
        suppressions = new Suppressions(database, clock);
        subscribers = suppressions.subscribers();
        events = new Events(database);
        var links = new UnsubscribeLinks("https://letters.example.org", "secret");
        var paths = new ReturnPaths(Address.parse("bounces@example.org"), "secret");
        var deliveries = new Deliveries(database);
        replies = new Replies(database);
        senders.put(newsletter.id(), sender(null));
        clerk = new Clerk(
                new Clerk.Desk(database, events, suppressions, deliveries, paths, links, clock),
                new Letterbox(replies, senders, clock));
        forwarder = new Forwarder(replies, senders, clock);
        figures = new Figures(database, events);
        refusals = new Refusals(database, events, suppressions, clock);
        var issues = new Issues(database);
        nodes = new Nodes(database, deliveries, clock);
        outbox = new Outbox(database, issues, deliveries, clock);
        nodes.join(false);
        var carrier = new Carrier("main", courier, Terms.of(1));
        dispatcher = new Dispatcher(
                new Dispatcher.Desk(database, issues, deliveries, new Composer(links, paths), nodes,
                        Retry.standard(new Random(1)), clock),
                carrier, new Fleet(List.of(carrier), List.of(Route.by("main", newsletter))));
    }

    /** The newsletter, whose readers' answers {@code replyTo} gets; null for nobody. */
    Sender sender(Address replyTo) {
        return new Sender(
                newsletter.key(), newsletter.title(), newsletter.from(), "bounces@example.org", replyTo, courier);
    }

    Alarm alarm(Address admin) {
        return new Alarm(new Alarm.Desk(database, figures, senders, admin, clock));
    }

    /** Sends an issue, and gives the letters that went out. */
    List<Message> send(String subject) {
        issue = rows.issue(newsletter, subject);
        outbox.publishDue();
        deliver();
        return courier.taken().stream().filter(each -> each.subject().equals(subject)).toList();
    }

    void deliver() {
        nodes.beat();
        dispatcher.dispatchDue();
        outbox.finishDue();
    }

    Message letter(String subject, String reader) {
        return courier.taken().stream()
                .filter(each -> each.subject().equals(subject) && each.to().email().equals(reader))
                .findFirst()
                .orElseThrow();
    }

    void later(Duration time) {
        clock.pass(time);
    }

    /** Their addresses. */
    List<String> withStatus(String status) {
        return subscribers.list(newsletter.id(), 0, 1000).stream()
                .filter(each -> each.status().column().equals(status))
                .map(Subscription::address)
                .map(Address::email)
                .sorted()
                .collect(Collectors.toList());
    }

    /** What a mail server reports of a letter (RFC 3464). */
    static byte[] report(Message letter, String status, String words) {
        return report(letter.envelopeFrom(), letter.to().email(), letter.id(), status, words);
    }

    static byte[] report(String path, String reader, String id, String status, String words) {
        return """
                From: MAILER-DAEMON@mx.example.net
                To: %s
                Message-ID: <%s.%s@mx.example.net>
                Subject: Undelivered Mail Returned to Sender
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b
                Content-Type: text/plain

                Sorry.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.net

                Final-Recipient: rfc822; %s
                Action: failed
                Status: %s
                Diagnostic-Code: smtp; %s
                --b--
                """.formatted(path, status, id, reader, status, words).getBytes(UTF_8);
    }

    /** How many complaints the issues have counted. */
    int complained() {
        return database.inTransaction(tx -> tx.sql().fetchCount(DELIVERIES, DELIVERIES.COMPLAINED_AT.isNotNull()));
    }

    /** Waits until something holds that another thread brings about. */
    static void until(BooleanSupplier holds) {
        var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("it never came to that");
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() {
        dispatcher.close();
    }
}
