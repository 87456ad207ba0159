package staytuned.feedback;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a mail says to people, apart from the message that it returns.
 *
 * @param report the words of whoever wrote it, without what they quote
 * @param original the returned message as far as it is there: its headers, mostly
 */
record BounceText(String report, String original) {
    private static final int LONGEST = 40_000;
    private static final int MOST_LINES = 2_000;
    private static final Pattern HEADER = Pattern.compile(
            "(?i)>?\\s{0,8}(?:Return-Path|Received|From|To|Message-ID|Date|Subject|MIME-Version|Content-Type"
                    + "|Reply-To|DKIM-Signature|X-[A-Za-z-]{2,30}|Sender|User-Agent|List-[A-Za-z]+"
                    + "|Content-Transfer-Encoding):.*");
    /** So many header lines close together are a returned message. */
    private static final int HEADERS = 4;

    private static final Pattern QUOTED = Pattern.compile("^\\s{0,4}>(?!>>|\\s?[45]\\d\\d).*");

    static BounceText of(Incoming mail, Sighting sighting) {
        var plain = new StringBuilder();
        var html = new StringBuilder();
        var original = new StringBuilder();
        for (var piece : mail.pieces()) {
            if (piece.is("message/rfc822", "text/rfc822-headers", "message/rfc822-headers") || piece.level() > 0) {
                original.append(piece.text()).append('\n');
            } else if (piece.is("text/html")) {
                html.append(piece.text()).append('\n');
            } else if (piece.type().startsWith("text/") || piece.type().startsWith("multipart/")) {
                plain.append(piece.text()).append('\n');
            }
        }
        var text = plain.toString().isBlank() ? html.toString() : plain.toString();
        return split(text.length() > LONGEST ? text.substring(0, LONGEST) : text, original.toString(), sighting);
    }

    private static BounceText split(String text, String original, Sighting sighting) {
        var lines = text.lines().limit(MOST_LINES).toList();
        var end = end(lines, sighting);
        var report = new ArrayList<String>();
        for (var line : lines.subList(0, end)) if (!QUOTED.matcher(line).matches()) report.add(line);
        var rest = String.join("\n", lines.subList(end, lines.size()));
        return new BounceText(String.join("\n", report), rest + "\n" + original);
    }

    /** Where the returned message begins: behind a line that says so, or where many headers stand together. */
    private static int end(List<String> lines, Sighting sighting) {
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (HEADER.matcher(line).matches() && headers(lines, i) >= HEADERS) return i;
            // Some return it first, and the reason last: such a line must have headers behind it.
            if (i > 0 && sighting.announcesOriginal(line) && headers(lines, i + 1) >= 2) return i;
        }
        return lines.size();
    }

    private static int headers(List<String> lines, int from) {
        var count = 0;
        for (var i = from; i < Math.min(lines.size(), from + 14); i++) {
            if (HEADER.matcher(lines.get(i)).matches()) count++;
        }
        return count;
    }
}
