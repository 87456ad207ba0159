package staytuned.schedule;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hours in which letters may go: not the quiet hours of the day, and not the blackout days.
 *
 * @param quiet null where the night is like the day
 * @param blackout days on which nothing goes
 */
public record Hours(@Nullable Quiet quiet, List<Day> blackout) {
    /** Letters may go at any time. */
    public static final Hours ALWAYS = new Hours(null, List.of());

    private static final LocalDate CYCLE_STARTS = LocalDate.of(2028, 1, 1);
    private static final LocalDate CYCLE_ENDS = CYCLE_STARTS.plusYears(28);

    /** @throws IllegalArgumentException they never begin */
    public Hours {
        blackout = List.copyOf(blackout);
        var repeated = blackout.stream().filter(each -> each instanceof Yearly || each instanceof Weekly).toList();
        // Within 28 years each day of the year falls on each day of the week.
        if (!repeated.isEmpty() && CYCLE_STARTS.datesUntil(CYCLE_ENDS).allMatch(day -> any(repeated, day))) {
            throw new IllegalArgumentException("leaves no day at all on which letters may go; remove one");
        }
    }

    /** Whether letters may go at {@code instant}. */
    public boolean areOpen(Instant instant, ZoneId zone) {
        var wall = WallClock.read(instant, zone);
        return next(wall).equals(wall);
    }

    /** The next moment at {@code instant} or after it at which letters may go. */
    public Instant next(Instant instant, ZoneId zone) {
        var at = instant;
        while (true) {
            var wall = WallClock.read(at, zone);
            var open = next(wall);
            if (open.equals(wall)) return at;
            at = WallClock.place(open, zone); // where a gap ends, the next quiet hours may have begun
        }
    }

    /** The next time on the wall clock, at {@code wall} or after it, at which letters may go. */
    public LocalDateTime next(LocalDateTime wall) {
        var at = wall;
        while (true) {
            if (any(blackout, at.toLocalDate())) at = at.toLocalDate().plusDays(1).atStartOfDay();
            else if (quiet != null && quiet.holds(at.toLocalTime())) at = quiet.end(at);
            else return at;
        }
    }

    private static boolean any(List<Day> days, LocalDate date) {
        return days.stream().anyMatch(each -> each.is(date));
    }

    /**
     * The quiet hours of every day, which may pass midnight.
     *
     * @param to the first minute at which letters may go again
     */
    public record Quiet(LocalTime from, LocalTime to) {
        private static final Pattern TEXT =
                Pattern.compile("([01]?\\d|2[0-3]):([0-5]\\d) ?[-–] ?([01]?\\d|2[0-3]):([0-5]\\d)");

        /**
         * Reads hours such as {@code 22:00-07:00}.
         *
         * @throws IllegalArgumentException they are none; the message says why
         */
        public static Quiet parse(String text) {
            var m = TEXT.matcher(text);
            if (!m.matches()) {
                throw new IllegalArgumentException(
                        CronText.shown(text) + " are no hours; write when they begin and end, such as 22:00-07:00");
            }
            var quiet = new Quiet(time(m.group(1), m.group(2)), time(m.group(3), m.group(4)));
            if (!quiet.from.equals(quiet.to)) return quiet;
            throw new IllegalArgumentException(
                    CronText.shown(text) + " begin and end at the same time; write for example 22:00-07:00");
        }

        private static LocalTime time(String hour, String minute) {
            return LocalTime.of(Integer.parseInt(hour), Integer.parseInt(minute));
        }

        boolean holds(LocalTime time) {
            var begun = !time.isBefore(from);
            var over = !time.isBefore(to);
            return from.isBefore(to) ? begun && !over : begun || !over;
        }

        /** When the quiet hours end in which {@code wall} lies. */
        LocalDateTime end(LocalDateTime wall) {
            var end = wall.toLocalDate().atTime(to);
            return end.isAfter(wall) ? end : end.plusDays(1);
        }

        @Override
        public String toString() {
            return from + "-" + to;
        }
    }

    /** A day, or days that come again. */
    public sealed interface Day {
        boolean is(LocalDate date);

        /**
         * Reads a date such as {@code 2026-12-24}, a day of every year such as {@code 12-25}, or a day of the week
         * such as {@code sunday}.
         *
         * @throws IllegalArgumentException it is none; the message says why
         */
        static Day parse(String text) {
            try {
                if (text.matches("\\d{4}-\\d{2}-\\d{2}")) return new Once(LocalDate.parse(text));
                if (text.matches("\\d{2}-\\d{2}")) return new Yearly(MonthDay.parse("--" + text));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        CronText.shown(text) + " is no day of the calendar; write the month before the day", e);
            }
            return Stream.of(DayOfWeek.values())
                    .filter(each -> each.name().equalsIgnoreCase(text))
                    .findFirst()
                    .map(Weekly::new)
                    .orElseThrow(() -> new IllegalArgumentException(CronText.shown(text)
                            + " is no day; write a date such as 2026-12-24, a day of every year such as 12-25, or a "
                            + "day of the week such as sunday"));
        }
    }

    /** One day. */
    public record Once(LocalDate date) implements Day {
        @Override
        public boolean is(LocalDate other) {
            return date.equals(other);
        }

        @Override
        public String toString() {
            return date.toString();
        }
    }

    /** A day of every year that has it. */
    public record Yearly(MonthDay day) implements Day {
        @Override
        public boolean is(LocalDate date) {
            return day.equals(MonthDay.from(date));
        }

        @Override
        public String toString() {
            return day.toString().substring(2);
        }
    }

    /** The days that a calendar lists, as far as it is known now. */
    public static final class Listed implements Day {
        private final String source;
        private final ZoneId zone;
        private volatile Set<LocalDate> days = Set.of();

        /**
         * None yet.
         *
         * @param source where the calendar is
         * @param zone whose wall clock says on which day a moment of it is
         */
        public Listed(String source, ZoneId zone) {
            this.source = source;
            this.zone = zone;
        }

        public String source() {
            return source;
        }

        public ZoneId zone() {
            return zone;
        }

        /** From now on it lists these. */
        public void show(Collection<LocalDate> next) {
            days = Set.copyOf(next);
        }

        @Override
        public boolean is(LocalDate date) {
            return days.contains(date);
        }

        @Override
        public String toString() {
            return "the holidays of " + source;
        }
    }

    /** A day of every week. */
    public record Weekly(DayOfWeek day) implements Day {
        @Override
        public boolean is(LocalDate date) {
            return date.getDayOfWeek() == day;
        }

        @Override
        public String toString() {
            return day.name().toLowerCase(Locale.ROOT);
        }
    }
}
