package staytuned.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * How values are written: durations, keys, addresses and the like. Each method throws IllegalArgumentException with
 * what is wrong and what would be right.
 */
final class Notation {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,5})([smhd])");
    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern RELAY_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern RECEIVER = Pattern.compile("[a-z0-9][a-z0-9.-]{0,252}");
    private static final int LONGEST_LINE = 200;
    private static final int MOST_LINES = 10;

    private Notation() {}

    static String line(String text) {
        var line = Address.oneLine(text, LONGEST_LINE + 1);
        if (line.isEmpty()) throw wrong("is empty; give it a value or remove the key");
        if (line.length() > LONGEST_LINE) throw wrong("is longer than " + LONGEST_LINE + " characters; shorten it");
        return line;
    }

    static String lines(String text) {
        var lines = text.lines().filter(each -> !each.isBlank()).map(Notation::line).toList();
        if (lines.size() > MOST_LINES) throw wrong("has more than " + MOST_LINES + " lines; shorten it");
        return String.join("\n", lines);
    }

    /** Its message does not repeat the text. */
    static String secret(String text) {
        if (text.isBlank()) throw wrong("is empty; a secret needs characters");
        return text;
    }

    static String newsletterKey(String text) {
        if (KEY.matcher(text).matches()) return text;
        throw wrong(shown(text) + " is no key; write up to 63 lower-case letters, digits and hyphens, such as notes");
    }

    static String relayName(String text) {
        if (RELAY_NAME.matcher(text).matches()) return text;
        throw wrong(shown(text) + " is no name; write up to 63 letters, digits, dots and hyphens, such as main");
    }

    /** A group of domains, or a domain. */
    static String receiver(String text) {
        if (RECEIVER.matcher(text).matches()) return text;
        throw wrong(shown(text) + " is no receiver; write a name in lower case such as gmail, or a domain");
    }

    static String domain(String text) {
        try {
            return Address.parse("a@" + text).domain();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(shown(text) + " is no domain; write for example corp.example", e);
        }
    }

    static int whole(String text, int least, int most) {
        var number = text.matches("-?[0-9]{1,9}") ? Integer.parseInt(text) : Integer.MIN_VALUE;
        if (number >= least && number <= most) return number;
        throw wrong(shown(text) + " is not a whole number from " + least + " to " + most);
    }

    static Duration duration(String text, Duration least) {
        var m = DURATION.matcher(text);
        if (!m.matches()) {
            throw wrong(shown(text) + " is no duration; write a number with s, m, h or d, such as 30s, 15m, 2h or 1d");
        }
        var duration = Duration.parse(
                (m.group(2).equals("d") ? "P" : "PT") + m.group(1) + m.group(2).toUpperCase(Locale.ROOT));
        if (duration.compareTo(least) >= 0) return duration;
        throw wrong(shown(text) + " is too short; write " + least.toSeconds() + "s or more");
    }

    static <E extends Enum<E>> E word(Class<E> type, String text) {
        for (var each : type.getEnumConstants()) if (spelled(each).equals(text)) return each;
        var words = Arrays.stream(type.getEnumConstants()).map(Notation::spelled).toList();
        var nearest = Spelling.nearest(text, words);
        throw wrong(shown(text) + " is not offered; " + (nearest.isPresent()
                ? "did you mean \"" + nearest.get() + "\"?" : "write one of " + String.join(", ", words)));
    }

    /** As the config writes it. */
    static String spelled(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static boolean yesOrNo(String text) {
        if (text.equals("true") || text.equals("false")) return text.equals("true");
        throw wrong(shown(text) + " is neither true nor false");
    }

    static Address address(String text) {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + "; a name goes before it: Notes <notes@example.org>", e);
        }
    }

    /** A path on a site, such as /blog/ or /blog/**. */
    static String pathPattern(String text) {
        boolean path = text.startsWith("/") && text.length() <= LONGEST_LINE && !text.matches("(?s).*[\\s?#].*");
        if (!path) throw wrong(shown(text) + " is no path of a site; write for example /blog/ or /blog/**");
        if (text.replace("**", "*").chars().filter(c -> c == '*').count() > 3) {
            throw wrong(shown(text) + " has more than three stars; write fewer");
        }
        return text;
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            var zones = ZoneId.getAvailableZoneIds();
            var city = "/" + text.toLowerCase(Locale.ROOT);
            var nearest = zones.stream()
                    .filter(each -> each.toLowerCase(Locale.ROOT).endsWith(city)).min(String::compareTo)
                    .or(() -> Spelling.nearest(text, zones));
            throw new IllegalArgumentException(shown(text) + " is no time zone; " + (nearest.isPresent()
                    ? "did you mean \"" + nearest.get() + "\"?" : "write for example Europe/Berlin or UTC"), e);
        }
    }

    /** A tag of BCP 47 whose language has a code in ISO 639 (RFC 5646 section 2.2.1). */
    static String language(String text) {
        try {
            var locale = new Locale.Builder().setLanguageTag(text).build();
            var language = locale.getLanguage();
            var known = language.length() == 3 || List.of(Locale.getISOLanguages()).contains(language);
            if (known) return locale.toLanguageTag();
        } catch (IllformedLocaleException e) {
            // Said below, for both.
        }
        throw wrong(shown(text) + " is no language tag (BCP 47); write for example en, de or pt-BR");
    }

    static String shown(String text) {
        var line = Address.oneLine(text, 61);
        return "\"" + (line.length() > 60 ? line.substring(0, 60) + "…" : line) + "\"";
    }

    /** A secret as it may be seen. */
    static String hidden(@Nullable String secret) {
        return secret == null ? "none" : "***";
    }

    static IllegalArgumentException wrong(String says) {
        return new IllegalArgumentException(says);
    }
}
