/**
 * Fetches what is on the web: within limits, and from a private network only where the admin named the host. Depends on
 * {@code text}.
 */
@NullMarked
package staytuned.fetch;

import org.jspecify.annotations.NullMarked;
