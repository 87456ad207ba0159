/** The pages. Depends on the stages, {@code mail} and {@code template}. */
@NullMarked
package staytuned.web;

import org.jspecify.annotations.NullMarked;
