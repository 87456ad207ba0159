/** How fast reading and polling are, beside the libraries that do a part of it. Run by hand; see the README. */
@NullMarked
package staytuned.bench;

import org.jspecify.annotations.NullMarked;
