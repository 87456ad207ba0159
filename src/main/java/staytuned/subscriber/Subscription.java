package staytuned.subscriber;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * One reader's wish to hear from one newsletter.
 *
 * @param zone the time zone where the reader is; null where nobody knows
 * @param source where it came from, such as "admin" or "import readers.csv"
 */
public record Subscription(
        long id,
        long newsletterId,
        Address address,
        @Nullable String zone,
        Status status,
        String source,
        Instant createdAt) {
    /** Whether the reader had us forget them: nobody has this address any more. */
    public boolean erased() {
        return address.domain().equals("erased.invalid");
    }
}
