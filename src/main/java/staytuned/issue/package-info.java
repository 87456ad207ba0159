/**
 * Gathers articles into an issue, renders it and freezes it. Depends on {@code article}, {@code newsletter},
 * {@code followup}, {@code reading}, {@code template}, {@code preflight}, {@code text}, {@code mail}, {@code db} and
 * {@code schedule}.
 */
@NullMarked
package staytuned.issue;

import org.jspecify.annotations.NullMarked;
