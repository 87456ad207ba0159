/** A mail server inside, for the demo. Depends on no other package. */
@NullMarked
package staytuned.demo;

import org.jspecify.annotations.NullMarked;
