package staytuned.api;

import java.util.Locale;

/** The ways in which a call fails (RFC 9457 section 4.2.1: each has an address that says more). */
enum Kind {
    MALFORMED(400, "The call cannot be read", "Mend what the detail names, and call again."),
    UNAUTHORIZED(401, "A token is needed", "Send \"Authorization: Bearer TOKEN\"; \"tokens add\" makes one."),
    FORBIDDEN(403, "The token may not do this", "Ask an admin for a token with the scope that the detail names."),
    NOT_FOUND(404, "There is no such thing", "List what there is; the document names every address."),
    NO_SUCH_METHOD(405, "This is not done here", "Use one of the methods in the header Allow."),
    NOT_ACCEPTABLE(406, "Only JSON is offered", "Accept application/json."),
    CONFLICT(409, "It is in no state for that", "Look at it as it is now, and decide anew."),
    TOO_LARGE(413, "The body is too large", "Send no more than 64 KB."),
    NO_JSON(415, "Only JSON is understood", "Send Content-Type: application/json."),
    REFUSED(422, "A value cannot be used", "Mend what the detail and the errors name, and call again."),
    TOO_OFTEN(429, "Too many calls", "Wait as many seconds as Retry-After says."),
    BROKEN(500, "Something is wrong here", "Tell the admin; the log says more.");

    final int status;
    final String title;
    final String cure;

    Kind(int status, String title, String cure) {
        this.status = status;
        this.title = title;
        this.cure = cure;
    }

    /** As it stands at the end of its type, and as the response is called in the document. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
