package staytuned.subscriber;

import java.time.Instant;
import staytuned.mail.Address;

/**
 * One reader's wish to hear from one newsletter.
 *
 * @param source where it came from, such as "admin" or "import readers.csv"
 */
public record Subscription(
        long id, long newsletterId, Address address, Status status, String source, Instant createdAt) {}
