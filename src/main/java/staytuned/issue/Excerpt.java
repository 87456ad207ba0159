package staytuned.issue;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts that fall between words and never inside a character. */
final class Excerpt {
    private Excerpt() {}

    /** {@code text} on one line, at most {@code longest} characters of it, cut between words with an ellipsis. */
    static String line(String text, int longest) {
        var line = text.replaceAll("\\s+", " ").strip();
        if (line.length() <= longest) return line;
        var space = line.lastIndexOf(' ', longest - 1);
        // A script without spaces, or one endless word: between two characters as a reader sees them.
        var end = space > longest / 2 ? space : characterBoundary(line, longest - 1);
        return line.substring(0, end).replaceFirst("[\\s,;:.–—-]+$", "") + "…";
    }

    /** The paragraphs that {@code text} separates by blank lines, as many as fit into {@code longest} characters. */
    static List<String> paragraphs(String text, int longest) {
        var kept = new ArrayList<String>();
        var room = longest;
        for (var paragraph : text.split("\n\n", -1)) {
            if (paragraph.isBlank()) continue;
            if (paragraph.length() > room) {
                if (kept.isEmpty()) kept.add(line(paragraph, longest));
                break;
            }
            kept.add(paragraph.strip());
            room -= paragraph.length();
        }
        return kept;
    }

    private static int characterBoundary(String line, int upTo) {
        var characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(line);
        return characters.preceding(upTo + 1);
    }
}
