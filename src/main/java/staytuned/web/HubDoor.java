package staytuned.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import staytuned.websub.Callback;

/** Where hubs ask us back, and push what is new (WebSub). */
final class HubDoor {
    /** 10 MB, as for a feed that is fetched. */
    private static final int LARGEST = 10_000_000;
    /** What the web server itself breaks off at: above, so that a body in chunks is refused by us, with an answer. */
    static final int LARGEST_READ = 2 * LARGEST;

    private final Callback callback;

    HubDoor(Callback callback) {
        this.callback = callback;
    }

    /** The challenge is the hub's: it goes back as plain text, which nobody's browser runs. */
    Answer verified(ServerRequest request, String token) {
        return callback.verify(token, name -> request.query().first(name).asOptional())
                .map(challenge -> Answer.plain(200, challenge))
                .orElseGet(() -> Answer.plain(404, "We did not ask for this."));
    }

    /** Says yes to what is not rightly signed too, and ignores it (WebSub section 7.1). */
    Answer pushed(ServerRequest request, String token) {
        if (!callback.listens(token)) return Answer.plain(410, "Nobody listens here any more.");
        byte[] body;
        try (var in = request.content().inputStream()) {
            body = in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (body.length > LARGEST) return Answer.plain(413, "Larger than 10 MB.");
        var headers = request.headers();
        callback.take(
                token,
                headers.value(HeaderNames.create("X-Hub-Signature")).orElse(null),
                headers.value(HeaderNames.CONTENT_TYPE).orElse(null),
                body);
        return Answer.plain(202, "");
    }
}
