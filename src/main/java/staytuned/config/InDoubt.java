package staytuned.config;

/** What becomes of a letter of which nobody knows whether the relay has it. */
public enum InDoubt {
    /** It is sent again. */
    RESEND,
    /** It waits for an admin's word. */
    HOLD
}
