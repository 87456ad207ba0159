package staytuned.mail;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A mail address with the name of whom it belongs to.
 *
 * <p>The address is the conservative subset of RFC 5321 section 4.1.2 that every server takes: a dot-atom, an at sign
 * and a domain; no comments, quotes or address literals. An international domain becomes its A-label (RFC 5890).
 *
 * @param email the address, with its domain in lower case
 * @param name the display name, on one line; empty where there is none
 */
public record Address(String email, String name) {
    /** RFC 5321 section 4.5.3.1: 64 octets before the at sign, 254 in all (with the brackets of the path: 256). */
    private static final int LONGEST_LOCAL = 64;

    private static final int LONGEST = 254;
    private static final int LONGEST_NAME = 200;

    private static final Pattern LOCAL =
            Pattern.compile("[\\p{Alnum}!#$%&'*+/=?^_`{|}~-]+(?:\\.[\\p{Alnum}!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?:[\\p{Alnum}](?:[\\p{Alnum}-]{0,61}[\\p{Alnum}])?\\.)+(?!\\d+$)[\\p{Alnum}](?:[\\p{Alnum}-]{0,61}[\\p{Alnum}])?");
    private static final Pattern NAMED = Pattern.compile("(?s)\\s*(.*?)\\s*<([^<>]*)>\\s*");

    /**
     * Control characters, line separators, and the characters whose low byte is CR or LF, which reach the wire as line
     * ends where a library writes text by its low bytes (CVE-2025-7962).
     */
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029\\u560A\\u560D\\u760A\\u760D\\p{Cf}]+");

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
        var named = NAMED.matcher(text);
        if (!named.matches()) return new Address(text.strip(), "");
        var name = named.group(1);
        if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
            name = name.substring(1, name.length() - 1).replace("\\\"", "\"");
        }
        return new Address(named.group(2).strip(), name);
    }

    /** What two spellings of one address have in common. */
    public String key() {
        return email.toLowerCase(Locale.ROOT);
    }

    public String domain() {
        return email.substring(email.lastIndexOf('@') + 1);
    }

    /** {@code text} without anything that could end a line or hide in one, cut to {@code longest} characters. */
    public static String oneLine(String text, int longest) {
        var line = UNSAFE.matcher(text).replaceAll(" ").strip();
        if (line.length() <= longest) return line;
        var end = Character.isHighSurrogate(line.charAt(longest - 1)) ? longest - 1 : longest;
        return line.substring(0, end).strip();
    }

    private static String checked(String email) {
        var at = email.lastIndexOf('@');
        if (at < 1) throw new IllegalArgumentException("\"" + shown(email) + "\" has no name before an @");
        var local = email.substring(0, at);
        if (local.length() > LONGEST_LOCAL || !LOCAL.matcher(local).matches()) {
            throw new IllegalArgumentException("\"" + shown(email) + "\" is not a mail address: before the @ may stand "
                    + "at most 64 letters, digits, dots and !#$%&'*+/=?^_`{|}~-");
        }
        var domain = domain(email.substring(at + 1));
        if (domain.isEmpty() || local.length() + 1 + domain.length() > LONGEST) {
            throw new IllegalArgumentException("\"" + shown(email) + "\" is not a mail address: after the @ must stand a "
                    + "domain such as example.org");
        }
        return local + "@" + domain;
    }

    private static String domain(String domain) {
        try {
            var ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return DOMAIN.matcher(ascii).matches() ? ascii : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String shown(String email) {
        return oneLine(email, 80);
    }

    @Override
    public String toString() {
        return name.isEmpty() ? email : name + " <" + email + ">";
    }
}
