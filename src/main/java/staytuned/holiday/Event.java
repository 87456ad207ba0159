package staytuned.holiday;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event of a calendar, as far as its days go.
 *
 * @param days how many it lasts, one at least
 * @param rule when it comes again (RFC 5545 section 3.8.5.3); null for never
 * @param more days on which it begins too (RDATE)
 * @param except days on which it does not begin (EXDATE)
 * @param instead the day of its series that it stands for (RECURRENCE-ID); null where it stands for itself
 */
record Event(
        String uid,
        LocalDate start,
        int days,
        @Nullable String rule,
        Set<LocalDate> more,
        Set<LocalDate> except,
        @Nullable LocalDate instead) {}
