package staytuned.fetch;

/** How sending a form ended. */
public sealed interface Posted {
    /** With a status from 200 to 299. */
    record Accepted() implements Posted {}

    /** {@code reason} is in words for the admin. */
    record Refused(String reason) implements Posted {}
}
