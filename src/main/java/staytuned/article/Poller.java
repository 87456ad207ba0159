package staytuned.article;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.newsletter.Newsletter;
import staytuned.text.Characters;

/** Asks the sources for what is new, each at its time, and keeps it. */
public final class Poller {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);

    private static final int AT_ONCE = 4;
    /** A node that dies within a poll leaves its source to the others after this time. */
    private static final Duration LEASE = Duration.ofMinutes(5);

    private static final Duration LONGEST_BACK_OFF = Duration.ofDays(1);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(7);
    /** How long between two polls, at least, while a hub pushes. */
    private static final Duration PUSHED = Duration.ofHours(1);
    private static final Duration STILL_WRITTEN = Duration.ofSeconds(2);
    private static final double JITTER = 0.1;

    private final Database database;
    private final List<Newsletter> newsletters;
    private final Sources sources;
    private final Articles articles;
    private final FeedGatherer feeds;
    private final SitemapGatherer sitemaps;
    private final PageGatherer pages;
    private final FolderGatherer folders = new FolderGatherer();
    private final ExportGatherer exports = new ExportGatherer();
    private final InstantSource clock;
    private final RandomGenerator random;
    private final LongAdder polls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    /** One poll at a time writes, so that none waits for another's locks in the database. */
    private final ReentrantLock writing = new ReentrantLock();

    private record Task(Newsletter newsletter, Newsletter.Source source, Sources.Standing standing) {}

    /** What it works with. */
    public record Desk(
            Sources sources, Articles articles, Fetcher fetcher, InstantSource clock, RandomGenerator random) {}

    public Poller(Desk desk, List<Newsletter> newsletters) {
        this.database = desk.sources().database();
        this.newsletters = List.copyOf(newsletters);
        this.sources = desk.sources();
        this.articles = desk.articles();
        this.feeds = new FeedGatherer(desk.fetcher(), new Completer(articles, desk.fetcher().pages(), desk.clock()));
        this.sitemaps = new SitemapGatherer(articles, desk.fetcher().pages());
        this.pages = new PageGatherer(desk.fetcher());
        this.clock = desk.clock();
        this.random = desk.random();
    }

    /** Polls every source that has not ended, whose time has come and that no other node is polling. */
    public Round pollDue() {
        var now = clock.instant();
        return poll(now, each -> sources.claim(each.standing(), now, now.plus(LEASE)), false);
    }

    /** Polls every source that has neither ended nor is in back-off; reads files that were only just written too. */
    public Round pollAll() {
        var now = clock.instant();
        return poll(now, each -> each.standing().failures() == 0 || !each.standing().nextPollAt().isAfter(now), true);
    }

    private Round poll(Instant now, Predicate<Task> wanted, boolean all) {
        int polled = 0;
        int found = 0;
        var problems = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            var rounds = new ArrayList<Future<Round>>();
            for (var newsletter : newsletters) {
                for (var source : newsletter.sources()) {
                    var round = publish(newsletter, source, now);
                    found += round.found();
                    problems.addAll(round.problems());
                    var task = new Task(newsletter, source, sources.standing(newsletter, source, now));
                    if (task.standing().endedAt() != null || !wanted.test(task)) continue;
                    rounds.add(threads.submit(() -> safely(task, now, all)));
                }
            }
            for (var each : rounds) {
                var round = each.get();
                polled += round.polled();
                found += round.found();
                problems.addAll(round.problems());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        polls.add(polled);
        return new Round(polled, found, problems);
    }

    /** How often a source was polled since this process began. */
    public long polls() {
        return polls.sum();
    }

    /** How many of these polls failed. */
    public long failures() {
        return failures.sum();
    }

    /** Has those found whose date has come, whether their source has changed or not. */
    private Round publish(Newsletter newsletter, Newsletter.Source source, Instant now) {
        var id = sources.standing(newsletter, source, now).id();
        var due = database.inTransaction(tx -> ScheduledArticles.published(tx, newsletter.id(), id, now));
        if (due.isEmpty()) return new Round(0, 0, List.of());
        // Its page stands there only now, and may hold more than the feed.
        boolean again = source instanceof Newsletter.Feed feed && feed.fullText() != Newsletter.FullText.NEVER;
        Keeper.Kept kept;
        writing.lock();
        try {
            kept = database.inTransaction(tx -> {
                sources.lock(tx, newsletter, source, null);
                if (again) sources.reread(tx, id, now);
                return new Keeper(articles, newsletter, source, now).publish(tx, id, again);
            });
        } finally {
            writing.unlock();
        }
        kept.problems().forEach(LOG::warn);
        return new Round(0, kept.waiting(), kept.problems());
    }

    /** Whatever happens to one source stays with it. */
    private Round safely(Task task, Instant now, boolean all) {
        try {
            return poll(task, now, all);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("source {}: nothing could be kept", task.source().location(), e);
            return unkept(task, "nothing could be kept: " + Characters.line(e.toString(), 300), now);
        }
    }

    /** It backs off like any failure, where the database can still say so. */
    private Round unkept(Task task, String reason, Instant now) {
        try {
            return failed(task, new Gathered.Failed(reason, null), now);
        } catch (RuntimeException e) {
            return new Round(1, 0, List.of("source " + task.source().location() + ": " + reason + "; tried again"));
        }
    }

    private Round poll(Task task, Instant now, boolean all) {
        var standing = task.standing();
        var others = sources.others(task.newsletter(), standing);
        var gathered = switch (task.source()) {
            case Newsletter.Feed feed -> feeds.gather(task.newsletter(), feed, standing, others);
            case Newsletter.Sitemap map -> sitemaps.gather(task.newsletter(), map, standing, others);
            case Newsletter.Page page -> pages.gather(task.newsletter(), page, standing);
            case Newsletter.Folder folder -> folders.gather(task.newsletter(), folder, now, all || baseline(task));
            case Newsletter.Export export -> exports.gather(task.newsletter(), export, standing, now, all);
        };
        return switch (gathered) {
            case Gathered.Failed failed -> failed(task, failed, now);
            case Gathered.Ended ended -> ended(task, ended.reason(), now);
            case Gathered.Unchanged same -> {
                var next = now.plus(jittered(pause(task, now)));
                database.run(tx -> sources.succeeded(tx, standing.id(), same.movedTo(), now, next));
                yield new Round(1, 0, List.of());
            }
            case Gathered.Candidates candidates -> keep(task, candidates, now);
        };
    }

    /** What is there at the first poll is mailed to nobody, so a file that is still being written may be read then. */
    private static boolean baseline(Task task) {
        return task.standing().succeededAt() == null && !task.source().sendsFirstPoll();
    }

    /** The source's outcome and its articles, all or nothing. */
    private Round keep(Task task, Gathered.Candidates gathered, Instant now) {
        var keeper = new Keeper(articles, task.newsletter(), task.source(), now);
        var id = task.standing().id();
        var wait = gathered.again() && task.source().poll().compareTo(STILL_WRITTEN) > 0 ? STILL_WRITTEN
                : jittered(pause(task, now));
        boolean complete = !gathered.again() && gathered.problems().isEmpty();
        Keeper.Kept kept;
        writing.lock();
        try {
            kept = database.inTransaction(tx -> {
                var peers = sources.lock(tx, task.newsletter(), task.source(), gathered.movedTo());
                var baseline = peers.baseline();
                var done = keeper.keep(tx, peers, gathered.candidates(), complete);
                sources.remember(tx, id, gathered.etag(), gathered.lastModified(), baseline == null ? now : baseline);
                sources.announced(tx, id, gathered.hub());
                sources.succeeded(tx, id, gathered.movedTo(), now, now.plus(wait));
                return done;
            });
        } finally {
            writing.unlock();
        }
        var problems = new ArrayList<>(gathered.problems());
        problems.addAll(kept.problems());
        problems.forEach(LOG::warn);
        return new Round(1, kept.waiting(), problems);
    }

    /** A hub is faster than any poll; polls go on, more slowly, for what it may lose. */
    private static Duration pause(Task task, Instant now) {
        var until = task.standing().pushedUntil();
        var poll = task.source().poll();
        return until != null && until.isAfter(now) && poll.compareTo(PUSHED) < 0 ? PUSHED : poll;
    }

    /**
     * Keeps what a source's hub has pushed as if a poll had brought it; gives how many articles are new and wait. What
     * is no feed, or comes before the baseline, only has the source polled soon.
     */
    public int push(long sourceId, String text) {
        var now = clock.instant();
        for (var newsletter : newsletters) {
            for (var source : newsletter.sources()) {
                if (!(source instanceof Newsletter.Feed feed)) continue;
                var task = new Task(newsletter, source, sources.standing(newsletter, source, now));
                if (task.standing().id() == sourceId) return push(task, feed, text, now);
            }
        }
        return 0;
    }

    private int push(Task task, Newsletter.Feed feed, String text, Instant now) {
        var candidates = feeds.pushed(task.newsletter(), feed, task.standing(), text);
        if (candidates == null || task.standing().succeededAt() == null) {
            sources.due(task.standing().id(), now);
            return 0;
        }
        var keeper = new Keeper(articles, task.newsletter(), task.source(), now);
        Keeper.Kept kept;
        writing.lock();
        try {
            kept = database.inTransaction(tx -> {
                var movedTo = task.standing().movedTo();
                var place = movedTo == null ? null : URI.create(movedTo);
                var peers = sources.lock(tx, task.newsletter(), task.source(), place);
                return keeper.keep(tx, peers, candidates, false);
            });
        } finally {
            writing.unlock();
        }
        kept.problems().forEach(LOG::warn);
        return kept.waiting();
    }

    private Round failed(Task task, Gathered.Failed failed, Instant now) {
        failures.increment();
        var next = now.plus(jittered(backOff(task.source().poll(), task.standing().failures())));
        var asked = failed.notBefore();
        if (asked != null && asked.isAfter(next)) next = earlier(asked, now.plus(LONGEST_RETRY_AFTER));
        sources.failed(task.standing(), next, failed.reason());
        var problem = "source " + task.source().location() + ": " + failed.reason() + "; next try at "
                + MINUTES.format(next);
        LOG.warn(problem);
        return new Round(1, 0, List.of(problem));
    }

    private Round ended(Task task, String reason, Instant now) {
        failures.increment();
        sources.ended(task.standing(), now, reason);
        var problem = "source " + task.source().location() + ": " + reason
                + "; polled no more: give the config its new address, or take it out";
        LOG.warn(problem);
        return new Round(1, 0, List.of(problem));
    }

    /** {@code wait}, give or take a tenth, so that not all sources are asked at once for ever. */
    private Duration jittered(Duration wait) {
        return Duration.ofMillis((long) (wait.toMillis() * random.nextDouble(1 - JITTER, 1 + JITTER)));
    }

    /** Twice the wait for each failure in a row, up to a day. */
    private static Duration backOff(Duration poll, int failures) {
        var wait = poll.multipliedBy(2L << Math.min(failures, 16));
        if (wait.compareTo(LONGEST_BACK_OFF) < 0) return wait;
        return poll.compareTo(LONGEST_BACK_OFF) > 0 ? poll : LONGEST_BACK_OFF;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
