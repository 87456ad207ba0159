/** The other end of a load run: a sink that takes letters and counts them. Depends on no other package. */
@NullMarked
package staytuned.bench;

import org.jspecify.annotations.NullMarked;
