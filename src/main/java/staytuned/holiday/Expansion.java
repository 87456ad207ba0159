package staytuned.holiday;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;

/** Which days a calendar makes holidays; bounded, whatever stands in it. */
final class Expansion {
    /** How often all rules of a calendar together may come true before the days that are asked for are known. */
    private static final int MOST_STEPS = 100_000;
    /** Hours, minutes and seconds, which change no day but could make millions of times. */
    private static final String FINE = "(^|;)BY(HOUR|MINUTE|SECOND)=[^;]*";

    private final LocalDate from;
    private final LocalDate to;
    private final TreeSet<LocalDate> days = new TreeSet<>();
    private int steps;

    private Expansion(LocalDate from, LocalDate to) {
        this.from = from;
        this.to = to;
    }

    /** The days of a calendar between these two. */
    static Set<LocalDate> of(String calendar, ZoneId zone, LocalDate from, LocalDate to) throws Unreadable {
        var events = Events.of(calendar, zone);
        var moved = new HashMap<String, Set<LocalDate>>();
        for (var each : events) {
            if (each.instead() != null) moved.computeIfAbsent(each.uid(), _ -> new HashSet<>()).add(each.instead());
        }
        var all = new Expansion(from, to);
        for (var each : events) all.add(each, each.instead() == null ? moved : Map.of());
        if (all.days.size() > from.datesUntil(to).count() / 2) {
            throw new Unreadable("it makes more than half of all days holidays");
        }
        return all.days;
    }

    private void add(Event event, Map<String, Set<LocalDate>> moved) throws Unreadable {
        var starts = new HashSet<>(event.more());
        if (event.rule() == null || event.instead() != null) starts.add(event.start());
        else recur(event, event.rule(), starts);
        starts.removeAll(event.except());
        starts.removeAll(moved.getOrDefault(event.uid(), Set.of()));
        for (var start : starts) {
            for (var day = start; day.isBefore(start.plusDays(event.days())); day = day.plusDays(1)) {
                if (!day.isBefore(from) && day.isBefore(to)) days.add(day);
            }
        }
    }

    private void recur(Event event, String text, Set<LocalDate> starts) throws Unreadable {
        var shown = "RRULE \"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\" ";
        var upper = text.toUpperCase(Locale.ROOT);
        if (upper.matches(".*FREQ=(HOURLY|MINUTELY|SECONDLY).*")) {
            throw new Unreadable(shown + "is finer than days");
        }
        var rule = upper.replaceAll(FINE, "$1").replaceAll(";{2,}", ";").replaceAll("^;|;$", "")
                .replaceAll("UNTIL=(\\d{8})T\\d{6}Z?", "UNTIL=$1");
        var since = from.minusDays(event.days());
        try {
            var times = new RecurrenceRule(rule, RecurrenceRule.RfcMode.RFC5545_LAX).iterator(day(event.start()));
            if (!rule.contains("COUNT=") && event.start().isBefore(since)) times.fastForward(day(since));
            while (times.hasNext()) {
                if (++steps > MOST_STEPS) throw new Unreadable(shown + "and those before it come true too often");
                var next = times.nextDateTime();
                var day = LocalDate.of(next.getYear(), next.getMonth() + 1, next.getDayOfMonth());
                if (!day.isBefore(to)) return;
                if (!day.isBefore(since)) starts.add(day);
            }
        } catch (InvalidRecurrenceRuleException e) {
            throw new Unreadable(shown + "is no rule: " + e.getMessage(), e);
        } catch (RuntimeException e) { // the library gives up where a rule does not come true for long
            throw new Unreadable(shown + "never comes true", e);
        }
    }

    private static DateTime day(LocalDate day) {
        return new DateTime(day.getYear(), day.getMonthValue() - 1, day.getDayOfMonth());
    }
}
