package staytuned.issue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import staytuned.preflight.Lookout;
import staytuned.schedule.Times.Slot;
import staytuned.template.TemplateFailed;

/**
 * Makes issues of the articles whose time has come: one issue for each article, oldest first, or for a digest one of
 * all that wait.
 *
 * <p>When a time of a newsletter's cron has come, its articles that had settled by then go out. In its quiet hours
 * nothing is frozen: what falls into them is due at their end. Where editors see letters before, all of this is so much
 * earlier, and an edit meanwhile sets the letter anew. A time that passed while the service was down is handled
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

    /** So long an edit of what editors are looking at rests before they get the letter anew. */
    private static final Duration REST = Duration.ofMinutes(1);

    private static final int AT_ONCE = 100;
    /** More would not fit into one letter; the others have one of their own at the same time. */
    public static final int MOST_IN_A_DIGEST = 20;

    private final Database database;
    private final Newsletters newsletters;
    private final Articles articles;
    private final Tracker tracker;
    private final Freezer freezer;
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
            Lookout lookout,
            Readers readers) {
        /** One that knows nothing of its readers' time zones, and does not look where links lead. */
        public Desk(
                Database database,
                Newsletters newsletters,
                Articles articles,
                Issues issues,
                Typesetter typesetter,
                SiteLinks links) {
            this(database, newsletters, articles, issues, typesetter, links, Lookout.NONE, _ -> List.of());
        }
    }

    /** What the editor asks about readers. */
    public interface Readers {
        /** The time zones in which a newsletter has readers. */
        Collection<ZoneId> zones(Newsletter newsletter);

        /** Whether somebody wants articles whole where its letters do not hold them so, or the other way round. */
        default boolean differ(Newsletter newsletter) {
            return false;
        }
    }

    public Editor(
            Desk desk, Tracker tracker, Proofreader proofreader, List<Newsletter> published, InstantSource clock) {
        this.database = desk.database;
        this.newsletters = desk.newsletters;
        this.articles = desk.articles;
        this.tracker = tracker;
        this.freezer = new Freezer(desk, tracker, clock);
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

    /**
     * Sets an issue that is held anew, from its articles and templates as they are now, and lets it go; or keeps it
     * held, where something is still wrong with its letter.
     *
     * @return why it is held now; empty where it goes
     * @throws NotReset it cannot be
     */
    public Optional<String> reset(Newsletter newsletter, long issueId) {
        return freezer.reset(newsletter, issueId, proofreader.coming(newsletter));
    }

    /**
     * Makes one more issue of articles that were published before, as they are now, for those readers who are still to
     * get them; gives its id.
     *
     * @throws TemplateFailed its letter cannot be set
     */
    public long gather(Tx tx, Newsletter newsletter, List<Long> articleIds) {
        return freezer.gather(tx, newsletter, articles.of(tx, articleIds), proofreader.coming(newsletter));
    }

    /** An issue is not to be set anew; the sentence says why. */
    public static final class NotReset extends RuntimeException {
        NotReset(String why) {
            super(why);
        }
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
        var lead = cadence.lead();
        if (cadence.approval() != null) renew(newsletter, now);
        var goes = now.plus(lead);
        if (!times.areOpen(goes, zones)) return 0; // what is frozen when it can go is as fresh as it can be
        if (times.cron() == null) return issueWaiting(newsletter, now.minus(cadence.settle()), null, again);
        var slot = times.latest(newsletters.slot(newsletter), goes, zones).orElse(null);
        if (slot == null) return 0;
        if (!slot.first().minus(lead).isBefore(started)) {
            return issueWaiting(newsletter, slot.first().minus(lead).minus(cadence.settle()), slot, again);
        }
        // The time for its editors has begun while the service was down, but it is not over.
        if (slot.first().isAfter(started)) return issueWaiting(newsletter, now.minus(cadence.settle()), slot, again);
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

    /** Sets the letters anew that editors are looking at and whose articles were edited meanwhile. */
    private void renew(Newsletter newsletter, Instant now) {
        var edited = freezer.edited(newsletter, now.minus(REST));
        if (edited.isEmpty()) return;
        var coming = proofreader.coming(newsletter);
        for (var id : edited) freezer.renew(newsletter, id, coming);
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
                made += freezer.issue(newsletter, together, coming, slot);
            }
            if (waiting.size() < limit) break;
        }
        for (var article : articles.edited(newsletter.id(), foundBy, AT_ONCE)) {
            made += freezer.correct(newsletter, article, slot);
        }
        if (slot != null && resting.isEmpty()) leaveWaiting(newsletter, slot.id());
        return made;
    }

    /** Which articles have one letter together; an empty digest is none. */
    private static List<List<Article>> together(Newsletter newsletter, List<Article> waiting) {
        if (!newsletter.cadence().digest()) return waiting.stream().map(List::of).toList();
        return waiting.isEmpty() ? List.of() : List.of(waiting);
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
