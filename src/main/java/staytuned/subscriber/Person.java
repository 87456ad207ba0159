package staytuned.subscriber;

import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * Somebody who may become a reader.
 *
 * @param zone where they are; null where nobody knows
 */
public record Person(Address address, @Nullable ZoneId zone) {
    /**
     * Reads a time zone such as {@code Europe/Berlin}; null where the text is blank.
     *
     * @throws IllegalArgumentException there is no such zone; the message says so
     */
    public static @Nullable ZoneId zone(String text) {
        var name = text.strip();
        if (name.isEmpty()) return null;
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"" + Address.oneLine(name, 60) + "\" is no time zone; write for example Europe/Berlin", e);
        }
    }
}
