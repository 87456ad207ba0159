package staytuned.fetch;

/** How asking an address ended, whatever stands there. */
public sealed interface Asked {
    /** With this status, after all redirects (RFC 9110 section 15). */
    record Answered(int status) implements Asked {}

    /** Not at all; {@code reason} is in words for the admin. */
    record Silent(String reason) implements Asked {}
}
