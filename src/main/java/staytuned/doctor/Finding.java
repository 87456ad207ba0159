package staytuned.doctor;

/**
 * What was found out about one thing.
 *
 * @param about such as "SPF of example.org"
 * @param cure what to do; empty where all is well
 */
public record Finding(Level level, String about, String says, String cure) {
    /** How bad it is. */
    public enum Level {
        OK,
        WARNING,
        ERROR
    }

    public static Finding ok(String about, String says) {
        return new Finding(Level.OK, about, says, "");
    }

    public static Finding warning(String about, String says, String cure) {
        return new Finding(Level.WARNING, about, says, cure);
    }

    public static Finding error(String about, String says, String cure) {
        return new Finding(Level.ERROR, about, says, cure);
    }
}
