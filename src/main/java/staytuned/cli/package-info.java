/** The commands. Depends on every package. */
@NullMarked
package staytuned.cli;

import org.jspecify.annotations.NullMarked;
