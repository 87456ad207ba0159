package staytuned.config;

import java.nio.file.Path;
import staytuned.mail.Address;

/**
 * One thing in the file that cannot be: where it stands, what is wrong, and what would be right.
 *
 * @param line counted from 1
 * @param key the path of keys to it, such as {@code relays[0].port}; empty where the file as a whole is meant
 */
public record Mistake(Path file, int line, String key, String says) {
    private static final int LONGEST = 500;

    public Mistake {
        key = Address.oneLine(key, LONGEST);
        says = Address.oneLine(says, LONGEST);
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + says;
    }
}
