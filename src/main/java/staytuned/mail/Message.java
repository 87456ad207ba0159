package staytuned.mail;

import java.time.Instant;
import java.util.Map;

/**
 * One message to one reader, whole: the same value always becomes the same bytes.
 *
 * @param id what stands between the angle brackets of Message-ID (RFC 5322 section 3.6.4)
 * @param envelopeFrom where bounces go (RFC 5321 section 4.1.1.2), without a name
 * @param language a BCP 47 tag
 * @param headers further headers, in their order; names and values in ASCII, on one line
 * @param text the text/plain part
 * @param html the text/html part
 */
public record Message(
        String id,
        Instant date,
        Address from,
        String envelopeFrom,
        Address to,
        String subject,
        String language,
        Map<String, String> headers,
        String text,
        String html) {}
