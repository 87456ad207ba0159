package staytuned.feedback;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A list of wordings from a resource file; found in texts that {@link #normal} has prepared. */
final class Wording {
    /** How far apart the pieces of a wording may stand that has a star. */
    private static final int GAP = 80;
    /** How many beginnings of a wording are tried in one text. */
    private static final int TRIES = 50;

    private final List<List<String>> phrases;

    /** Where a wording stands in a text. */
    record Found(int at, int length) {
        /** Whether it counts before {@code other}: it begins earlier, or there too and is longer. */
        boolean before(@Nullable Found other) {
            return other == null || at < other.at || (at == other.at && length > other.length);
        }
    }

    private Wording(List<String> lines) {
        phrases = lines.stream().map(each -> List.of(normal(each).split(" ?\\* ?"))).toList();
    }

    /** The sections of a file of this package, by their names. */
    static Map<String, Wording> read(String file) {
        var sections = new LinkedHashMap<String, List<String>>();
        List<String> section = new ArrayList<>();
        try (var in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Wording.class.getResourceAsStream(file), file), StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.matches("\\[[a-z-]+]")) {
                    section = sections.computeIfAbsent(line.substring(1, line.length() - 1), _ -> new ArrayList<>());
                } else if (!line.isBlank() && !line.startsWith("# ")) {
                    section.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var read = new LinkedHashMap<String, Wording>();
        sections.forEach((name, lines) -> read.put(name, new Wording(lines)));
        return read;
    }

    /** In lower case, with single spaces and straight quotes. */
    static String normal(String text) {
        var out = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\u2019' || c == '\u2018') {
                out.append('\'');
            } else if (Character.isWhitespace(c) || c == '\u00A0') {
                if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') out.append(' ');
            } else if (c != '\u00AD' && c != '\u200B') {
                out.append(c);
            }
        }
        return out.toString().toLowerCase(Locale.ROOT);
    }

    /** The first of them in a text, and of those that begin together the longest; null where there is none. */
    @Nullable Found first(String text) {
        Found first = null;
        for (var phrase : phrases) {
            var found = find(phrase, text);
            if (found != null && found.before(first)) first = found;
        }
        return first;
    }

    boolean in(String text) {
        return phrases.stream().anyMatch(each -> find(each, text) != null);
    }

    /** Whether a text begins with one of them. */
    boolean begins(String text) {
        return phrases.stream().anyMatch(each -> each.size() == 1 && text.startsWith(each.getFirst()));
    }

    private static @Nullable Found find(List<String> phrase, String text) {
        var head = phrase.getFirst();
        var at = text.indexOf(head);
        for (var tries = 0; at >= 0 && tries < TRIES; tries++) {
            var end = end(phrase, text, at + head.length());
            if (end >= 0) return new Found(at, end - at);
            at = text.indexOf(head, at + 1);
        }
        return null;
    }

    /** Where a phrase ends whose first piece ends at {@code from}; -1 where the others do not follow. */
    private static int end(List<String> phrase, String text, int from) {
        var at = from;
        for (var piece : phrase.subList(1, phrase.size())) {
            var next = text.substring(at, Math.min(text.length(), at + GAP + piece.length())).indexOf(piece);
            if (next < 0) return -1;
            at += next + piece.length();
        }
        return at;
    }
}
