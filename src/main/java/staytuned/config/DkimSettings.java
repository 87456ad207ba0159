package staytuned.config;

import static staytuned.config.Notation.shown;
import static staytuned.config.Notation.wrong;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs letters (RFC 6376).
 *
 * @param from signs letters dated at or after this
 */
public record DkimSettings(String domain, String selector, PrivateKey key, Instant from) {
    private static final Pattern SELECTOR =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.(?!$)|$))+");

    /** RFC 8301 section 3.2: shorter ones must not be used, and 2048 bits should be. */
    private static final int SHORTEST = 1024;

    private static final int ADVISED = 2048;

    static @Nullable DkimSettings read(Section keys) {
        var domain = keys.need("domain", "example.org", Hosts::host);
        var selector = keys.need("selector", "s1", DkimSettings::selector);
        var key = keys.need("key-file", "dkim.pem", text -> key(text, keys.reading().part(text)));
        var from = keys.or("from", Instant.EPOCH, DkimSettings::day);
        return domain == null || selector == null || key == null
                ? null : new DkimSettings(domain, selector, key, from);
    }

    /** Whether letters from {@code sender}, a domain, are signed with this key. */
    public boolean answersFor(String sender) {
        return sender.equals(domain) || sender.endsWith("." + domain);
    }

    /** What is not wrong about the key, but not good either. */
    public Optional<String> warning() {
        var bits = bits(key);
        if (bits >= ADVISED) return Optional.empty();
        return Optional.of("the DKIM key " + selector + "._domainkey." + domain + " has " + bits
                + " bits; make one with " + ADVISED + " (RFC 8301)");
    }

    private static int bits(PrivateKey key) {
        return key instanceof RSAKey rsa ? rsa.getModulus().bitLength() : Integer.MAX_VALUE;
    }

    private static PrivateKey key(String text, Path path) {
        var key = KeyFile.read(text, path);
        if (bits(key) >= SHORTEST) return key;
        throw wrong(shown(text) + " has " + bits(key) + " bits, and receivers ignore keys under " + SHORTEST
                + "; make one with: openssl genrsa -out dkim.pem " + ADVISED);
    }

    private static String selector(String text) {
        if (SELECTOR.matcher(text).matches()) return text;
        throw wrong(shown(text) + " is no selector; write letters, digits, hyphens and dots, such as s1");
    }

    private static Instant day(String text) {
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(shown(text) + " is no day; write for example 2026-05-01", e);
        }
    }

    /** Shows nothing of the key. */
    @Override
    public String toString() {
        return "DkimSettings[domain=" + domain + ", selector=" + selector + ", from=" + from + "]";
    }
}
