/**
 * What programs do that admins could: JSON over HTTP, described by an OpenAPI document that is made of the same
 * declarations. Depends on the stages, {@code admin}, {@code schedule}, {@code reading},
 * {@code mail} and {@code db}.
 */
@NullMarked
package staytuned.api;

import org.jspecify.annotations.NullMarked;
