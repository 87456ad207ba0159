package staytuned.api;

/** What a call brings: its parameters, or its body. What of it may be absent is marked as nullable. */
interface Asked {
    /** Nothing. */
    @Note("Nothing.")
    record Nothing() implements Asked {}

    /** One thing by its number. */
    @Note("One thing.")
    record One(@Note("Its number.") long id) implements Asked {}
}
