/**
 * Has hubs push what feeds bring, so that nobody waits for the next poll (WebSub, a W3C Recommendation of 2018).
 * Depends on {@code article}, {@code newsletter}, {@code fetch}, {@code text} and {@code db}.
 */
@NullMarked
package staytuned.websub;

import org.jspecify.annotations.NullMarked;
