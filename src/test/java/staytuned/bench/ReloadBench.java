package staytuned.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import staytuned.Main;
import staytuned.cli.Builder.Running;
import staytuned.cli.Staytuned;
import staytuned.config.BrokenConfig;
import staytuned.config.Config;
import staytuned.delivery.DeliveryStatus;
import staytuned.issue.IssueState;
import staytuned.mail.Address;
import staytuned.testing.ScriptedSmtpServer;

/**
 * Sends an issue twice to the same readers, on PostgreSQL: first in peace, then while the config is taken up again and
 * again, each time another one, and now and then one that is broken. Says how many letters went a second, and fails
 * where a reader got none or two.
 *
 * <p>Argument: how many readers.
 */
final class ReloadBench {
    private static final int AT_ONCE = 2_000;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final int readers;
    private final Path home;
    private final String url;
    private final ScriptedSmtpServer relay = new ScriptedSmtpServer();
    private final ScriptedSmtpServer second = new ScriptedSmtpServer();
    private int taken;
    private int refused;

    private ReloadBench(String url, int readers) throws IOException {
        this.url = url;
        this.readers = readers;
        this.home = Files.createTempDirectory("staytuned-reload");
        Files.createDirectory(home.resolve("articles"));
    }

    public static void main(String[] args) throws Exception {
        try (var server = new Postgresql()) {
            server.run("create database reload");
            new ReloadBench(server.url().replace("/postgres?", "/reload?"), Integer.parseInt(args[0])).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        var main = new Main(InstantSource.system());
        var config = Config.read(config(0), Map.of());
        try (var service = main.open(config); var running = main.start(service, config, null)) {
            subscribe(service);
            System.out.println("| issue | letters/s | configs taken up | refused |\n|---|---|---|---|");
            send(service, 1, () -> {});
            send(service, 2, () -> reload(running));
        }
    }

    private void send(Staytuned service, int issue, Runnable meanwhile) throws Exception {
        var before = relay.taken().size() + second.taken().size();
        Files.writeString(home.resolve("articles/" + issue + ".md"), "# Letter number " + issue + "\n\n"
                + "It says as much as any other letter does. ".repeat(50) + "\n");
        while (relay.taken().size() + second.taken().size() == before) Thread.sleep(1);
        var start = System.nanoTime();
        while (!is(service, issue, IssueState.SENT)) {
            meanwhile.run();
            Thread.sleep(PAUSE);
        }
        var seconds = (System.nanoTime() - start) / 1e9;
        check(service, issue);
        System.out.printf(Locale.ROOT, "| %d | %.0f | %d | %d |%n", issue, readers / seconds, taken, refused);
    }

    private static boolean is(Staytuned service, long issue, IssueState state) {
        return service.issues().find(issue).filter(each -> each.state() == state).isPresent();
    }

    /** Every reader has one letter of each issue so far, at one of the relays, and the database says so too. */
    private void check(Staytuned service, int issue) {
        var letters = IntStream.of(0, 1).boxed()
                .flatMap(each -> (each == 0 ? relay : second).taken().stream())
                .map(each -> each.to().getFirst())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        var wrong = letters.values().stream().filter(each -> each != issue).count();
        var sent = service.tallies().counts(issue).getOrDefault(DeliveryStatus.SENT, 0);
        if (letters.size() != readers || wrong > 0 || sent != readers) {
            throw new IllegalStateException(
                    letters.size() + " readers have letters, " + wrong + " not one of each; sent " + sent);
        }
    }

    /** Another config: more or fewer connections, another limit, another title, a second relay or none. */
    private void reload(Running running) {
        try {
            running.take(Config.read(config(++taken), Map.of()));
            if (taken % 3 != 0) return;
            var broken = Files.writeString(home.resolve("staytuned.yaml"), "relays: [{name: main, prot: 25}]\n");
            Config.read(broken, Map.of());
        } catch (BrokenConfig e) {
            refused++;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void subscribe(Staytuned service) {
        var newsletter = service.newsletters().getFirst().id();
        for (var from = 0; from < readers; from += AT_ONCE) {
            var people = IntStream.range(from, Math.min(readers, from + AT_ONCE))
                    .mapToObj(i -> new Address("reader" + i + "@example.net", "Reader " + i))
                    .toList();
            service.subscribers().add(newsletter, people, true, "reload");
        }
    }

    private Path config(int variant) throws IOException {
        var more = variant % 2 == 0 ? "" : "  - {name: second, host: 127.0.0.1, port: %d, tls: none, connections: 5}\n"
                .formatted(second.port());
        var relays = variant % 2 == 0 ? List.of("{name: main}")
                : List.of("{name: main, weight: 2}", "{name: second, weight: 1}");
        return Files.writeString(home.resolve("staytuned.yaml"), """
                site: {url: "http://127.0.0.1:8080", listen: "127.0.0.1:0"}
                database: {url: "%s"}
                relays:
                  - {name: main, host: 127.0.0.1, port: %d, tls: none, connections: %d}
                %snewsletters:
                  - key: reload
                    title: Reload %d
                    from: Reload <reload@example.org>
                    postal-address: 1 Example Street, Example Town
                    relays: %s
                    rate: %d/second
                    sources: [{folder: articles, first-poll: send, poll: 1s}]
                    send: {settle: 0m}
                """.formatted(url, relay.port(), 10 + variant % 4 / 2, more, variant, relays, 50_000 + variant));
    }
}
