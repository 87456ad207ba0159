package staytuned.web;

import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.feedback.Webhooks;
import staytuned.websub.Callback;

/** The web server: which address shows which page. */
public final class Site implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Site.class);
    private static final int LARGEST_BODY = Form.LARGEST;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final WebServer server;
    private final Turntable routes;
    private volatile Doors doors;
    private volatile boolean https;
    private final Streams streams = new Streams();
    private final Patience patience = new Patience(System::nanoTime);

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @param https whether readers reach us by https, so that their browsers may insist on it
     * @param inbox the demo's mailboxes; null where there are none
     */
    public Site(String host, int port, boolean https, Pages pages, @Nullable Inbox inbox) {
        this(host, port, https, Doors.of(pages).with(inbox));
    }

    /** As above, with a door for hubs where there is one. */
    public Site(String host, int port, boolean https, Doors doors) {
        this.doors = doors;
        this.https = https;
        this.routes = new Turntable(routing(doors));
        this.server = WebServer.builder()
                .host(host)
                .port(port)
                .maxPayloadSize(HubDoor.LARGEST_READ)
                .shutdownGracePeriod(GRACE)
                // Without it the end of a page of 10 KB waits 40 ms for the browser to acknowledge its beginning.
                .connectionOptions(options -> options.tcpNoDelay(true))
                .shutdownHook(false)
                .routing(routes.builder())
                .build()
                .start();
        if (!server.isRunning()) {
            throw new Unavailable("the pages cannot be served at " + host + ":" + port
                    + ": stop what listens there, or change site.listen in the config");
        }
    }

    /** Shows these from now on, without closing in between; what is being answered ends as it began. */
    public void show(boolean byHttps, Doors others) {
        https = byHttps;
        doors = others;
        routes.turn(routing(others));
    }

    private HttpRouting routing(Doors doors) {
        var pages = doors.pages;
        var inbox = doors.inbox;
        var routing = HttpRouting.builder();
        var open = doors.subscribe == null ? Set.<String>of() : doors.subscribe.open();
        show(routing, "/", _ -> pages.home(open));
        show(routing, "/style.css", _ -> pages.style());
        show(routing, "/articles/{id}", request -> pages.article(parameter(request, "id"), query(request, "key")));
        var archive = pages.archive();
        if (archive != null) archive(routing, archive);
        leaving(routing, pages.leaving());
        if (doors.subscribe != null) subscribe(routing, doors.subscribe);
        if (doors.preferences != null) preferences(routing, doors.preferences);
        if (doors.proposals != null) proposals(routing, doors.proposals);
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
        if (doors.desk != null) room(routing, doors.desk);
        doors.services.forEach(routing::register);
        routing.any((request, response) -> patient(request, pages.missing()).send(request, response, https));
        return routing.build();
    }

    private void room(HttpRouting.Builder routing, Room room) {
        routing.route(Method.GET, PathMatchers.create("/desk/live/{+rest}"), (request, response) -> {
            var feed = room.live(Visit.of(request, doors.proxies));
            if (feed == null) new Answer(403, "text/plain", "", "").send(request, response, https);
            else streams.send(response, feed);
        });
        for (var path : List.of("/desk", "/desk/{+rest}")) {
            show(routing, path, request -> room.answer(Visit.of(request, doors.proxies)));
            route(routing, Method.POST, path, request -> room.answer(Visit.of(request, doors.proxies)));
        }
    }

    private void subscribe(HttpRouting.Builder routing, SubscribePages pages) {
        show(routing, "/subscribe/{key}", request -> pages.form(parameter(request, "key")));
        show(routing, "/subscribe/{key}/form.js", request -> pages.script(parameter(request, "key")));
        route(routing, Method.POST, "/subscribe/{key}",
                request -> pages.subscribe(request, parameter(request, "key")));
        route(routing, Method.POST, "/api/subscribe/{key}", request -> pages.api(request, parameter(request, "key")));
        route(routing, Method.OPTIONS, "/api/subscribe/{key}", pages::preflight);
        show(routing, "/confirm/{token}", request -> pages.confirm(parameter(request, "token")));
        route(routing, Method.POST, "/confirm/{token}",
                request -> pages.confirmed(request, parameter(request, "token")));
    }

    private void proposals(HttpRouting.Builder routing, ProposalPages pages) {
        for (var approves : List.of(true, false)) {
            var path = approves ? "/approve/{token}" : "/hold/{token}";
            show(routing, path, request -> pages.ask(approves, parameter(request, "token")));
            take(routing, path, (token, _) -> pages.decide(approves, token));
        }
    }

    private void leaving(HttpRouting.Builder routing, LeavePages leaving) {
        show(routing, "/unsubscribe/{token}", request -> leaving.ask(parameter(request, "token")));
        take(routing, "/unsubscribe/{token}", leaving::leave);
        take(routing, "/farewell/{token}", leaving::explain);
        take(routing, "/undo/{token}", (token, _) -> leaving.undo(token));
    }

    private void preferences(HttpRouting.Builder routing, PreferencePages preferences) {
        var here = "/preferences/{token}";
        show(routing, here, request -> preferences.show(parameter(request, "token")));
        take(routing, here, preferences::choose);
        take(routing, here + "/newsletters", preferences::join);
        take(routing, here + "/address", preferences::move);
        show(routing, here + "/data", request -> preferences.data(parameter(request, "token")));
        show(routing, here + "/erase", request -> preferences.askToErase(parameter(request, "token")));
        take(routing, here + "/erase", (token, _) -> preferences.erase(token));
        show(routing, "/address/{token}", request -> preferences.askToMove(parameter(request, "token")));
        take(routing, "/address/{token}", (token, _) -> preferences.moved(token));
    }

    /**
     * What the web server shows, and whom it listens to; all but the pages may be absent.
     *
     * @param proxies the addresses of web servers before us, beside those on this machine
     * @param services what else is served, by the address below which it is
     */
    public record Doors(
            Pages pages,
            Set<InetAddress> proxies,
            @Nullable Inbox inbox,
            @Nullable Callback callback,
            @Nullable Webhooks webhooks,
            @Nullable SubscribePages subscribe,
            @Nullable PreferencePages preferences,
            @Nullable ProposalPages proposals,
            @Nullable Room desk,
            Map<String, ? extends HttpService> services) {
        /** The pages alone. */
        public static Doors of(Pages pages) {
            return new Doors(pages, Set.of(), null, null, null, null, null, null, null, Map.of());
        }

        public Doors with(@Nullable Inbox its) {
            return new Doors(pages, proxies, its, callback, webhooks, subscribe, preferences, proposals, desk, services);
        }

        public Doors with(@Nullable Callback its) {
            return new Doors(pages, proxies, inbox, its, webhooks, subscribe, preferences, proposals, desk, services);
        }

        public Doors with(@Nullable Webhooks its) {
            return new Doors(pages, proxies, inbox, callback, its, subscribe, preferences, proposals, desk, services);
        }

        public Doors with(SubscribePages its) {
            return new Doors(pages, proxies, inbox, callback, webhooks, its, preferences, proposals, desk, services);
        }

        public Doors with(PreferencePages its) {
            return new Doors(pages, proxies, inbox, callback, webhooks, subscribe, its, proposals, desk, services);
        }

        public Doors with(ProposalPages its) {
            return new Doors(pages, proxies, inbox, callback, webhooks, subscribe, preferences, its, desk, services);
        }

        /** What stands at {@code /desk}. */
        public Doors with(Room its) {
            return new Doors(
                    pages, proxies, inbox, callback, webhooks, subscribe, preferences, proposals, its, services);
        }

        /** What answers below which paths. */
        public Doors with(Map<String, ? extends HttpService> its) {
            return new Doors(pages, proxies, inbox, callback, webhooks, subscribe, preferences, proposals, desk, its);
        }

        public Doors behind(Set<InetAddress> its) {
            return new Doors(pages, its, inbox, callback, webhooks, subscribe, preferences, proposals, desk, services);
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
        streams.close();
        server.stop();
    }

    private void show(HttpRouting.Builder routing, String path, Function<ServerRequest, Answer> page) {
        route(routing, Method.GET, path, page);
        route(routing, Method.HEAD, path, page);
    }

    /** A form that is sent to a signed link. */
    private void take(HttpRouting.Builder routing, String path, BiFunction<String, Form, Answer> page) {
        route(routing, Method.POST, path, request -> page.apply(parameter(request, "token"), Form.of(request)));
    }

    private void route(
            HttpRouting.Builder routing, Method method, String path, Function<ServerRequest, Answer> page) {
        routing.route(method, PathMatchers.create(path), (request, response) -> {
            Answer answer;
            try {
                boolean large = request.headers().contentLength().orElse(0) > LARGEST_BODY;
                answer = large && !path.startsWith("/websub/") && !path.startsWith("/feedback/")
                        ? doors.pages.tooLarge()
                        : page.apply(request);
            } catch (Form.TooLarge e) {
                answer = doors.pages.tooLarge();
            } catch (RuntimeException e) {
                LOG.error("{} {} failed", method.text(), path, e);
                answer = doors.pages.broken();
            }
            patient(request, answer).send(request, response, https);
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

    /** What led nowhere is answered in short to a client that has had much of that. */
    private Answer patient(ServerRequest request, Answer answer) {
        if (answer.status() != Status.NOT_FOUND_404.code()) return answer;
        return patience.failed(Client.of(request, doors.proxies).line()) ? Answer.tooMany() : answer;
    }

    private static String parameter(ServerRequest request, String name) {
        return request.path().pathParameters().get(name);
    }
}
