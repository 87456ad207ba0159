package staytuned.mail;

import java.util.Map;

/**
 * One reader's copy of a mailing: the same value always becomes the same bytes.
 *
 * @param id what stands between the angle brackets of Message-ID (RFC 5322 section 3.6.4)
 * @param envelopeFrom where bounces go (RFC 5321 section 4.1.1.2), without a name
 * @param values what stands in the place of each of the mailing's marks
 */
public record Copy(Mailing mailing, String id, String envelopeFrom, Address to, Map<String, String> values) {
    /** The copy as a message of its own. */
    public Message message() {
        return mailing.message(this);
    }
}
