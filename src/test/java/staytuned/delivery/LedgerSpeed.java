package staytuned.delivery;

import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.ISSUE_ARTICLES;
import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jooq.impl.DSL;
import staytuned.bench.Postgresql;
import staytuned.db.Database;
import staytuned.delivery.Batches.Holder;
import staytuned.issue.Issues;
import staytuned.mail.Reply;
import staytuned.newsletter.Newsletter;
import staytuned.schedule.Times;
import staytuned.testing.Rows;

/**
 * Measures the ledger without mail: how fast an issue is queued, and how fast two workers claim, begin and settle its
 * deliveries, a batch in a transaction. Arguments: {@code postgresql} or {@code embedded}, and how many readers.
 */
final class LedgerSpeed {
    private static final int WORKERS = 2;

    private final Database database;
    private final Deliveries deliveries;
    private final InstantSource clock = InstantSource.system();

    private LedgerSpeed(Database database) {
        this.database = database;
        this.deliveries = new Deliveries(database);
    }

    /** Prints one line of JSON. */
    public static void main(String[] args) throws Exception {
        var readers = Integer.parseInt(args[1]);
        if (args[0].equals("embedded")) {
            var folder = Files.createTempDirectory("staytuned-speed");
            try (var database = Database.embedded(folder)) {
                new LedgerSpeed(database).measure(args[0], readers);
            }
        } else {
            try (var server = new Postgresql();
                    var database = Database.postgresql(server.url(), null, null)) {
                new LedgerSpeed(database).measure(args[0], readers);
            }
        }
    }

    private void measure(String name, int readers) throws Exception {
        var rows = new Rows(database, clock);
        var newsletter = rows.newsletter("speed");
        var issues = new Issues(database);
        subscribe(newsletter.id(), readers);
        var outbox = new Outbox(database, issues, deliveries, clock);
        for (var round = 1; round <= 2; round++) { // the first warms up the JVM
            var issue = rows.issue(newsletter, "Speed " + round);
            var start = System.nanoTime();
            outbox.publishDue();
            var queued = seconds(start);
            start = System.nanoTime();
            var done = work(issue);
            var worked = seconds(start);
            System.out.printf(
                    Locale.ROOT,
                    "{\"database\":\"%s\",\"readers\":%d,\"queue_seconds\":%.1f,\"claimed_begun_settled\":%d,"
                            + "\"rows_per_second\":%.0f,\"heap_mb\":%d}%n",
                    name, readers, queued, done, done / worked, heap());
        }
        choose(name, newsletter, outbox);
    }

    /** Where three of ten readers have chosen something: an issue is queued, and then a digest for those it passed by. */
    private void choose(String name, Newsletter newsletter, Outbox outbox) {
        var tenth = SUBSCRIPTIONS.ID.mod(10);
        database.run(tx -> {
            tx.sql().update(SUBSCRIPTIONS).set(SUBSCRIPTIONS.CADENCE, "daily").where(tenth.eq(0L)).execute();
            tx.sql().update(SUBSCRIPTIONS).set(SUBSCRIPTIONS.TOPICS, "sleep").where(tenth.eq(1L)).execute();
            tx.sql().update(SUBSCRIPTIONS)
                    .set(SUBSCRIPTIONS.CATCH_UP, true)
                    .set(SUBSCRIPTIONS.PAUSED_UNTIL, clock.instant().plus(Duration.ofDays(1)))
                    .where(tenth.eq(2L))
                    .execute();
        });
        var rows = new Rows(database, clock);
        var article = rows.article(newsletter, "Article", clock.instant());
        var issue = rows.issue(newsletter, "Speed with choices");
        database.run(tx -> tx.sql().insertInto(ISSUE_ARTICLES)
                .set(ISSUE_ARTICLES.ISSUE_ID, issue)
                .set(ISSUE_ARTICLES.ARTICLE_ID, article)
                .execute());
        var start = System.nanoTime();
        var direct = outbox.publishDue();
        var queued = seconds(start);
        database.run(tx -> tx.sql().update(SUBSCRIPTIONS).setNull(SUBSCRIPTIONS.PAUSED_UNTIL).execute());
        var digest = rows.issue(newsletter, "Digest");
        start = System.nanoTime();
        var later = database.inTransaction(tx -> {
            var arrears = new Arrears();
            var due = arrears.groups(tx, newsletter.id()).keySet().stream()
                    .map(each -> new Arrears.Due(each, clock.instant()))
                    .toList();
            for (var portion : arrears.portions(tx, newsletter.id(), due, 1)) {
                arrears.gather(tx, newsletter.id(), due, portion, digest);
            }
            var departures = new Departures(new Times(null, ZoneOffset.UTC), null, clock.instant());
            return new Audiences(Receivers.KNOWN).queueDigest(tx, digest, departures);
        });
        System.out.printf(
                Locale.ROOT,
                "{\"database\":\"%s\",\"direct\":%d,\"queue_seconds\":%.1f,\"digest\":%d,"
                        + "\"gather_seconds\":%.1f}%n",
                name, direct, queued, later, seconds(start));
    }

    private void subscribe(long newsletter, int readers) {
        var number = DSL.field("n", Integer.class);
        database.run(tx -> {
            var domain = DSL.when(number.mod(2).eq(0), DSL.inline("gmail.com"))
                    .otherwise(DSL.concat(
                            DSL.inline("d"), number.mod(10_000).cast(String.class), DSL.inline(".example")));
            var email = DSL.concat(DSL.val("reader"), number.cast(String.class), DSL.inline("@"), domain);
            var name = DSL.concat(DSL.val("Reader "), number.cast(String.class));
            tx.sql().insertInto(
                            SUBSCRIBERS, SUBSCRIBERS.EMAIL, SUBSCRIBERS.EMAIL_KEY, SUBSCRIBERS.NAME,
                            SUBSCRIBERS.CREATED_AT)
                    .select(tx.sql().select(email, email, name, DSL.currentInstant())
                            .from(DSL.generateSeries(1, readers).as("s", "n")))
                    .execute();
            tx.sql().insertInto(
                            SUBSCRIPTIONS, SUBSCRIPTIONS.SUBSCRIBER_ID, SUBSCRIPTIONS.NEWSLETTER_ID,
                            SUBSCRIPTIONS.STATUS, SUBSCRIPTIONS.SOURCE, SUBSCRIPTIONS.CREATED_AT)
                    .select(tx.sql().select(
                                    SUBSCRIBERS.ID, DSL.val(newsletter), DSL.val("confirmed"), DSL.val("speed"),
                                    DSL.currentInstant())
                            .from(SUBSCRIBERS))
                    .execute();
        });
        database.run(tx -> tx.sql().query("analyze").execute());
    }

    private long work(long issue) throws Exception {
        var nodes = new Nodes(database, deliveries, clock);
        nodes.join(false);
        var workers = new ArrayList<Callable<Long>>();
        for (var i = 0; i < WORKERS; i++) {
            var holder = new Holder(nodes.id(), "relay" + i);
            workers.add(() -> work(issue, holder));
        }
        try (var threads = Executors.newFixedThreadPool(WORKERS);
                var beat = Executors.newSingleThreadScheduledExecutor()) {
            beat.scheduleAtFixedRate(nodes::beat, 10, 10, TimeUnit.SECONDS);
            var done = 0L;
            for (var each : threads.invokeAll(workers)) done += each.get();
            var sent = database.inTransaction(tx -> tx.sql().fetchCount(
                    DELIVERIES, DELIVERIES.ISSUE_ID.eq(issue), DELIVERIES.STATUS.eq("sent")));
            beat.shutdownNow();
            if (sent != done) throw new AssertionError(sent + " are sent, and not " + done);
            return done;
        }
    }

    private long work(long issue, Holder holder) {
        var done = 0L;
        while (true) {
            var now = Instant.now();
            var claimed = deliveries.claim(
                    holder, new Batches.Wanted(issue, now, Batches.SIZE), InDoubt.RESEND);
            if (claimed.isEmpty()) return done;
            database.run(tx -> deliveries.begin(tx, holder, claimed));
            var ended = claimed.stream().map(each -> Settlement.sent(each, Reply.parse("250 2.0.0 taken"))).toList();
            database.run(tx -> deliveries.settle(tx, holder, ended, now));
            deliveries.release(holder, claimed.stream().map(Delivery::batch).distinct().toList());
            done += claimed.size();
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static long heap() {
        System.gc();
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
    }
}
