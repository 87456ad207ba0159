package staytuned.feedback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import staytuned.subscriber.Reason;

/**
 * An address that must not be mailed.
 *
 * @param hash SHA-256 of the address in lower case, in hexadecimal
 * @param email the address; null where only its hash is known
 * @param source who or what said so, such as "imap" or "admin"
 */
public record Suppression(
        long id, String hash, @Nullable String email, Reason reason, String source, Instant createdAt) {}
