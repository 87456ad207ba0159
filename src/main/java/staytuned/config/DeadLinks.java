package staytuned.config;

/** What becomes of a letter with links that lead nowhere. */
enum DeadLinks {
    /** Its links are asked before it is frozen; one that is gone holds it. */
    HOLD,
    /** They are not asked. */
    IGNORE
}
