package staytuned.holiday;

/** A calendar cannot be used; the message says why, and where. */
public final class Unreadable extends Exception {
    Unreadable(String why) {
        super(why);
    }

    Unreadable(String why, Throwable cause) {
        super(why, cause);
    }
}
