package staytuned.issue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.article.Article;
import staytuned.article.Articles;
import staytuned.article.Coming;
import staytuned.article.Proofreader;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.preflight.Finding;
import staytuned.schedule.Times.Slot;
import staytuned.template.TemplateFailed;

/**
 * Makes issues of the articles whose time has come: one issue for each article, oldest first, or for a digest one of
 * all that wait.
 *
 * <p>When a time of a newsletter's cron has come, its articles that had settled by then go out. In its quiet hours
 * nothing is frozen: what falls into them is due at their end. A time that passed while the service was down is handled
 * when it is back: within the hour as if nothing had happened, later by the newsletter's rule for missed times. Several
 * missed times count as one. The row of the newsletter remembers the last time that was handled, so that no node and no
 * restart handles it again.
 */
public final class Editor {
    private static final Logger LOG = LoggerFactory.getLogger(Editor.class);

    /** Up to this, a time that passed while the service was down is late, not missed. */
    private static final Duration LATE = Duration.ofHours(1);
    /** After a letter could not be rendered, how long until it is tried again. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    /** So long no second correction of one article goes out. */
    private static final Duration QUIET = Duration.ofDays(1);

    private static final int AT_ONCE = 100;
    /** More would not fit into one letter; the others have one of their own at the same time. */
    public static final int MOST_IN_A_DIGEST = 20;

    private final Database database;
    private final Newsletters newsletters;
    private final Articles articles;
    private final Issues issues;
    private final Typesetter typesetter;
    private final Tracker tracker;
    private final SiteLinks links;
    private final Proofreader proofreader;
    private final InstantSource clock;
    private final Readers readers;
    private final List<Newsletter> published;
    private final Instant started;
    private final Map<Long, Instant> notBefore = new HashMap<>();

    /** Where the editor finds and puts things. */
    public record Desk(
            Database database,
            Newsletters newsletters,
            Articles articles,
            Issues issues,
            Typesetter typesetter,
            SiteLinks links,
            Readers readers) {
        /** One that knows nothing of its readers' time zones. */
        public Desk(
                Database database,
                Newsletters newsletters,
                Articles articles,
                Issues issues,
                Typesetter typesetter,
                SiteLinks links) {
            this(database, newsletters, articles, issues, typesetter, links, _ -> List.of());
        }
    }

    /** What the editor asks about readers. */
    public interface Readers {
        /** The time zones in which a newsletter has readers. */
        Collection<ZoneId> zones(Newsletter newsletter);
    }

    public Editor(
            Desk desk, Tracker tracker, Proofreader proofreader, List<Newsletter> published, InstantSource clock) {
        this.database = desk.database;
        this.newsletters = desk.newsletters;
        this.articles = desk.articles;
        this.issues = desk.issues;
        this.typesetter = desk.typesetter;
        this.tracker = tracker;
        this.links = desk.links;
        this.readers = desk.readers;
        this.proofreader = proofreader;
        this.clock = clock;
        this.published = published;
        this.started = clock.instant();
    }

    /** Makes the issues that are due now, and says how many; first their articles' sources are polled again. */
    public int assembleDue() {
        return assemble(true);
    }

    /** As {@link #assembleDue}, where all sources were polled just now: what one that fails has brought goes out. */
    public int assemblePolled() {
        return assemble(false);
    }

    private int assemble(boolean again) {
        var now = clock.instant();
        var made = 0;
        for (var newsletter : published) {
            if (notBefore.getOrDefault(newsletter.id(), Instant.MIN).isAfter(now)) continue;
            try {
                tracker.look(newsletter.id());
                made += assemble(newsletter, now, again);
                notBefore.remove(newsletter.id());
            } catch (TemplateFailed e) {
                notBefore.put(newsletter.id(), now.plus(RETRY));
                LOG.error("newsletter {}: its articles wait until the template is right: {}",
                        newsletter.key(), e.getMessage());
            } catch (RuntimeException e) { // whatever it is, the other newsletters go on
                notBefore.put(newsletter.id(), now.plus(RETRY));
                LOG.error("newsletter {}: its articles wait: ", newsletter.key(), e);
            }
        }
        return made;
    }

    private int assemble(Newsletter newsletter, Instant now, boolean again) {
        var cadence = newsletter.cadence();
        var times = cadence.times();
        var zones = times.local() ? readers.zones(newsletter) : List.<ZoneId>of();
        if (!times.areOpen(now, zones)) return 0; // what is frozen when it can go is as fresh as it can be
        if (times.cron() == null) return issueWaiting(newsletter, now.minus(cadence.settle()), null, again);
        var slot = times.latest(newsletters.slot(newsletter), now, zones).orElse(null);
        if (slot == null) return 0;
        if (!slot.first().isBefore(started)) {
            return issueWaiting(newsletter, slot.first().minus(cadence.settle()), slot, again);
        }
        // Where readers have clocks of their own, it is not missed before all of these have passed it.
        var late = Duration.between(slot.last(), started).compareTo(LATE) <= 0;
        var rule = late ? Cadence.Missed.SEND_NOW : cadence.missed();
        LOG.info("newsletter {}: its time {} passed while the service was down: {}",
                newsletter.key(), slot.first(), rule);
        return switch (rule) {
            case SEND_NOW -> issueWaiting(newsletter, now, slot, again);
            case SKIP -> skipWaiting(newsletter, now, slot.id());
            case NEXT_SLOT -> leaveWaiting(newsletter, slot.id());
        };
    }

    /** Makes issues of the articles found by {@code foundBy}, then takes the slot, where there is one. */
    private int issueWaiting(Newsletter newsletter, Instant foundBy, @Nullable Slot slot, boolean again) {
        var made = 0;
        var resting = again ? proofreader.resting(newsletter, foundBy) : Set.<Long>of();
        proofreader.withdrawGone(newsletter, foundBy);
        var limit = newsletter.cadence().digest() ? MOST_IN_A_DIGEST : AT_ONCE;
        while (true) {
            var waiting = articles.waiting(newsletter.id(), foundBy, limit, resting);
            var coming = waiting.isEmpty() ? List.<Coming>of() : proofreader.coming(newsletter);
            for (var together : together(newsletter, Tracker.inOrder(waiting))) {
                made += database.inTransaction(tx -> issue(tx, newsletter, together, coming, slot));
            }
            if (waiting.size() < limit) break;
        }
        for (var article : articles.edited(newsletter.id(), foundBy, AT_ONCE)) {
            made += database.inTransaction(tx -> correct(tx, newsletter, article, slot));
        }
        if (slot != null && resting.isEmpty()) leaveWaiting(newsletter, slot.id());
        return made;
    }

    /** Which articles have one letter together; an empty digest is none. */
    private static List<List<Article>> together(Newsletter newsletter, List<Article> waiting) {
        if (!newsletter.cadence().digest()) return waiting.stream().map(List::of).toList();
        return waiting.isEmpty() ? List.of() : List.of(waiting);
    }

    private int issue(Tx tx, Newsletter newsletter, List<Article> found, List<Coming> coming, @Nullable Slot slot) {
        // Those that another node was faster with, or that were withdrawn, are left out.
        var taken = found.stream().flatMap(each -> articles.issue(tx, each.id()).stream()).toList();
        if (taken.isEmpty()) return 0;
        var now = clock.instant();
        var id = issues.open(tx, newsletter.id(), taken.stream().map(Article::id).toList(), now);
        var followUp = FollowUp.all(taken.stream().map(each -> tracker.follow(tx, each)).toList()).before(coming);
        var letter = typesetter.digest(newsletter, taken, followUp, links.issue(id), now);
        freeze(tx, id, letter, typesetter.proof(newsletter, taken, followUp, letter));
        if (!followUp.kept().isEmpty()) issues.follow(tx, id, followUp.kept().getFirst().issueId());
        if (slot != null) issues.goAt(tx, id, slot.wall());
        taken.forEach(each -> tracker.note(tx, each, id));
        LOG.info("newsletter {}: issue {} \"{}\"", newsletter.key(), id, letter.subject());
        return 1;
    }

    /**
     * Makes one more issue of articles that were published before, as they are now, for those readers who are still to
     * get them; gives its id.
     *
     * @throws TemplateFailed its letter cannot be set
     */
    public long gather(Tx tx, Newsletter newsletter, List<Long> articleIds) {
        var now = clock.instant();
        var gathered = Tracker.inOrder(articles.of(tx, articleIds));
        var followUp = FollowUp.all(gathered.stream().map(each -> tracker.said(tx, each)).toList())
                .before(proofreader.coming(newsletter));
        var id = issues.openDigest(tx, newsletter.id(), now);
        var letter = typesetter.digest(newsletter, gathered, followUp, links.issue(id), now);
        freeze(tx, id, letter, typesetter.proof(newsletter, gathered, followUp, letter));
        return id;
    }

    /** Freezes an issue, and holds it where something is wrong with its letter. */
    private void freeze(Tx tx, long id, Letter letter, List<Finding> findings) {
        issues.freeze(tx, id, letter);
        var wrong = findings.stream()
                .filter(Finding::holds)
                .map(Finding::sentence)
                .collect(Collectors.joining("; "));
        if (wrong.isEmpty()) return;
        issues.hold(tx, id, wrong);
        LOG.warn("issue {} is held until you say \"issues approve {}\": {}", id, id, wrong);
    }

    private int correct(Tx tx, Newsletter newsletter, Article edited, @Nullable Slot slot) {
        if (newsletter.cadence().edited() != Cadence.Edited.CORRECTION) return 0;
        var now = clock.instant();
        var original = issues.about(tx, edited.id()).filter(issue -> issue.publishedAt() != null);
        if (original.isEmpty() || issues.correctedAfter(tx, original.get().id(), now.minus(QUIET))) return 0;
        var article = articles.correct(tx, edited.id());
        if (article.isEmpty()) return 0; // another node was faster
        var id = issues.openCorrection(tx, original.get(), now);
        var letter = typesetter.correct(newsletter, article.get(), links.issue(id), now, original.get());
        freeze(tx, id, letter, typesetter.proof(newsletter, List.of(article.get()), letter));
        issues.follow(tx, id, original.get().id());
        if (slot != null) issues.goAt(tx, id, slot.wall());
        LOG.info("newsletter {}: issue {} corrects issue {}", newsletter.key(), id, original.get().id());
        return 1;
    }

    private int skipWaiting(Newsletter newsletter, Instant now, Instant slot) {
        database.run(tx -> {
            if (newsletters.take(tx, newsletter, slot)) articles.skipWaiting(tx, newsletter.id(), now);
        });
        return 0;
    }

    private int leaveWaiting(Newsletter newsletter, Instant slot) {
        database.run(tx -> newsletters.take(tx, newsletter, slot));
        return 0;
    }
}
