package staytuned.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import staytuned.feedback.Call;
import staytuned.feedback.Webhooks;

/** Where mail services tell of bounces and complaints. */
final class HookDoor {
    private static final int LARGEST = 1_000_000;

    private final Webhooks webhooks;

    HookDoor(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    Answer told(ServerRequest request, String provider) {
        byte[] body;
        try (var in = request.content().inputStream()) {
            body = in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (body.length > LARGEST) return Answer.plain(413, "Larger than 1 MB.");
        var headers = request.headers();
        var status = webhooks.take(
                provider, new Call(name -> headers.value(HeaderNames.create(name)).orElse(""), body));
        return Answer.plain(status, "");
    }
}
