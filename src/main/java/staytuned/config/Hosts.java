package staytuned.config;

import static staytuned.config.Notation.shown;
import static staytuned.config.Notation.whole;
import static staytuned.config.Notation.wrong;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How hosts and web addresses are written. Each method throws IllegalArgumentException with what is wrong and what
 * would be right, and asks no name server.
 */
final class Hosts {
    private static final Pattern LABELS = Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.(?!$)|$))+");
    private static final Pattern ENDPOINT =
            Pattern.compile("\\[([0-9A-Fa-f:.]+)]:([0-9]{1,5})|([^:\\[\\]]+):([0-9]{1,5})");

    /** The JDK knows IDNA 2003, which maps these to another host than today's IDNA does (RFC 5894 section 7.2). */
    private static final Pattern DEVIATION = Pattern.compile("[\u00DF\u03C2\u200C\u200D]");

    /** A host and the port on it. */
    record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    private Hosts() {}

    static URI siteUrl(String text) {
        var url = webUrl(text, "https://letters.example.org");
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw wrong(shown(text) + " holds a ? or a #, and every link begins with it; write it without");
        }
        return URI.create(url.toString().replaceAll("/+$", ""));
    }

    /** A web site as browsers name it: scheme, host and port (RFC 6454 section 6.2). */
    static String origin(String text) {
        var url = webUrl(text, "https://example.org");
        if (!url.getRawPath().isEmpty() || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw wrong(shown(text)
                    + " is more than a site; write it without what follows the host: https://example.org");
        }
        return url.toString().toLowerCase(Locale.ROOT);
    }

    /** An IP address; asks no name server. */
    static InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(shown(text) + " is no IP address; write for example 192.0.2.1", e);
        }
    }

    static URI feedUrl(String text) {
        return webUrl(text, "https://example.org/feed/");
    }

    static URI sitemapUrl(String text) {
        return webUrl(text, "https://example.org/sitemap.xml");
    }

    static URI calendarUrl(String text) {
        return webUrl(text, "https://example.org/holidays.ics");
    }

    static URI pageUrl(String text) {
        return webUrl(text, "https://example.org/news/article");
    }

    static URI hookUrl(String text) {
        return webUrl(text, "https://crm.example.org/staytuned");
    }

    private static URI webUrl(String text, String example) {
        var seen = shown(text.replaceAll("//[^/]*@", "//***@"));
        try {
            var url = new URI(text);
            var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw wrong(seen + " is no web address; write for example " + example);
            }
            if (url.getRawUserInfo() != null) throw wrong(seen + " holds a user before its host; remove it and the @");
            if (!text.equals(url.toASCIIString())) {
                throw wrong(seen + " holds letters outside ASCII; write its host as A-labels such as "
                        + "xn--bcher-kva.example, and its path with percent signs");
            }
            if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 65_535) {
                throw wrong(seen + " has no host that can be reached; write for example " + example);
            }
            return url;
        } catch (URISyntaxException e) {
            var reason = e.getReason().toLowerCase(Locale.ROOT);
            throw new IllegalArgumentException(
                    seen + " is no URL (" + reason + "); write for example " + example, e);
        }
    }

    static Endpoint endpoint(String text) {
        var m = ENDPOINT.matcher(text);
        if (!m.matches()) throw wrong(shown(text) + " is not a host and a port; write for example 127.0.0.1:8080");
        var isIpv6 = m.group(1) != null;
        return new Endpoint(host(isIpv6 ? m.group(1) : m.group(3)), whole(isIpv6 ? m.group(2) : m.group(4), 0, 65_535));
    }

    /** A host's name, an international one as A-labels (RFC 5890), or an IP address. */
    static String host(String text) {
        try {
            if (text.matches("[0-9.]+") || text.contains(":")) {
                InetAddress.ofLiteral(text);
                return text;
            }
            var name = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            var sure = !DEVIATION.matcher(text).find();
            if (sure && name.length() <= 253 && LABELS.matcher(name).matches()) return name;
        } catch (IllegalArgumentException e) {
            // Said below, for both.
        }
        throw wrong(shown(text)
                + " is no host; write a name such as smtp.example.org or an IP address, without a port");
    }

    /** Whether nothing that is sent to this host leaves the machine; asks no name server. */
    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || ((host.matches("[0-9.]+") || host.contains(":")) && InetAddress.ofLiteral(host).isLoopbackAddress());
    }
}
