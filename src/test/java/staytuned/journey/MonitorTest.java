package staytuned.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.Main;
import staytuned.config.Config;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.web.Site;

/** What watches the running service sees. */
class MonitorTest {
    private static final Pattern METRIC = Pattern.compile("\\b(?:staytuned|jvm|process)_[a-z0-9_]+");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)[ {]");
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final HttpClient web = HttpClient.newHttpClient();
    private int port;

    @Test
    void healthAndMetricsAreShownWhereTheConfigSaysAndNowhereElse() throws Exception {
        try (var relay = new ScriptedSmtpServer()) {
            var home = new Home(folder, Home.Kind.EMBEDDED, relay.port());
            port = Home.freePort();
            home.edit("database:", "metrics: {listen: \"127.0.0.1:" + port + "\"}\ndatabase:");
            home.subscribe(3);
            home.publish("autumn-colour.txt");
            var config = Config.read(folder.resolve("staytuned.yaml"), Map.of());
            var main = new Main(InstantSource.system());
            try (var service = main.open(config); var running = main.start(service, config, null)) {
                assertTrue(running != null);
                relay.await(3);
                var letters = "staytuned_letters_total{newsletter=\"field-notes\",relay=\"main\",result=\"sent\"} 3.0";
                var metrics = await(letters);
                assertFalse(metrics.contains("@"), "no address");
                assertTrue(metrics.contains("staytuned_letters_total{newsletter=\"field-notes\",relay=\"main\","
                        + "result=\"doubtful\"} 0.0"), metrics);
                assertTrue(metrics.contains("staytuned_subscriptions{newsletter=\"field-notes\",state=\"confirmed\"} 3.0"));
                assertTrue(metrics.contains("staytuned_source_failures{newsletter=\"field-notes\",source=\"articles\"} 0.0"));
                assertTrue(metrics.contains("staytuned_relay_up{relay=\"main\"} 1.0"), metrics);
                namesExist(metrics);
                assertEquals("live\n", get("/health/live", "text/plain").body());
                var ready = get("/health/ready", "text/plain");
                assertEquals("200 ready\n", ready.statusCode() + " " + ready.body());
                var json = new ObjectMapper().readTree(get("/health/ready", "application/json").body());
                assertTrue(json.get("ready").asBoolean(), json.toString());
                assertEquals("ok", json.get("checks").get("send by main").asText());
                service.database().run(tx -> tx.sql().execute("update instances set held = 'it is old'"));
                var gone = awaitNotReady();
                assertTrue(gone.body().startsWith("restore: the database seems to be a restored backup"), gone.body());
                assertEquals(404, get("/", "text/html").statusCode());

                for (var path : new String[] {"/metrics", "/health/ready", "/health/live"}) {
                    assertEquals(404, get(home.webPort, path, "text/plain").statusCode(), path);
                }
                assertThrows(Site.Unavailable.class, () -> main.start(service, config, null));
            }
        }
    }

    /** Each metric that the dashboard and the alert rules name is one that the service has. */
    private static void namesExist(String metrics) throws Exception {
        var known = new TreeSet<String>();
        SAMPLE.matcher(metrics).results().forEach(each -> known.add(each.group(1)));
        for (var file : new String[] {"grafana.json", "alerts.yml"}) {
            var text = Files.readString(Path.of("src/operations", file));
            var named = new TreeSet<String>();
            METRIC.matcher(text).results().forEach(each -> named.add(each.group()));
            assertTrue(named.size() > 9, file + " names " + named);
            named.removeAll(known);
            assertEquals(new TreeSet<>(), named, file);
        }
        new ObjectMapper().readTree(Path.of("src/operations/grafana.json").toFile());
    }

    private String await(String line) throws Exception {
        var end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            var metrics = get("/metrics", "text/plain").body();
            if (metrics.contains(line) || System.nanoTime() > end) {
                assertTrue(metrics.contains(line), metrics);
                return metrics;
            }
        }
    }

    private HttpResponse<String> awaitNotReady() throws Exception {
        var end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            var ready = get("/health/ready", "text/plain");
            if (ready.statusCode() == 503 || System.nanoTime() > end) return ready;
        }
    }

    private HttpResponse<String> get(String path, String accept) throws Exception {
        return get(port, path, accept);
    }

    private HttpResponse<String> get(int at, String path, String accept) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path)).header("Accept", accept);
        return web.send(request.build(), BodyHandlers.ofString());
    }
}
