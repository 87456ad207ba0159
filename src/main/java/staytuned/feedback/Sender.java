package staytuned.feedback;

import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;
import staytuned.mail.Courier;

/**
 * A newsletter, as far as it writes to its own people.
 *
 * @param envelopeFrom where bounces of such mails go
 * @param replyTo who gets what readers write back; null where nobody does
 * @param courier takes mails to one of its relays
 */
public record Sender(
        String key, String title, Address from, String envelopeFrom, @Nullable Address replyTo, Courier courier) {}
