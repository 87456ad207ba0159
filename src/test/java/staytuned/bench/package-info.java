/** How fast reading, polling and sending are, beside what else does a part of it. Run by hand; see the README. */
@NullMarked
package staytuned.bench;

import org.jspecify.annotations.NullMarked;
