package staytuned.article;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import staytuned.reading.Content;
import staytuned.reading.Reading;
import staytuned.text.Characters;

/**
 * An item as it was read, ready to be kept.
 *
 * @param reason why it is unreadable; null when it is not
 */
record Finding(Identity identity, Item item, Reading reading, @Nullable String reason) {
    static Finding readable(Identity identity, Item item, Reading reading) {
        return new Finding(identity, item, reading, null);
    }

    /** The same under another identity. */
    Finding as(Identity other) {
        return new Finding(other, item, reading, reason);
    }

    /** The same, published at that time. */
    Finding due(Instant published) {
        var dated = new Item(item.guid(), item.author(), published, item.content(), item.labels());
        return new Finding(identity, dated, reading, reason);
    }

    /** Kept under its name, so that its reason is told once. */
    static Finding unreadable(Identity identity, String name, String language, String reason) {
        var content = new Content(Content.TEXT, "", name, null, null);
        return new Finding(
                identity,
                new Item(null, null, null, content),
                new Reading(Characters.cut(name, 300), language, null, null, null, 1),
                Characters.cut(reason, 1000));
    }
}
