package staytuned.web;

import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a form sent, as application/x-www-form-urlencoded: each field with its values. */
public record Form(Map<String, List<String>> fields) {
    static final int LARGEST = 64 * 1024;
    private static final int LARGEST_HEARD = 1024 * 1024;
    /** More than any form of ours has. */
    private static final int MOST = 500;

    /** @throws TooLarge it is larger than any form of ours */
    static Form of(ServerRequest request) {
        byte[] body;
        try (var in = request.content().inputStream()) {
            body = in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (body.length > LARGEST) refuse(request);
        return of(new String(body, StandardCharsets.UTF_8));
    }

    /** Does not take what is too large, but hears it: who is still sending when we hang up does not hear why. */
    static void refuse(ServerRequest request) {
        try (var in = request.content().inputStream()) {
            in.skip(LARGEST_HEARD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new TooLarge();
    }

    /** What stands in such a body. */
    static Form of(String body) {
        var fields = new LinkedHashMap<String, List<String>>();
        for (var each : body.split("&", MOST + 1)) {
            var equals = each.indexOf('=');
            if (equals < 1) continue;
            fields.computeIfAbsent(decoded(each.substring(0, equals)), _ -> new ArrayList<>())
                    .add(decoded(each.substring(equals + 1)));
        }
        return new Form(fields);
    }

    /** The first value of a field, without blanks around it; empty where there is none. */
    public String first(String name) {
        var values = all(name);
        return values.isEmpty() ? "" : values.getFirst().strip();
    }

    /** All values of a field. */
    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** What no browser would send stands for itself. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** More was sent than any form of ours can hold. */
    static final class TooLarge extends RuntimeException {}
}
