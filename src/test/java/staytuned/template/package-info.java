/** Tests of the templates, of the letter in both its parts, and of the pages. */
@NullMarked
package staytuned.template;

import org.jspecify.annotations.NullMarked;
