package staytuned.article;

import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;

/**
 * XML from strangers, made harmless before a parser sees it: no document type, so that there is nothing to fetch or to
 * expand; HTML's entities as the letters they stand for, unknown ones as text; no characters that XML forbids.
 */
final class Xml {
    private static final int DEPTH = 500;

    private final String in;
    private final StringBuilder out;
    private int at;
    private int depth;

    private Xml(String in) {
        this.in = in;
        out = new StringBuilder(in.length());
    }

    /** The harmless text; null when its elements are nested too deeply to be a feed's. */
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
                keep(c);
            } else if (in.startsWith("<![CDATA[", at)) {
                copyThrough("]]>");
            } else if (in.startsWith("<!--", at)) {
                skipThrough("-->", at + 4);
            } else if (in.regionMatches(true, at, "<!DOCTYPE", 0, 9)) {
                skipDoctype();
            } else {
                if (in.startsWith("</", at)) depth--;
                else if (in.startsWith("<?", at)) depth += 0;
                else if (!closesItself()) depth++;
                if (depth > DEPTH) return false;
                keep(c);
            }
        }
        return true;
    }

    private boolean closesItself() {
        int end = in.indexOf('>', at);
        return end > 0 && in.charAt(end - 1) == '/';
    }

    private void keep(char c) {
        at++;
        boolean allowed = c >= ' ' ? c != '\uFFFE' && c != '\uFFFF' : c == '\n' || c == '\t' || c == '\r';
        if (allowed) out.append(c);
    }

    private void copyThrough(String end) {
        int stop = in.indexOf(end, at);
        int to = stop < 0 ? in.length() : stop + end.length();
        while (at < to) keep(in.charAt(at));
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
        int end = in.indexOf(';', at);
        var name = end < 0 || end - at > 32 ? "" : in.substring(at + 1, end);
        if (name.matches("amp|lt|gt|quot|apos")) {
            out.append(in, at, end + 1);
        } else if (name.matches("#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}")) {
            boolean hex = Character.toLowerCase(name.charAt(1)) == 'x';
            int code = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
            if (allowed(code)) out.append("&#").append(code).append(';');
        } else if (!name.isEmpty() && Entities.isNamedEntity(name)) {
            Entities.getByName(name).codePoints().forEach(code -> out.append("&#").append(code).append(';'));
        } else {
            out.append("&amp;");
            at++;
            return;
        }
        at = end + 1;
    }

    private static boolean allowed(int code) {
        if (code < 0x20) return code == 0x9 || code == 0xA || code == 0xD;
        return code < 0xD800 || (code > 0xDFFF && code < 0xFFFE) || (code > 0xFFFF && code <= 0x10FFFF);
    }
}
