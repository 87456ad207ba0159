/** The whole product as its users meet it: processes, files, mail and pages. */
@NullMarked
package staytuned.journey;

import org.jspecify.annotations.NullMarked;
