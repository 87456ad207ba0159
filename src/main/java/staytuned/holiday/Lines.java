package staytuned.holiday;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The content lines of a calendar (RFC 5545 section 3.1). */
final class Lines {
    private static final int LONGEST = 20_000;

    private Lines() {}

    /**
     * A property, such as {@code DTSTART;VALUE=DATE:20261225}.
     *
     * @param number of the line on which it begins
     * @param name in capitals
     * @param parameters what stands between name and value, with its semicolons
     */
    record Line(int number, String name, String parameters, String value) {
        /** The value of a parameter, without its quotes; empty where it is not there. */
        String parameter(String key) {
            for (var each : parameters.split(";", -1)) {
                var equals = each.indexOf('=');
                if (equals > 0 && each.substring(0, equals).equalsIgnoreCase(key)) {
                    return each.substring(equals + 1).replace("\"", "");
                }
            }
            return "";
        }

        /** What is wrong with it, as a sentence. */
        String wrong(String why) {
            var shown = value.length() > 40 ? value.substring(0, 40) + "…" : value;
            return "line " + number + ": " + name + " \"" + shown.replaceAll("\\p{Cntrl}", "?") + "\" " + why;
        }
    }

    /** All lines, where one that begins with a blank goes on with the one before. */
    static List<Line> of(String text) throws Unreadable {
        var lines = new ArrayList<Line>();
        var whole = new StringBuilder();
        var first = 0;
        var number = 0;
        for (var raw : text.split("\r\n|\n|\r", -1)) {
            number++;
            if (!raw.isEmpty() && (raw.charAt(0) == ' ' || raw.charAt(0) == '\t')) {
                whole.append(raw, 1, raw.length());
            } else {
                add(lines, first, whole.toString());
                whole.setLength(0);
                whole.append(raw);
                first = number;
            }
            if (whole.length() > LONGEST) throw new Unreadable("line " + first + " is too long");
        }
        add(lines, first, whole.toString());
        return lines;
    }

    private static void add(List<Line> lines, int number, String line) throws Unreadable {
        if (line.isBlank()) return;
        var quoted = false;
        var name = -1;
        for (var i = 0; i < line.length(); i++) {
            var c = line.charAt(i);
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            if (c == ';' && name < 0) name = i;
            if (c != ':') continue;
            var end = name < 0 ? i : name;
            lines.add(new Line(number, line.substring(0, end).strip().toUpperCase(Locale.ROOT), line.substring(end, i),
                    line.substring(i + 1).strip()));
            return;
        }
        throw new Unreadable("line " + number + " has no colon: it is no line of a calendar");
    }
}
