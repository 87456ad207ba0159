package staytuned.subscriber;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Slips of the finger in the domains where most mailboxes are. */
public final class Typos {
    /** With a name so long that one wrong letter in it is hardly another company. */
    private static final List<String> LONG = List.of(
            "gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "googlemail.com", "protonmail.com",
            "comcast.net", "verizon.net", "sbcglobal.net", "t-online.de", "freenet.de", "yahoo.de", "hotmail.de",
            "outlook.de", "yahoo.fr", "hotmail.fr", "outlook.fr", "orange.fr", "wanadoo.fr", "laposte.net", "yahoo.es",
            "hotmail.es", "outlook.es", "telefonica.net", "yahoo.com.br", "terra.com.br", "yahoo.it", "hotmail.it",
            "libero.it", "virgilio.it", "ziggo.nl", "hetnet.nl", "planet.nl", "interia.pl", "yandex.ru", "rambler.ru",
            "yahoo.co.jp", "docomo.ne.jp", "softbank.ne.jp", "yahoo.co.uk", "hotmail.co.uk", "btinternet.com");

    /** With a short one: only its ending can be wrong beyond doubt. */
    private static final Set<String> SHORT = Set.of("aol.com", "msn.com", "live.com", "me.com", "mac.com", "gmx.com");

    /** One letter away from one of those, and real. */
    private static final Set<String> REAL = Set.of(
            "mail.com", "ymail.com", "email.com", "fmail.com", "rmail.com", "hmail.com", "zmail.com", "gmail.co.uk",
            "orage.fr", "terry.com.br", "plane.nl", "planets.nl");

    /** What fingers make of "com". */
    private static final Set<String> SLIPS = Set.of(
            "co", "cm", "om", "con", "cim", "comm", "coom", "ccom", "vom", "xom", "dom", "cpm", "ocm", "cmo", "c0m",
            "come", "comn");

    private Typos() {}

    /**
     * The domain that was most likely meant, in lower case; empty where {@code domain} is as likely as any other.
     *
     * @param domain what stands after the @ of an address
     */
    public static Optional<String> suggestion(String domain) {
        var lower = domain.toLowerCase(Locale.ROOT);
        if (LONG.contains(lower) || SHORT.contains(lower) || REAL.contains(lower)) return Optional.empty();
        var repaired = repaired(lower);
        if (LONG.contains(repaired) || SHORT.contains(repaired)) return Optional.of(repaired);
        return LONG.stream().filter(each -> isSlip(repaired, each)).findFirst();
    }

    private static String repaired(String domain) {
        var dot = domain.lastIndexOf('.');
        return dot > 0 && SLIPS.contains(domain.substring(dot + 1)) ? domain.substring(0, dot) + ".com" : domain;
    }

    /** Whether the first labels are one letter apart, or two neighbours changed places, and the rest is the same. */
    private static boolean isSlip(String domain, String big) {
        var dot = domain.indexOf('.');
        var bigDot = big.indexOf('.');
        if (dot < 0 || !domain.substring(dot).equals(big.substring(bigDot))) return false;
        var one = domain.substring(0, dot);
        var other = big.substring(0, bigDot);
        if (Math.abs(one.length() - other.length()) > 1) return false;
        var same = 0;
        while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) same++;
        var oneRest = one.substring(same);
        var otherRest = other.substring(same);
        return restIsSame(oneRest, 1, otherRest, 1) // another letter
                || restIsSame(oneRest, 1, otherRest, 0) // one too many
                || restIsSame(oneRest, 0, otherRest, 1) // one is missing
                || areSwapped(oneRest, otherRest);
    }

    private static boolean areSwapped(String one, String other) {
        return one.length() > 1 && other.length() > 1
                && one.charAt(0) == other.charAt(1) && one.charAt(1) == other.charAt(0)
                && restIsSame(one, 2, other, 2);
    }

    private static boolean restIsSame(String one, int from, String other, int otherFrom) {
        return one.length() >= from && other.length() >= otherFrom
                && one.substring(from).equals(other.substring(otherFrom));
    }
}
