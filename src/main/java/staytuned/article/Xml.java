package staytuned.article;

import java.util.regex.Pattern;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;

/**
 * XML from strangers, made harmless before a parser sees it: no document type, so that there is nothing to fetch or to
 * expand; HTML's entities as the letters they stand for, unknown ones as text; no characters that XML forbids.
 */
final class Xml {
    private static final int DEPTH = 500;
    /** A feed of 10,000 items has some 150,000; many more are memory and no news. */
    private static final int ELEMENTS = 300_000;
    private static final int LONGEST_REFERENCE = 32;
    private static final Pattern NUMBER = Pattern.compile("#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}");

    private final String in;
    private final StringBuilder out;
    private int at;
    private int depth;
    private int elements;
    /** The next ">" that was looked for, so that none is looked for twice. */
    private int closing = -1;

    private Xml(String in) {
        this.in = in;
        out = new StringBuilder(in.length());
    }

    /** The harmless text; null when its elements are too many or too deep to be a feed's. */
    static @Nullable String tidy(String xml) {
        var tidying = new Xml(xml.strip());
        return tidying.all() ? tidying.out.toString() : null;
    }

    private boolean all() {
        while (at < in.length()) {
            char c = in.charAt(at);
            if (c == '&') {
                reference();
            } else if (c != '<') {
                copy(textEnd());
            } else if (in.startsWith("<![CDATA[", at)) {
                copyThrough("]]>");
            } else if (in.startsWith("<!--", at)) {
                skipThrough("-->", at + 4);
            } else if (in.startsWith("<?", at)) {
                copyThrough("?>");
            } else if (in.regionMatches(true, at, "<!DOCTYPE", 0, 9)) {
                skipDoctype();
            } else {
                tag();
                if (depth > DEPTH || elements > ELEMENTS) return false;
                copy(at + 1);
            }
        }
        return true;
    }

    private void tag() {
        if (in.startsWith("</", at)) {
            depth--;
        } else {
            elements++;
            if (!closesItself()) depth++;
        }
    }

    private boolean closesItself() {
        if (closing < at) closing = in.indexOf('>', at);
        if (closing < 0) closing = in.length();
        return closing < in.length() && in.charAt(closing - 1) == '/';
    }

    private int textEnd() {
        int end = at;
        while (end < in.length() && in.charAt(end) != '&' && in.charAt(end) != '<') end++;
        return end;
    }

    /** Copies up to {@code to}, without the characters that XML forbids. */
    private void copy(int to) {
        for (int from = at; at < to; from = ++at) {
            while (at < to && allowed(in.charAt(at))) at++;
            out.append(in, from, at);
            if (at >= to) return;
        }
    }

    private static boolean allowed(char c) {
        return c >= ' ' ? c != '\uFFFE' && c != '\uFFFF' : c == '\n' || c == '\t' || c == '\r';
    }

    private void copyThrough(String end) {
        int stop = in.indexOf(end, at);
        copy(stop < 0 ? in.length() : stop + end.length());
    }

    private void skipThrough(String end, int from) {
        int stop = in.indexOf(end, from);
        at = stop < 0 ? in.length() : stop + end.length();
    }

    /** Up to the ">" that is neither in quotes nor inside the brackets of an internal subset. */
    private void skipDoctype() {
        int brackets = 0;
        char quote = 0;
        for (; at < in.length(); at++) {
            char c = in.charAt(at);
            if (quote != 0) {
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '[') {
                brackets++;
            } else if (c == ']') {
                brackets--;
            } else if (c == '>' && brackets <= 0) {
                at++;
                return;
            }
        }
    }

    private void reference() {
        int end = in.indexOf(';', at, Math.min(in.length(), at + LONGEST_REFERENCE));
        var name = end < 0 ? "" : in.substring(at + 1, end);
        // As numbers, because the JDK's parser refuses a document with more than 100,000 references by name.
        int code = switch (name) {
            case "amp" -> '&';
            case "lt" -> '<';
            case "gt" -> '>';
            case "quot" -> '"';
            case "apos" -> '\'';
            default -> numbered(name);
        };
        if (code >= 0) {
            if (allowed(code)) number(code);
        } else if (!name.isEmpty() && Entities.isNamedEntity(name)) {
            Entities.getByName(name).codePoints().forEach(this::number);
        } else {
            number('&');
            at++;
            return;
        }
        at = end + 1;
    }

    private void number(int code) {
        out.append("&#").append(code).append(';');
    }

    /** The code in "#65" or "#x41"; -1 where there is none. */
    private static int numbered(String name) {
        if (!name.startsWith("#") || !NUMBER.matcher(name).matches()) return -1;
        boolean hex = Character.toLowerCase(name.charAt(1)) == 'x';
        return Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
    }

    private static boolean allowed(int code) {
        if (code < 0x20) return code == 0x9 || code == 0xA || code == 0xD;
        return code < 0xD800 || (code > 0xDFFF && code < 0xFFFE) || (code > 0xFFFF && code <= 0x10FFFF);
    }
}
