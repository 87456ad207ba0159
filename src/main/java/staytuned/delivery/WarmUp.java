package staytuned.delivery;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a new relay earns its name: so many letters on the first day, so many on the second, and afterwards no limit.
 *
 * @param from the first day, in UTC; nothing goes out before it
 * @param days how many letters on each day
 */
public record WarmUp(LocalDate from, List<Integer> days) {
    /** How many letters may go out on {@code day}; none where it is over. */
    public OptionalInt letters(LocalDate day) {
        var index = ChronoUnit.DAYS.between(from, day);
        if (index < 0) return OptionalInt.of(0);
        return index < days.size() ? OptionalInt.of(days.get((int) index)) : OptionalInt.empty();
    }
}
