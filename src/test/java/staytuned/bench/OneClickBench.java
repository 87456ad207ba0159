package staytuned.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import staytuned.Main;
import staytuned.cli.Staytuned;
import staytuned.config.Config;
import staytuned.mail.Address;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.web.Site;

/**
 * Measures how long a reader's one click takes to be in force while an issue goes out to all others, on a PostgreSQL
 * whose commits are on the disk. Sender, pages, clickers and database share this machine.
 *
 * <p>Arguments: how many readers, and how many of them click.
 */
final class OneClickBench {
    private static final int AT_ONCE = 2_000;
    private static final int CLIENTS = 4;
    private static final int WARM_UP = 500;
    private static final String SECRET = "one click";

    private OneClickBench() {}

    public static void main(String[] args) throws Exception {
        var readers = Integer.parseInt(args[0]);
        var clicks = Integer.parseInt(args[1]);
        var home = Files.createTempDirectory("staytuned-one-click");
        Files.writeString(Files.createDirectory(home.resolve("articles")).resolve("1.md"),
                "# One letter\n\n" + "It says as much as any other letter does. ".repeat(100) + "\n");
        try (var server = new Postgresql();
                var sink = new SinkProcess(List.of("PIPELINING", "CHUNKING"), Duration.ZERO)) {
            var config = Config.read(config(home, server.url(), sink.port()), Map.of());
            var main = new Main(InstantSource.system());
            try (var service = main.open(config);
                    var site = new Site("127.0.0.1", 0, false, service.pages(), null)) {
                var alive = main.alive(service, config);
                subscribe(service, readers);
                service.poller().pollAll();
                service.editor().assembleDue();
                service.outbox().publishDue();
                var sender = Thread.ofPlatform().daemon().start(() -> {
                    while (service.dispatchers().getFirst().dispatchDue().sent() > 0) Thread.onSpinWait();
                });
                click(links(service, site, readers, WARM_UP));
                var before = sink.count().letters();
                var started = System.nanoTime();
                var millis = click(links(service, site, readers, clicks));
                var seconds = (System.nanoTime() - started) / 1e9;
                var meanwhile = sink.count().letters() - before;
                if (!sender.isAlive()) System.out.println("the issue was out before the last click: take more readers");
                System.out.printf(Locale.ROOT, "| one click of %,d readers, %,d clicks | median %.1f ms | 99 %% under %.1f ms "
                                + "| slowest %.1f ms | %.0f clicks/s beside %.0f letters/s |%n",
                        readers, clicks, at(millis, 0.5), at(millis, 0.99), at(millis, 1), clicks / seconds,
                        meanwhile / seconds);
                alive.close();
            }
        }
        System.exit(0);
    }

    /** The time at a share of them. */
    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
    }

    private static void subscribe(Staytuned service, int readers) {
        var newsletter = service.newsletters().getFirst().id();
        for (var from = 0; from < readers; from += AT_ONCE) {
            var people = IntStream.range(from, Math.min(readers, from + AT_ONCE))
                    .mapToObj(i -> new Address("reader" + i + "@example.net", "Reader " + i))
                    .toList();
            service.subscribers().add(newsletter, people, true, "bench");
        }
    }

    /** The links of so many readers, who stand anywhere in the list. */
    private static List<URI> links(Staytuned service, Site site, int readers, int count) {
        var first = service.subscribers().list(service.newsletters().getFirst().id(), 0, 1).getFirst().id();
        var numbers = new ArrayList<>(IntStream.range(0, readers).boxed().toList());
        Collections.shuffle(numbers, new Random(count));
        var links = new UnsubscribeLinks("http://127.0.0.1:" + site.port(), SECRET);
        return numbers.stream().limit(count).map(each -> URI.create(links.link(first + each))).toList();
    }

    /** How long each took, in milliseconds, the shortest first. */
    private static double[] click(List<URI> links) throws Exception {
        var left = new ConcurrentLinkedQueue<>(links);
        var took = new ConcurrentLinkedQueue<Double>();
        try (var web = HttpClient.newHttpClient(); var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> client = () -> {
                var answered = 0;
                for (var link = left.poll(); link != null; link = left.poll(), answered++) took.add(click(web, link));
                return answered;
            };
            for (var each : clients.invokeAll(Collections.nCopies(CLIENTS, client))) each.get();
        }
        if (took.size() != links.size()) throw new IllegalStateException("a click was not answered");
        var millis = took.stream().mapToDouble(each -> each).toArray();
        Arrays.sort(millis);
        return millis;
    }

    private static double click(HttpClient web, URI link) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(link)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click"))
                .build();
        var started = System.nanoTime();
        var status = web.send(request, BodyHandlers.ofByteArray()).statusCode();
        if (status != 200) throw new IllegalStateException(link + ": " + status);
        return (System.nanoTime() - started) / 1e6;
    }

    private static Path config(Path home, String url, int port) throws IOException {
        return Files.writeString(home.resolve("staytuned.yaml"), """
                site: {url: "http://127.0.0.1:8080", secret: %s}
                database: {url: "%s"}
                relays:
                  - {name: sink, host: 127.0.0.1, port: %d, tls: none, connections: 10}
                newsletters:
                  - key: bench
                    title: Bench
                    from: Bench <bench@example.org>
                    postal-address: 1 Example Street, Example Town
                    sources: [{folder: articles, first-poll: send}]
                    send: {settle: 0m}
                """.formatted(SECRET, url, port));
    }
}
