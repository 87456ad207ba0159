/**
 * Whether the service is well, and its figures. Depends on the stages, whose tables it counts, and on db and schedule; it
 * changes nothing.
 */
@NullMarked
package staytuned.health;

import org.jspecify.annotations.NullMarked;
