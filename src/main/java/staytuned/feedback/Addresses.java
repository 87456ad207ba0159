package staytuned.feedback;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds mail addresses in what others wrote. */
final class Addresses {
    /** Bounded everywhere, so that no text takes long. */
    static final Pattern ADDRESS = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,128}"
                    + "@(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})\\.){1,8}[A-Za-z][A-Za-z0-9-]{1,62}");

    private static final int LONGEST = 320;

    private Addresses() {}

    /** All that stand in a text, in their order. */
    static List<String> in(String text) {
        var found = new ArrayList<String>();
        var addresses = ADDRESS.matcher(text);
        while (addresses.find() && found.size() < 200) found.add(bare(addresses.group()));
        return found;
    }

    /** Without quotes and prefixes that are no part of it. */
    static String bare(String address) {
        var bare = address.replaceAll("^(?:(?i:smtp|mailto|rfc822)[:=])|^['*=`/.-]+", "");
        return bare.isEmpty() || bare.startsWith("@") ? address : bare;
    }

    /**
     * The address in a field such as {@code rfc822; <ann@example.net> (expanded)} (RFC 3464 section 2.3.2), with its
     * type or without; null where there is none.
     */
    static @Nullable String ofField(@Nullable String field) {
        if (field == null) return null;
        var end = field.indexOf(';');
        var type = end < 0 ? "" : field.substring(0, end).strip();
        var rest = field.substring(end + 1).strip();
        if (type.equalsIgnoreCase("x400") || type.equalsIgnoreCase("x-x400")) return null;
        var found = in(rest);
        if (!found.isEmpty() && rest.codePoints().allMatch(each -> each < 128)) return found.getFirst();
        // RFC 6533: an address in UTF-8.
        var bare = rest.replaceAll("^<|>.*$", "").strip();
        var at = bare.lastIndexOf('@');
        return at > 0 && at < bare.length() - 1 && bare.length() <= LONGEST && !bare.contains(" ") ? bare : null;
    }
}
