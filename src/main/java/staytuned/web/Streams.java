package staytuned.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Server-sent events (HTML standard, section 9.2): open pages are told of what has changed, at most each second. */
final class Streams implements AutoCloseable {
    private static final int MOST = 100;
    /** Then the browser asks again by itself. */
    private static final int LONGEST_SECONDS = 1800;
    /** So that a web server before us does not take the silence for an end. */
    private static final int SIGN_OF_LIFE = 15;

    private final Semaphore free = new Semaphore(MOST);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Sends what {@code feed} gives, whenever it is another, until it gives null, the browser leaves, or we close. */
    void send(ServerResponse response, Supplier<@Nullable String> feed) {
        if (!free.tryAcquire()) {
            response.status(503).header("Retry-After", "60").send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Accel-Buffering", "no");
        try (var out = response.outputStream()) {
            tell(out, feed);
        } catch (IOException | UncheckedIOException e) {
            // The browser has left.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }

    private void tell(OutputStream out, Supplier<@Nullable String> feed) throws IOException, InterruptedException {
        var last = "";
        for (var second = 0; second < LONGEST_SECONDS; second++) {
            var now = feed.get();
            if (now == null) {
                write(out, "event: over\ndata:\n\n");
                return;
            }
            if (!now.equals(last)) {
                write(out, "data: " + now.strip().replaceAll("\\R", "\ndata: ") + "\n\n");
                last = now;
            } else if (second % SIGN_OF_LIFE == 0) {
                write(out, ":\n\n");
            }
            if (closed.await(1, TimeUnit.SECONDS)) return;
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
