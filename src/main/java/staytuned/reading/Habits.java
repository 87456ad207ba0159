package staytuned.reading;

import java.util.Set;

/**
 * What was learnt of a source from the articles it has brought so far.
 *
 * @param lines the short lines that stand in several of its articles, as {@link Traits#lines} names them
 * @param markers what it always sets before its conclusion, as {@link Traits.Marker#mark} names it
 */
public record Habits(Set<String> lines, Set<String> markers) {
    /** Of a source about which nothing is known. */
    public static final Habits NONE = new Habits(Set.of(), Set.of());

    public Habits {
        lines = Set.copyOf(lines);
        markers = Set.copyOf(markers);
    }

    /** Whether an article with these traits may be read otherwise than without habits. */
    public boolean concern(Traits traits) {
        return traits.lines().stream().anyMatch(lines::contains)
                || traits.markers().stream().anyMatch(each -> markers.contains(each.mark()));
    }
}
