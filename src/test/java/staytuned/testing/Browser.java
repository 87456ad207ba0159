package staytuned.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** One tab of a Chromium without a window, driven by the DevTools protocol. */
public final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEIGHT = 800;
    private static final String READY = "DevTools listening on ws://";

    private final Path profile;
    private final Process chromium;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger last = new AtomicInteger();
    private final AtomicReference<CompletableFuture<JsonNode>> loaded =
            new AtomicReference<>(new CompletableFuture<>());
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();

    /** Starts it; what it asks of the network, beyond 127.0.0.1, finds nobody. */
    public Browser() {
        try {
            profile = Files.createTempDirectory("chromium");
            chromium = new ProcessBuilder(
                            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                            "--no-first-run", "--disable-background-networking", "--disable-component-update",
                            "--disable-sync", "--hide-scrollbars",
                            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                            "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var address = address();
            Thread.ofVirtual().start(this::drain);
            var tab = send("http://" + address + "/json/new?about:blank");
            socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create(tab.get("webSocketDebuggerUrl").asText()), new Listener())
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException("install Debian's package chromium", e);
        }
    }

    /** As wide as this, and in the dark or not. */
    public void size(int width, boolean dark) {
        window(width, HEIGHT);
        call("Emulation.setEmulatedMedia", Map.of("features",
                new Object[] {Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light")}));
    }

    private void window(int width, int height) {
        call("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    public void show(String html) {
        var frame = call("Page.getFrameTree", Map.of()).at("/frameTree/frame/id").asText();
        call("Page.setDocumentContent", Map.of("frameId", frame, "html", html));
    }

    /** Goes to an address, and waits until its page is there. */
    public void open(String url) {
        load(() -> call("Page.navigate", Map.of("url", url)));
    }

    /** Does what leads to another page, such as a click by a script, and waits until that is there. */
    public void follow(String script) {
        load(() -> run(script));
    }

    private void load(Runnable cause) {
        call("Page.enable", Map.of());
        var there = new CompletableFuture<JsonNode>();
        loaded.set(there);
        cause.run();
        there.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** What a script, or the promise that it gives, comes to. */
    public JsonNode run(String script) {
        var result = call("Runtime.evaluate",
                Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
        if (result.has("exceptionDetails")) throw new IllegalStateException(result.toString());
        return result.at("/result/value");
    }

    /** The whole page as a PNG. */
    public byte[] picture() {
        var page = call("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
        // Frames that are pages of their own are white beyond the window.
        window(page.get("width").asInt(), Math.max(HEIGHT, page.get("height").asInt()));
        var clip = Map.of("x", 0, "y", 0, "width", page.get("width").asInt(), "height", page.get("height").asInt(),
                "scale", 1);
        var shot = call("Page.captureScreenshot",
                Map.of("format", "png", "optimizeForSpeed", true, "captureBeyondViewport", true, "clip", clip));
        window(page.get("width").asInt(), HEIGHT);
        return Base64.getDecoder().decode(shot.get("data").asText());
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        var id = last.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        open.put(id, answer);
        try {
            socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true);
            var message = answer.orTimeout(30, TimeUnit.SECONDS).join();
            if (message.has("error")) throw new IllegalStateException(method + ": " + message.get("error"));
            return message.get("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode send(String url) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(url)).method("PUT", HttpRequest.BodyPublishers.noBody()).build();
        return JSON.readTree(http.sendAsync(request, BodyHandlers.ofString()).join().body());
    }

    private String address() throws IOException {
        var errors = chromium.errorReader();
        for (var line = errors.readLine(); line != null; line = errors.readLine()) {
            if (line.startsWith(READY)) return line.substring(READY.length()).replaceFirst("/.*", "");
        }
        throw new IOException("Chromium ended before it was ready");
    }

    private void drain() {
        chromium.errorReader().lines().forEach(_ -> {});
    }

    @Override
    public void close() {
        http.shutdownNow();
        chromium.descendants().forEach(ProcessHandle::destroyForcibly);
        chromium.destroyForcibly().onExit().join();
        try (var files = Files.walk(profile)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            profile.toFile().deleteOnExit();
        }
    }

    /** Puts the pieces of a message together. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence piece, boolean end) {
            message.append(piece);
            if (end) {
                take(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void take(String text) {
            try {
                var answer = JSON.readTree(text);
                if (answer.path("method").asText().equals("Page.loadEventFired")) loaded.get().complete(answer);
                var waiting = open.remove(answer.path("id").asInt());
                if (waiting != null) waiting.complete(answer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
