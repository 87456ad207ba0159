package staytuned.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.util.LinkedHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.health.Report;

/** A web server of its own for what watches the service: whether it lives and is ready, and its metrics. */
public final class HealthSite implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthSite.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Prometheus text format 0.0.4, which every scraper reads. */
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private static final int LARGEST_BODY = 1024;

    private final WebServer server;

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @param metrics in the Prometheus text format
     */
    public HealthSite(String host, int port, Supplier<Report> report, Supplier<String> metrics) {
        var routing = HttpRouting.builder();
        show(routing, "/health/live", request -> wantsJson(request)
                ? Answer.data("application/json", "{\"live\":true}\n") : Answer.plain(200, "live\n"));
        show(routing, "/health/ready", request -> ready(request, report.get()));
        show(routing, "/metrics", _ -> Answer.data(PROMETHEUS, metrics.get()));
        routing.any((request, response) ->
                Answer.plain(404, "/health/live, /health/ready and /metrics are here\n").send(request, response, false));
        this.server = WebServer.builder()
                .host(host)
                .port(port)
                .maxPayloadSize(LARGEST_BODY)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .shutdownHook(false)
                .routing(routing)
                .build()
                .start();
        if (!server.isRunning()) {
            throw new Site.Unavailable("health and metrics cannot be served at " + host + ":" + port
                    + ": stop what listens there, or change metrics.listen in the config");
        }
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void show(HttpRouting.Builder routing, String path, Function<ServerRequest, Answer> page) {
        for (var method : new Method[] {Method.GET, Method.HEAD}) {
            routing.route(method, PathMatchers.create(path), (request, response) -> {
                Answer answer;
                try {
                    answer = page.apply(request);
                } catch (RuntimeException e) {
                    LOG.error("{} failed", path, e);
                    answer = Answer.plain(500, "failed; the log says why\n");
                }
                answer.send(request, response, false);
            });
        }
    }

    /** 503 takes a node out of a load balancer until it is ready (RFC 9110 section 15.6.4). */
    private static Answer ready(ServerRequest request, Report report) {
        var status = report.isReady() ? 200 : 503;
        return wantsJson(request)
                ? new Answer(status, "application/json", Answer.plain(status, "").policy(), json(report))
                : Answer.plain(status, report + "\n");
    }

    private static String json(Report report) {
        var checks = new LinkedHashMap<String, Object>();
        for (var each : report.checks()) checks.put(each.name(), each.isRight() ? "ok" : each.says());
        var all = new LinkedHashMap<String, Object>();
        all.put("ready", report.isReady());
        all.put("checks", checks);
        try {
            return JSON.writeValueAsString(all) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean wantsJson(ServerRequest request) {
        return request.headers().first(HeaderNames.ACCEPT).orElse("").contains("json");
    }
}
