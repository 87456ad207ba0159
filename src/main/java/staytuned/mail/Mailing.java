package staytuned.mail;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What all copies of one letter have in common. What is each reader's own stands in it as a mark: a text that nobody
 * can have written into the letter, in the place of the reader's value.
 *
 * <p>So a courier may prepare a mailing once and fill in only the values for each reader.
 *
 * @param language a BCP 47 tag
 * @param headers further headers, in their order; names and values in ASCII, on one line; marks may stand in the values,
 *     and one whose value is empty for a reader is left out of their copy
 * @param text the text/plain part, with its marks
 * @param html the text/html part, with its marks; a value is escaped there
 * @param marks the marks that stand in subject, headers, text and html
 */
public record Mailing(
        Instant date,
        Address from,
        String subject,
        String language,
        Map<String, String> headers,
        String text,
        String html,
        List<String> marks) {
    private static final Pattern MARK = Pattern.compile("[!-~]+");

    public Mailing {
        marks = List.copyOf(marks);
        for (var mark : marks) {
            if (!MARK.matcher(mark).matches()) throw new IllegalArgumentException("\"" + mark + "\" is no mark");
        }
    }

    /** Whether some reader's value stands in {@code part}. */
    public boolean varies(String part) {
        return marks.stream().anyMatch(part::contains);
    }

    /**
     * {@code part} with each mark replaced by its value; a value that looks like a mark stays as it is.
     *
     * @throws IllegalArgumentException a mark stands in {@code part} that has no value
     */
    public String fill(String part, Map<String, String> values) {
        return fill(part, values, UnaryOperator.identity());
    }

    /** {@link #fill} for a part of {@link #html}: the values are escaped. */
    public String fillHtml(String part, Map<String, String> values) {
        return fill(part, values, Mailing::escaped);
    }

    private String fill(String part, Map<String, String> values, UnaryOperator<String> form) {
        var filled = new StringBuilder(part.length());
        var done = 0;
        for (var at = next(part, 0); at < part.length(); at = next(part, done)) {
            var here = at;
            var mark = marks.stream().filter(each -> part.startsWith(each, here)).findFirst().orElseThrow();
            var value = values.get(mark);
            if (value == null) throw new IllegalArgumentException("the mark " + mark + " has no value");
            filled.append(part, done, at).append(form.apply(value));
            done = at + mark.length();
        }
        return done == 0 ? part : filled.append(part, done, part.length()).toString();
    }

    /** Where the next mark stands, or the end of {@code part}. */
    private int next(String part, int from) {
        var next = part.length();
        for (var mark : marks) {
            var at = part.indexOf(mark, from);
            if (at >= 0 && at < next) next = at;
        }
        return next;
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The copy that {@code copy} names, as a message of its own. */
    Message message(Copy copy) {
        var filled = new LinkedHashMap<String, String>();
        headers.forEach((name, value) -> {
            var own = fill(value, copy.values());
            if (!own.isEmpty()) filled.put(name, own);
        });
        return new Message(
                copy.id(),
                date,
                from,
                copy.envelopeFrom(),
                copy.to(),
                fill(subject, copy.values()),
                language,
                filled,
                fill(text, copy.values()),
                fillHtml(html, copy.values()));
    }
}
