/**
 * Calls a tick at its time and stops cleanly, and knows times on the wall clock (Quartz). Depends on no other package.
 */
@NullMarked
package staytuned.schedule;

import org.jspecify.annotations.NullMarked;
