/** How what happens is written down. Depends on no other package; logback.xml names it. */
@NullMarked
package staytuned.log;

import org.jspecify.annotations.NullMarked;
