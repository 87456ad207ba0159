/**
 * Fetches what is on the web: within limits, as robots.txt allows where nobody named the page, and from a private network
 * only where the admin named the host. Depends on {@code text}.
 */
@NullMarked
package staytuned.fetch;

import org.jspecify.annotations.NullMarked;
