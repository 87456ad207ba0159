/**
 * What is published: name, sender, sources, cadence, template, limits. Depends on {@code mail}, {@code schedule} and
 * {@code db}.
 */
@NullMarked
package staytuned.newsletter;

import org.jspecify.annotations.NullMarked;
