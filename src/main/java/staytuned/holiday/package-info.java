/**
 * Which days are holidays: reads the calendars that the config names again each day, and keeps the last good copy.
 * Depends on {@code schedule}, {@code fetch} and {@code db}.
 */
@NullMarked
package staytuned.holiday;

import org.jspecify.annotations.NullMarked;
