package staytuned.delivery;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.delivery.Arrears.Due;
import staytuned.delivery.Arrears.Group;
import staytuned.issue.Editor;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.schedule.WallClock;
import staytuned.subscriber.Subscribers;
import staytuned.template.TemplateFailed;

/**
 * Makes digests of what readers are still to get: for those who want a letter a day or a week when their hour has come
 * where they are, for all others as soon as may be. Readers who are to get the same articles have one issue together.
 */
public final class Collector {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    /** So often it is looked whether somebody's hour has come. */
    private static final Duration PACE = Duration.ofMinutes(1);
    private static final LocalTime USUAL = LocalTime.of(8, 0);
    private static final DayOfWeek WEEKLY = DayOfWeek.MONDAY;
    private static final int AT_ONCE = 20;

    private final Database database;
    private final Newsletters registry;
    private final Editor editor;
    private final List<Newsletter> newsletters;
    private final InstantSource clock;
    private final Arrears arrears = new Arrears();
    private final Map<Long, Instant> notBefore = new ConcurrentHashMap<>();

    public Collector(
            Database database,
            Newsletters registry,
            Editor editor,
            List<Newsletter> newsletters,
            InstantSource clock) {
        this.database = database;
        this.registry = registry;
        this.editor = editor;
        this.newsletters = newsletters;
        this.clock = clock;
    }

    /** Makes the digests that are due now, ready to be published, and says how many. */
    public int collectDue() {
        var now = clock.instant();
        database.run(tx -> Subscribers.endPauses(tx, now));
        var made = 0;
        for (var newsletter : newsletters) {
            if (notBefore.getOrDefault(newsletter.id(), Instant.MIN).isAfter(now)) continue;
            notBefore.put(newsletter.id(), now.plus(PACE));
            try {
                made += collect(newsletter, now);
            } catch (TemplateFailed e) {
                LOG.error("newsletter {}: its digests wait until the template is right: {}",
                        newsletter.key(), e.getMessage());
            } catch (RuntimeException e) { // whatever it is, the other newsletters go on
                LOG.error("newsletter {}: its digests wait: ", newsletter.key(), e);
            }
        }
        return made;
    }

    private int collect(Newsletter newsletter, Instant now) {
        var made = 0;
        while (true) {
            var more = database.inTransaction(tx -> collect(tx, newsletter, now));
            if (more == 0) return made;
            made += more;
        }
    }

    private int collect(Tx tx, Newsletter newsletter, Instant now) {
        var due = due(arrears.groups(tx, newsletter.id()), newsletter, now);
        if (due.isEmpty()) return 0;
        registry.hold(tx, newsletter);
        var portions = arrears.portions(tx, newsletter.id(), due, AT_ONCE);
        for (var portion : portions) {
            // What one letter cannot hold is due the next time round.
            var digest = editor.gather(tx, newsletter, portion.first());
            arrears.gather(tx, newsletter.id(), due, portion, digest);
            LOG.info("newsletter {}: issue {} is a digest for {} readers",
                    newsletter.key(), digest, portion.readers());
        }
        return portions.size();
    }

    private static List<Due> due(Map<Group, Instant> groups, Newsletter newsletter, Instant now) {
        var times = newsletter.cadence().times();
        var due = new ArrayList<Due>();
        groups.forEach((group, oldest) -> {
            var zone = group.zone() == null ? times.zone() : ZoneId.of(group.zone());
            if (!times.hours().areOpen(now, times.local() ? zone : times.zone())) return;
            var until = until(group, zone, now);
            if (oldest.isBefore(until)) due.add(new Due(group, until));
        });
        return due;
    }

    /** When the last letter of a group was due: it has what was published before. */
    static Instant until(Group group, ZoneId zone, Instant now) {
        var weekly = Objects.equals(group.cadence(), "weekly");
        if (!weekly && !Objects.equals(group.cadence(), "daily")) return now.plusNanos(1_000_000);
        var wall = WallClock.read(now, zone);
        var time = group.hour() == null ? USUAL : LocalTime.of(group.hour(), 0);
        var day = weekly ? wall.toLocalDate().with(TemporalAdjusters.previousOrSame(WEEKLY)) : wall.toLocalDate();
        var last = day.atTime(time);
        if (last.isAfter(wall)) last = last.minusDays(weekly ? 7 : 1);
        return WallClock.place(last, zone);
    }
}
