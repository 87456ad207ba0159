package staytuned.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import staytuned.text.Characters;

/** Plain text as blocks: one line is one block, hard wraps are joined again, and short lines are headings. */
final class TextBlocks {
    /** Possessive: backing up over a group costs stack, and a stranger's line may be long. */
    private static final Pattern RULE = Pattern.compile("(?:[-*_=~—] ?){3,}+");
    private static final Pattern BULLET = Pattern.compile("[-*•·▪◦‣]\\s+(?=\\S)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}[.)]\\s+(?=\\S)");
    /** More than any article has; each costs memory, be it empty. */
    private static final int LINES = 200_000;
    private static final int HEADING = 80;
    /** The least length of a line that was wrapped because it was full. */
    private static final int FULL = 45;

    private TextBlocks() {}

    static List<Block> parse(String text) {
        var lines = joined(text.lines().limit(LINES).map(Characters::spaced).toList());
        var blocks = new ArrayList<Block>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.isEmpty()) continue;
            if (RULE.matcher(line).matches()) {
                if (!underlines(lines, i, blocks)) blocks.add(Block.BREAK);
            } else if (item(lines, i)) {
                blocks.add(Block.item(unmarked(line)));
            } else if (heading(lines, i)) {
                blocks.add(Block.heading(2, line));
            } else if (line.startsWith(">")) {
                blocks.add(new Block(Block.Kind.QUOTE, 0, line.substring(1).strip(), 0));
            } else {
                blocks.add(Block.paragraph(line));
            }
        }
        return blocks;
    }

    /** A line of = or - right under a short line makes that line a heading. */
    private static boolean underlines(List<String> lines, int at, List<Block> blocks) {
        if (at == 0 || blocks.isEmpty() || lines.get(at - 1).isEmpty()) return false;
        var above = blocks.getLast();
        if (above.text().length() >= HEADING || !above.text().equals(lines.get(at - 1))) return false;
        blocks.set(blocks.size() - 1, Block.heading(2, above.text()));
        return true;
    }

    /** A numbered line is an item only beside another one: "3. Conclusion" alone may be a heading. */
    private static boolean item(List<String> lines, int at) {
        if (bullet(lines.get(at))) return true;
        return numbered(lines.get(at)) && (numbered(neighbour(lines, at, -1)) || numbered(neighbour(lines, at, 1)));
    }

    private static boolean bullet(String line) {
        return BULLET.matcher(line).lookingAt();
    }

    private static boolean numbered(String line) {
        return NUMBER.matcher(line).lookingAt();
    }

    private static String unmarked(String line) {
        var bare = BULLET.matcher(line);
        return bare.lookingAt() ? line.substring(bare.end()) : NUMBER.matcher(line).replaceFirst("");
    }

    private static String neighbour(List<String> lines, int at, int step) {
        for (int i = at + step; i >= 0 && i < lines.size(); i += step) if (!lines.get(i).isEmpty()) return lines.get(i);
        return "";
    }

    /** A short line without a sentence end, when after it and other such lines a longer one follows. */
    private static boolean heading(List<String> lines, int at) {
        if (!title(lines.get(at))) return false;
        int longest = lines.get(at).length();
        for (int i = at + 1, seen = 0; i < lines.size() && seen < 4; i++) {
            var next = lines.get(i);
            if (next.isEmpty() || RULE.matcher(next).matches()) continue;
            if (item(lines, i) || next.length() > longest || !title(next)) {
                return item(lines, i) || next.length() > longest;
            }
            seen++;
        }
        return false;
    }

    private static boolean title(String line) {
        if (line.length() >= HEADING || bullet(line) || line.startsWith(">")
                || !line.codePoints().anyMatch(Character::isLetterOrDigit)) {
            return false;
        }
        char last = line.charAt(line.length() - 1);
        if (last == ':' || last == '：') return line.split(" ", -1).length <= 4;
        return ".!…;,。！；，、".indexOf(last) < 0;
    }

    /** Lines of a hard-wrapped text joined to paragraphs; those of any other text as they are. */
    private static List<String> joined(List<String> lines) {
        if (!wrapped(lines)) return lines;
        var out = new ArrayList<String>();
        var open = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            boolean alone = line.isEmpty() || RULE.matcher(line).matches();
            if ((alone || bullet(line) || numbered(line)) && !open.isEmpty()) {
                out.add(open.toString());
                open.setLength(0);
            }
            if (alone || (open.isEmpty() && above(lines, i))) {
                out.add(line);
            } else {
                if (!open.isEmpty()) open.append(' ');
                open.append(line);
            }
        }
        if (!open.isEmpty()) out.add(open.toString());
        return out;
    }

    /** Whether the line is too short to have been wrapped before the next: a heading right above its paragraph. */
    private static boolean above(List<String> lines, int at) {
        return at + 1 < lines.size() && lines.get(at).length() < FULL && title(lines.get(at))
                && lines.get(at + 1).length() >= FULL && Character.isUpperCase(lines.get(at + 1).codePointAt(0));
    }

    /** No line is long, and most lines that another one follows directly are full and end within a sentence. */
    private static boolean wrapped(List<String> lines) {
        int followed = 0;
        int full = 0;
        for (int i = 0; i + 1 < lines.size(); i++) {
            var line = lines.get(i);
            if (line.length() > 100) return false;
            if (line.isEmpty() || lines.get(i + 1).isEmpty() || bullet(lines.get(i + 1))) continue;
            followed++;
            if (line.length() >= FULL && ".!?:…".indexOf(line.charAt(line.length() - 1)) < 0) full++;
        }
        return followed >= 2 && full * 2 > followed && lines.getLast().length() <= 100;
    }
}
