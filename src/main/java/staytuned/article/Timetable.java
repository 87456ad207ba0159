package staytuned.article;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import staytuned.newsletter.Newsletter;

/**
 * Says which articles of a source are published only later. Authors set the dates of their files and posts for that
 * purpose. What a feed shows can be read already: a date up to a day ahead comes from a clock or a time zone that is
 * wrong, and nothing is put off for longer than 60 days after it was first seen, whatever becomes of its date. What
 * stands on a page of its own is there.
 *
 * @param zone where a day begins that is given without a time
 */
record Timetable(Newsletter.Source source, ZoneId zone, Instant now) {
    private static final Duration CLOCK_FAULT = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(60);
    /** No database's dates end before it. */
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    /** When the item is published, where that is yet to come; {@code row} is what is kept of it, null for nothing. */
    @Nullable Instant due(@Nullable Item item, Known.@Nullable Row row) {
        var published = item == null ? null : item.published();
        if (published == null || published.isBefore(now.minus(CLOCK_FAULT))) return null;
        var due = switch (source) {
            case Newsletter.Folder _ -> earlier(day(published), LAST);
            case Newsletter.Export _ -> earlier(published, LAST);
            case Newsletter.Feed _ -> shown(published, row);
            case Newsletter.Sitemap _, Newsletter.Page _ -> now;
        };
        return due.isAfter(now) ? due : null;
    }

    private Instant shown(Instant published, Known.@Nullable Row row) {
        if (row != null && row.state() == ArticleState.SCHEDULED) return earlier(published, row.found().plus(LONGEST));
        boolean believed = published.isAfter(now.plus(CLOCK_FAULT)) && !published.isAfter(now.plus(LONGEST));
        return believed ? published : now;
    }

    /** Midnight of UTC stands for a day without a time. */
    private Instant day(Instant published) {
        if (published.isAfter(LAST) || !published.equals(published.truncatedTo(ChronoUnit.DAYS))) return published;
        return published.atZone(ZoneOffset.UTC).toLocalDate().atStartOfDay(zone).toInstant();
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
