package staytuned.web;

import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.feedback.Webhooks;
import staytuned.websub.Callback;

/** The web server: which address shows which page. */
public final class Site implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Site.class);
    private static final int LARGEST_BODY = 64 * 1024;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final WebServer server;
    private final Pages pages;
    private final boolean https;

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @param https whether readers reach us by https, so that their browsers may insist on it
     * @param inbox the demo's mailboxes; null where there are none
     */
    public Site(String host, int port, boolean https, Pages pages, @Nullable Inbox inbox) {
        this(host, port, https, new Doors(pages, inbox, null));
    }

    /** As above, with a door for hubs where there is one. */
    public Site(String host, int port, boolean https, Doors doors) {
        this.pages = doors.pages;
        var inbox = doors.inbox;
        this.https = https;
        var routing = HttpRouting.builder();
        var open = doors.subscribe == null ? Set.<String>of() : doors.subscribe.open();
        show(routing, "/", _ -> pages.home(open));
        show(routing, "/style.css", _ -> pages.style());
        show(routing, "/articles/{id}", request -> pages.article(parameter(request, "id"), query(request, "key")));
        var archive = pages.archive();
        if (archive != null) archive(routing, archive);
        show(routing, "/unsubscribe/{token}", request -> pages.unsubscribe(parameter(request, "token")));
        route(routing, Method.POST, "/unsubscribe/{token}",
                request -> pages.unsubscribed(parameter(request, "token")));
        if (doors.subscribe != null) subscribe(routing, doors.subscribe);
        if (inbox != null) {
            show(routing, "/demo", _ -> pages.inbox(inbox, null));
            show(routing, "/demo/{number}", request -> pages.inbox(inbox, parameter(request, "number")));
            show(routing, "/demo/letters/{number}",
                    request -> pages.inboxLetter(inbox, parameter(request, "number")));
        }
        if (doors.callback != null) {
            var hubs = new HubDoor(doors.callback);
            route(routing, Method.GET, "/websub/{token}",
                    request -> hubs.verified(request, parameter(request, "token")));
            route(routing, Method.POST, "/websub/{token}",
                    request -> hubs.pushed(request, parameter(request, "token")));
        }
        if (doors.webhooks != null) {
            var hooks = new HookDoor(doors.webhooks);
            route(routing, Method.POST, "/feedback/{provider}",
                    request -> hooks.told(request, parameter(request, "provider")));
        }
        routing.any((request, response) -> pages.missing().send(request, response, https));
        this.server = WebServer.builder()
                .host(host)
                .port(port)
                .maxPayloadSize(doors.callback == null && doors.webhooks == null ? LARGEST_BODY : HubDoor.LARGEST_READ)
                .shutdownGracePeriod(GRACE)
                // Without it the end of a page of 10 KB waits 40 ms for the browser to acknowledge its beginning.
                .connectionOptions(options -> options.tcpNoDelay(true))
                .shutdownHook(false)
                .routing(routing)
                .build()
                .start();
        if (!server.isRunning()) {
            throw new Unavailable("the pages cannot be served at " + host + ":" + port
                    + ": stop what listens there, or change site.listen in the config");
        }
    }

    private void subscribe(HttpRouting.Builder routing, SubscribePages pages) {
        show(routing, "/subscribe/{key}", request -> pages.form(parameter(request, "key")));
        route(routing, Method.POST, "/subscribe/{key}",
                request -> pages.subscribe(request, parameter(request, "key")));
        route(routing, Method.POST, "/api/subscribe/{key}", request -> pages.api(request, parameter(request, "key")));
        route(routing, Method.OPTIONS, "/api/subscribe/{key}", pages::preflight);
        show(routing, "/confirm/{token}", request -> pages.confirm(parameter(request, "token")));
        route(routing, Method.POST, "/confirm/{token}",
                request -> pages.confirmed(request, parameter(request, "token")));
    }

    /** What the web server shows, and whom it listens to; all but the pages may be absent. */
    public record Doors(
            Pages pages,
            @Nullable Inbox inbox,
            @Nullable Callback callback,
            @Nullable Webhooks webhooks,
            @Nullable SubscribePages subscribe) {
        public Doors(Pages pages, @Nullable Inbox inbox, @Nullable Callback callback, @Nullable Webhooks webhooks) {
            this(pages, inbox, callback, webhooks, null);
        }

        public Doors(Pages pages, @Nullable Inbox inbox, @Nullable Callback callback) {
            this(pages, inbox, callback, null);
        }
    }

    /** The address is not to be had; the message says which, and what to do. */
    public static final class Unavailable extends RuntimeException {
        Unavailable(String message) {
            super(message);
        }
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private void show(HttpRouting.Builder routing, String path, Function<ServerRequest, Answer> page) {
        route(routing, Method.GET, path, page);
        route(routing, Method.HEAD, path, page);
    }

    private void route(
            HttpRouting.Builder routing, Method method, String path, Function<ServerRequest, Answer> page) {
        routing.route(method, PathMatchers.create(path), (request, response) -> {
            Answer answer;
            try {
                boolean large = request.headers().contentLength().orElse(0) > LARGEST_BODY;
                answer = large && !path.startsWith("/websub/") && !path.startsWith("/feedback/")
                        ? pages.tooLarge()
                        : page.apply(request);
            } catch (Form.TooLarge e) {
                answer = pages.tooLarge();
            } catch (RuntimeException e) {
                LOG.error("{} {} failed", method.text(), path, e);
                answer = pages.broken();
            }
            answer.send(request, response, https);
        });
    }

    private void archive(HttpRouting.Builder routing, ArchivePages archive) {
        show(routing, "/issues/{id}", request -> archive.issue(parameter(request, "id"), query(request, "key")));
        show(routing, "/archive/{key}", request -> archive.list(
                parameter(request, "key"), query(request, "page"), query(request, "q")));
        show(routing, "/archive/{key}/feed.atom", request -> archive.feeds().atom(parameter(request, "key")));
        show(routing, "/archive/{key}/feed.json", request -> archive.feeds().json(parameter(request, "key")));
        show(routing, "/sitemap.xml", request -> archive.sitemap().map(query(request, "part")));
        show(routing, "/robots.txt", _ -> archive.sitemap().robots());
    }

    /** What stands behind the question mark, as UTF-8; null where this name does not. */
    private static @Nullable String query(ServerRequest request, String name) {
        return request.query().first(name).asOptional().orElse(null);
    }

    private static String parameter(ServerRequest request, String name) {
        return request.path().pathParameters().get(name);
    }
}
