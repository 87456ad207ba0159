/** What holds for the house as a whole. */
@NullMarked
package staytuned.house;

import org.jspecify.annotations.NullMarked;
