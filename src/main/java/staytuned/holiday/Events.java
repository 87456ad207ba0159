package staytuned.holiday;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.holiday.Lines.Line;

/** Reads the events of a calendar (RFC 5545 section 3.6.1). */
final class Events {
    private static final int MOST = 5_000;
    private static final int LONGEST_DAYS = 366;
    private static final int LONGEST_RULE = 500;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

    private final ZoneId zone;
    private final List<Event> events = new ArrayList<>();
    private final Deque<String> inside = new ArrayDeque<>();
    private List<Line> own = new ArrayList<>();

    private Events(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * All events that are not cancelled.
     *
     * @param zone whose wall clock says on which day a moment is
     */
    static List<Event> of(String text, ZoneId zone) throws Unreadable {
        var lines = Lines.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        if (lines.isEmpty() || !is(lines.getFirst(), "BEGIN", "VCALENDAR")) {
            throw new Unreadable("it is no calendar: it does not begin with BEGIN:VCALENDAR");
        }
        if (!is(lines.getLast(), "END", "VCALENDAR")) {
            throw new Unreadable("it is not whole: it does not end with END:VCALENDAR");
        }
        var reader = new Events(zone);
        for (var line : lines) reader.take(line);
        if (reader.events.isEmpty()) throw new Unreadable("it holds no event");
        return reader.events;
    }

    private static boolean is(Line line, String name, String value) {
        return line.name().equals(name) && line.value().equalsIgnoreCase(value);
    }

    private void take(Line line) throws Unreadable {
        if (line.name().equals("BEGIN")) {
            inside.push(line.value().toUpperCase(Locale.ROOT));
            if (inside.size() > 5) throw new Unreadable(line.wrong("stands inside too much else"));
            if (isEvent()) own = new ArrayList<>();
        } else if (line.name().equals("END")) {
            if (isEvent()) event(line);
            var begun = !inside.isEmpty() && inside.pop().equalsIgnoreCase(line.value());
            if (!begun) throw new Unreadable(line.wrong("ends what has not begun"));
        } else if (isEvent()) {
            own.add(line);
        }
    }

    /** An event itself, and no alarm of it. */
    private boolean isEvent() {
        return inside.size() == 2 && "VEVENT".equals(inside.peek());
    }

    private void event(Line end) throws Unreadable {
        if (own.stream().anyMatch(each -> is(each, "STATUS", "CANCELLED"))) return;
        if (events.size() == MOST) throw new Unreadable("it holds more than " + MOST + " events");
        var start = first("DTSTART");
        if (start == null) throw new Unreadable(end.wrong("ends an event without DTSTART"));
        var rule = first("RRULE");
        if (rule != null && rule.value().length() > LONGEST_RULE) throw new Unreadable(rule.wrong("is too long"));
        var uid = first("UID");
        var instead = first("RECURRENCE-ID");
        events.add(new Event(
                uid == null ? "" : uid.value(), day(start, start.value()), days(start),
                rule == null ? null : rule.value(), all("RDATE"), all("EXDATE"),
                instead == null ? null : day(instead, instead.value())));
    }

    private @Nullable Line first(String name) {
        return own.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
    }

    private Set<LocalDate> all(String name) throws Unreadable {
        var days = new HashSet<LocalDate>();
        for (var line : own) {
            if (!line.name().equals(name)) continue;
            // A period begins with its day (RFC 5545 section 3.3.9).
            for (var each : line.value().split(",", -1)) days.add(day(line, each.replaceAll("/.*", "")));
        }
        return days;
    }

    /** How many days an event touches; its end is the first moment after it (RFC 5545 section 3.6.1). */
    private int days(Line start) throws Unreadable {
        var end = first("DTEND");
        var length = first("DURATION");
        var days = 1L;
        if (end != null) {
            var over = time(end, end.value());
            var begins = time(start, start.value());
            if (over.isBefore(begins)) throw new Unreadable(end.wrong("comes before its DTSTART"));
            var last = over.isAfter(begins) ? over.minusNanos(1) : over;
            days = ChronoUnit.DAYS.between(begins.toLocalDate(), last.toLocalDate()) + 1;
        } else if (length != null) {
            var begins = time(start, start.value());
            var over = begins.plus(duration(length));
            days = ChronoUnit.DAYS.between(begins.toLocalDate(), over.minusNanos(1).toLocalDate()) + 1;
        }
        if (days > LONGEST_DAYS) throw new Unreadable(start.wrong("begins an event of more than a year"));
        return (int) Math.max(1, days);
    }

    private static Duration duration(Line line) throws Unreadable {
        try {
            var text = line.value().toUpperCase(Locale.ROOT);
            if (text.matches("P\\d{1,4}W")) return Duration.ofDays(7 * Long.parseLong(text.substring(1, text.length() - 1)));
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new Unreadable(line.wrong("is no duration"), e);
        }
    }

    private LocalDate day(Line line, String value) throws Unreadable {
        return time(line, value).toLocalDate();
    }

    /** A day, or a time on the wall clock of the newsletter. */
    private LocalDateTime time(Line line, String value) throws Unreadable {
        try {
            if (value.length() == 8) return LocalDate.parse(value, DateTimeFormatter.BASIC_ISO_DATE).atStartOfDay();
            var utc = value.endsWith("Z");
            var wall = LocalDateTime.parse(utc ? value.substring(0, value.length() - 1) : value, TIME);
            var named = utc ? ZoneOffset.UTC : zone(line.parameter("TZID"));
            return wall.atZone(named).withZoneSameInstant(zone).toLocalDateTime();
        } catch (DateTimeException e) {
            throw new Unreadable(
                    line.wrong("is no date, such as 20261225, and no time, such as 20261225T080000Z"), e);
        }
    }

    /** One that is a calendar's own, or none, is that of the newsletter. */
    private ZoneId zone(String name) {
        try {
            return name.isEmpty() ? zone : ZoneId.of(name);
        } catch (DateTimeException e) {
            return zone;
        }
    }
}
