package staytuned.cli;

/** A command could not do what it was asked; the message says why, on one line or more. */
final class Failure extends RuntimeException {
    /** It was done in part, or not at all. */
    static final int FAILED = 1;
    /** The command or the config was wrong. */
    static final int USAGE = 2;

    private final int exitCode;

    Failure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What {@code cause} says, which is meant for the admin. */
    Failure(int exitCode, Exception cause) {
        this(exitCode, String.valueOf(cause.getMessage()));
    }

    int exitCode() {
        return exitCode;
    }
}
