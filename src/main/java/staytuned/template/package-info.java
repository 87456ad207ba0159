/**
 * Turns a named template and a model into text, escaping by default (FreeMarker). Depends on no other package.
 */
@NullMarked
package staytuned.template;

import org.jspecify.annotations.NullMarked;
