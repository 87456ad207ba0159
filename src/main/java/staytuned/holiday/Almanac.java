package staytuned.holiday;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.fetch.Fetched;
import staytuned.fetch.Fetcher;
import staytuned.schedule.Hours;

/**
 * Reads the calendars of holidays once a day, by one of the nodes. One that is broken or not to be had is named and
 * looked at again in an hour; until it is right the last good copy counts.
 */
public final class Almanac {
    private static final Logger LOG = LoggerFactory.getLogger(Almanac.class);
    private static final Duration DAILY = Duration.ofDays(1);
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final int LARGEST = 1_000_000;
    /** So many days are known at once. */
    private static final int AHEAD = 800;

    private final Fetcher fetcher;
    private final InstantSource clock;
    private final Calendars calendars;
    private final List<Hours.Listed> lists;
    private final Map<Hours.Listed, Shown> shown = new HashMap<>();

    /** What a list shows: which copy, and from which day on. */
    private record Shown(Instant copy, LocalDate from) {}

    public Almanac(Database database, Fetcher fetcher, List<Hours.Listed> lists, InstantSource clock) {
        this.fetcher = fetcher;
        this.clock = clock;
        this.calendars = new Calendars(database);
        this.lists = List.copyOf(lists);
    }

    /** Reads what is due, and has all lists show what is known. */
    public void readDue() {
        for (var list : lists) {
            var kept = calendars.find(list.source()).orElse(null);
            var now = clock.instant();
            if (isDue(kept, now) && calendars.claim(list.source(), kept, now)) read(list, now);
            show(list, now);
        }
    }

    private static boolean isDue(Calendars.@Nullable Kept kept, Instant now) {
        return kept == null || !now.isBefore(kept.triedAt().plus(kept.failed() ? AGAIN : DAILY));
    }

    private void read(Hours.Listed list, Instant now) {
        try {
            var content = content(list.source());
            days(list, content, now);
            calendars.keep(list.source(), content, now);
        } catch (Unreadable e) {
            LOG.warn("the calendar {} cannot be used, so the last good copy counts: {}", list.source(), e.getMessage());
        }
    }

    private void show(Hours.Listed list, Instant now) {
        var kept = calendars.find(list.source()).orElse(null);
        if (kept == null || kept.content() == null) return;
        var next = new Shown(Objects.requireNonNull(kept.readAt()), today(now));
        if (next.equals(shown.get(list))) return;
        try {
            list.show(days(list, kept.content(), now));
            shown.put(list, next);
        } catch (Unreadable e) { // it could be read when it was kept
            LOG.warn("the calendar {} cannot be used any more: {}", list.source(), e.getMessage());
        }
    }

    private static Set<LocalDate> days(Hours.Listed list, String content, Instant now) throws Unreadable {
        // A day earlier, since days begin earlier elsewhere.
        var from = today(now).minusDays(1);
        return Expansion.of(content, list.zone(), from, from.plusDays(AHEAD));
    }

    private static LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    private String content(String source) throws Unreadable {
        var text = source.matches("https?://.*") ? fetched(URI.create(source)) : file(Path.of(source));
        if (text.length() > LARGEST) throw new Unreadable("it is larger than 1 MB");
        return text;
    }

    private String fetched(URI url) throws Unreadable {
        return switch (fetcher.fetch(url, null, null)) {
            case Fetched.Changed changed -> changed.text();
            case Fetched.Failed failed -> throw new Unreadable(failed.reason());
            case Fetched.Gone _, Fetched.Unchanged _ -> throw new Unreadable("it is gone (HTTP 410)");
        };
    }

    private static String file(Path path) throws Unreadable {
        if (!Files.isRegularFile(path)) throw new Unreadable("there is no such file");
        try (var in = Files.newInputStream(path)) {
            return new String(in.readNBytes(LARGEST + 1), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Unreadable("it cannot be read: " + e.getMessage(), e);
        }
    }
}
