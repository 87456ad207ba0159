/**
 * Tells programs of others what happens here: webhooks, signed as Standard Webhooks says and retried from a table.
 * Depends on {@code fetch} and {@code db}.
 */
@NullMarked
package staytuned.herald;

import org.jspecify.annotations.NullMarked;
