package staytuned.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The hub's side of WebSub, at /hub of a web server: it asks back, denies and pushes when the test says so. */
public final class TestHub implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 202;

    public TestHub(Web web) {
        web.on("/hub", exchange -> {
            var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean taken = exchange.getRequestMethod().equals("POST") && status == 202;
            if (taken) asked.add(parsed(form));
            Web.send(exchange, status, taken ? new byte[0] : "No <b>room</b>".getBytes(StandardCharsets.UTF_8));
        });
    }

    /** From now on answers with this status; only 202 takes what it is asked. */
    public void answer(int next) {
        status = next;
    }

    /** What it was asked, in order. */
    public List<Map<String, String>> asked() {
        return asked;
    }

    public Map<String, String> last() {
        return asked.getLast();
    }

    /** Asks back whether what it was asked last was meant; grants so many seconds. */
    public HttpResponse<String> verify(String challenge, long lease) throws IOException, InterruptedException {
        return say(Map.of("hub.mode", last().get("hub.mode"), "hub.topic", last().get("hub.topic"),
                "hub.challenge", challenge, "hub.lease_seconds", Long.toString(lease)));
    }

    public HttpResponse<String> deny(String reason) throws IOException, InterruptedException {
        return say(Map.of("hub.mode", "denied", "hub.topic", last().get("hub.topic"), "hub.reason", reason));
    }

    /** Sends these parameters to the callback that it was given last. */
    public HttpResponse<String> say(Map<String, String> parameters) throws IOException, InterruptedException {
        return say(last().get("hub.callback"), parameters);
    }

    public HttpResponse<String> say(String callback, Map<String, String> parameters)
            throws IOException, InterruptedException {
        var query = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
        return client.send(HttpRequest.newBuilder(URI.create(callback + query)).build(), BodyHandlers.ofString());
    }

    /** Pushes, signed with the secret that it was given last. */
    public HttpResponse<String> push(String body) throws IOException, InterruptedException {
        return push(body, "sha256=" + signed("HmacSHA256", last().getOrDefault("hub.secret", "none"), body));
    }

    /** Pushes with this signature; null for none. */
    public HttpResponse<String> push(String body, @Nullable String signature) throws IOException, InterruptedException {
        return push(URI.create(last().get("hub.callback")), body, signature);
    }

    /** Pushes to an address that need not be a callback. */
    public HttpResponse<String> push(URI to, String body, @Nullable String signature)
            throws IOException, InterruptedException {
        var headers = new ArrayList<>(List.of("Content-Type", "application/rss+xml; charset=utf-8"));
        if (signature != null) headers.addAll(List.of("X-Hub-Signature", signature));
        var request = HttpRequest.newBuilder(to)
                .headers(headers.toArray(String[]::new))
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    public static String signed(String method, String secret, String body) {
        try {
            var mac = Mac.getInstance(method);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), method));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> parsed(String form) {
        var out = new HashMap<String, String>();
        for (var pair : form.split("&", -1)) {
            int at = pair.indexOf('=');
            out.put(pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
        }
        return out;
    }

    @Override
    public void close() {
        client.close();
    }
}
