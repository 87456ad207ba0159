package staytuned.admin;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** One thing that a program may do, written {@code read:issues}. Who may write somewhere may read there too. */
public record Scope(boolean write, Area area) implements Comparable<Scope> {
    /**
     * Reads one.
     *
     * @throws IllegalArgumentException there is no such scope; the message says which there are
     */
    public static Scope of(String text) {
        var parts = text.split(":", -1);
        if (parts.length == 2 && (parts[0].equals("read") || parts[0].equals("write"))) {
            for (var area : Area.values()) {
                if (area.word().equals(parts[1])) return new Scope(parts[0].equals("write"), area);
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is no scope; write read: or write: and one of "
                + Arrays.stream(Area.values()).map(Area::word).collect(Collectors.joining(", ")));
    }

    /** Whether who has this may do the {@code other}. */
    public boolean covers(Scope other) {
        return (area == other.area || area == Area.ALL) && (write || !other.write);
    }

    @Override
    public int compareTo(Scope other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return (write ? "write:" : "read:") + area.name().toLowerCase(Locale.ROOT);
    }
}
