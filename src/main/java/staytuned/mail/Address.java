package staytuned.mail;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A mail address with the name of whom it belongs to.
 *
 * <p>The address is the conservative subset of RFC 5321 section 4.1.2 that every server takes: a dot-atom, an at sign
 * and a domain; no comments, quotes or address literals. An international domain becomes its A-label (RFC 5890); what is
 * hidden in an address, or only looks like other letters, is refused.
 *
 * @param email the address, with its domain in lower case
 * @param name the display name, on one line; empty where there is none
 */
public record Address(String email, String name) {
    /** RFC 5321 section 4.5.3.1: 64 octets before the at sign, 254 in all (with the brackets of the path: 256). */
    private static final int LONGEST_LOCAL = 64;

    private static final int LONGEST = 254;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TEXT = 10_000;

    private static final Pattern LOCAL =
            Pattern.compile("[\\p{Alnum}!#$%&'*+/=?^_`{|}~-]+(?:\\.[\\p{Alnum}!#$%&'*+/=?^_`{|}~-]+)*");

    /** The last label is alphabetic or an A-label (RFC 1123 section 2.1), so that no IP address looks like a domain. */
    private static final Pattern DOMAIN = Pattern.compile(
            "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+(?:[a-z]{1,63}|xn--[a-z0-9-]{0,58}[a-z0-9])");

    /** The JDK knows IDNA 2003, which maps these to another domain than today's IDNA does (RFC 5894 section 7.2). */
    private static final Pattern DEVIATION = Pattern.compile("[\u00DF\u03C2\u200C\u200D]");

    /**
     * Control and format characters, line separators, halves of a surrogate pair, and the characters whose low byte is
     * CR or LF, which reach the wire as line ends where a library writes text by its low bytes (CVE-2025-7962).
     */
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\u560A\\u560D\\u760A\\u760D]+");

    public Address {
        email = checked(email);
        name = oneLine(name, LONGEST_NAME);
    }

    /**
     * Reads {@code a@b.example} or {@code Name <a@b.example>}.
     *
     * @throws IllegalArgumentException it is no address; the message says why
     */
    public static Address parse(String text) {
        if (text.length() > LONGEST_TEXT) throw no(text, "it is too long");
        var stripped = text.strip();
        var open = stripped.lastIndexOf('<');
        if (open < 0 || !stripped.endsWith(">")) return new Address(stripped, "");
        return new Address(stripped.substring(open + 1, stripped.length() - 1).strip(),
                name(stripped.substring(0, open)));
    }

    /** A display name without its quotes (RFC 5322 section 3.2.4). */
    private static String name(String text) {
        var name = text.strip();
        var quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        if (quoted) return name.substring(1, name.length() - 1).replaceAll("(?s)\\\\(.)", "$1");
        if (name.contains("<") || name.contains(">")) throw no(text, "there is more than one, or a < in its name");
        return name;
    }

    /** What two spellings of one address have in common. */
    public String key() {
        return email.toLowerCase(Locale.ROOT);
    }

    public String domain() {
        return email.substring(email.lastIndexOf('@') + 1);
    }

    /** So much of it as its owner knows it by: a…@example.org. */
    public String hint() {
        return email.charAt(0) + "…@" + domain();
    }

    /** {@code text} without anything that could end a line or hide in one, cut to {@code longest} characters. */
    public static String oneLine(String text, int longest) {
        var line = isVisible(text) ? text.strip() : UNSAFE.matcher(text).replaceAll(" ").strip();
        if (line.length() <= longest) return line;
        var end = Character.isHighSurrogate(line.charAt(longest - 1)) ? longest - 1 : longest;
        return line.substring(0, end).strip();
    }

    /** Whether {@code text} is plain: printable ASCII and spaces, as most of what passes here by the million. */
    public static boolean isVisible(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') return false;
        }
        return true;
    }

    private static String checked(String email) {
        if (!isVisible(email)) {
            var hidden = UNSAFE.matcher(email);
            if (hidden.find()) throw no(email, Deceptions.hidden(email.codePointAt(hidden.start())));
        }
        var at = email.lastIndexOf('@');
        if (at < 1) throw no(email, "it needs a name, an @ and a domain, such as notes@example.org");
        var local = email.substring(0, at);
        if (!isVisible(local)) Deceptions.foreign(local).ifPresent(why -> refuse(email, why));
        if (local.length() > LONGEST_LOCAL || !LOCAL.matcher(local).matches()) {
            throw no(email, "before the @ may stand at most 64 letters, digits, dots and !#$%&'*+/=?^_`{|}~-");
        }
        var domain = domain(email, email.substring(at + 1));
        Deceptions.mixed(domain).ifPresent(why -> refuse(email, why));
        if (local.length() + 1 + domain.length() > LONGEST) throw no(email, "it is longer than 254 characters");
        return local + "@" + domain;
    }

    private static String domain(String email, String domain) {
        if (DEVIATION.matcher(domain).find()) throw no(email, "write its domain as A-label: xn--strae-oqa.example");
        try {
            var ascii = domain.length() > LONGEST ? "" : IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES);
            var lower = ascii.toLowerCase(Locale.ROOT);
            if (DOMAIN.matcher(lower).matches()) return lower;
        } catch (IllegalArgumentException e) {
            // Said below, for both.
        }
        throw no(email, "after the @ must stand a domain such as example.org");
    }

    private static void refuse(String text, String why) {
        throw no(text, why);
    }

    private static IllegalArgumentException no(String text, String why) {
        return new IllegalArgumentException("\"" + oneLine(text, 80) + "\" is not a mail address: " + why);
    }

    @Override
    public String toString() {
        return name.isEmpty() ? email : name + " <" + email + ">";
    }
}
