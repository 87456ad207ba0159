package staytuned.delivery;

/** What becomes of a letter of which nobody knows whether the relay has it. */
public enum InDoubt {
    /** It is handed over again: nobody is left out, and somebody may get it twice. */
    RESEND,
    /** It waits for an admin's word: nobody gets it twice, and somebody may be left out until then. */
    HOLD
}
