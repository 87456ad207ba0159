/**
 * Calls a tick at its time and stops cleanly, and knows the times of a cron (Quartz). Depends on no other package.
 */
@NullMarked
package staytuned.schedule;

import org.jspecify.annotations.NullMarked;
