package staytuned.config;

/** How much of an article stands in its letter. */
public enum LetterContent {
    /** Its beginning, its conclusion and what to stay tuned for. */
    EXCERPT,
    /** All of it, as far as a letter may be long. */
    FULL
}
