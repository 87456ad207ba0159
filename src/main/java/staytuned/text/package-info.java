/** What a string from a stranger may hold, and where it may be cut. */
@NullMarked
package staytuned.text;

import org.jspecify.annotations.NullMarked;
