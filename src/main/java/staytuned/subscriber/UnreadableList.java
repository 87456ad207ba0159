package staytuned.subscriber;

import org.jspecify.annotations.Nullable;

/** A file cannot be read as a list of people; the message says which, where, and what would be right. */
public final class UnreadableList extends Exception {
    UnreadableList(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
