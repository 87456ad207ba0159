package staytuned.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import staytuned.Main;
import staytuned.cli.Cli;
import staytuned.cli.Surroundings;
import staytuned.testing.Databases;

/** A folder with a config, articles and readers, as an admin has one. */
final class Home {
    private static final List<String> RECEIVERS =
            List.of("example.net", "a.example.net", "b.example.net", "c.example.net");

    final Path folder;
    final Path articles;
    final int webPort = freePort();
    /** As JDBC has it; empty where it is the embedded one. */
    final String databaseUrl;

    /** Which database the config names. */
    enum Kind {
        EMBEDDED,
        POSTGRESQL
    }

    Home(Path folder, Kind database, int smtpPort) throws IOException {
        this(folder, database, smtpPort, "- {folder: articles, first-poll: send, poll: 1s}");
    }

    Home(Path folder, Kind database, int smtpPort, String sources) throws IOException {
        this.folder = folder;
        this.databaseUrl = database == Kind.POSTGRESQL ? Databases.postgresqlUrl() : "";
        this.articles = Files.createDirectories(folder.resolve("articles"));
        Files.writeString(folder.resolve("staytuned.yaml"), """
                site: {url: "http://127.0.0.1:%d", listen: "127.0.0.1:%d"}
                database: %s
                relays:
                  - {name: main, host: 127.0.0.1, port: %d, tls: none, connections: 4}
                newsletters:
                  - key: field-notes
                    title: Field Notes
                    from: Field Notes <notes@example.org>
                    postal-address: 1 Example Street, Example Town
                    sources:
                      %s
                    send: {when: at-once, settle: 0m}
                """.formatted(webPort, webPort, database(databaseUrl), smtpPort, sources.replace("\n", "\n      ")));
    }

    /** A reader's address: four receivers have turns, since a new one gets only two letters at once. */
    static String reader(int number) {
        return "reader" + number + "@" + RECEIVERS.get(number % RECEIVERS.size());
    }

    /** A CSV file of {@code count} readers. */
    Path readers(int count) throws IOException {
        var rows = IntStream.range(0, count).mapToObj(i -> reader(i) + ",Reader " + i + "\n");
        return Files.writeString(
                folder.resolve("readers.csv"), rows.collect(Collectors.joining("", "email,name\n", "")));
    }

    /** Imports so many confirmed readers, without a process of its own. */
    void subscribe(int count) throws IOException {
        subscribe(count, InstantSource.system());
    }

    /** As above, by another clock than the machine's. */
    void subscribe(int count, InstantSource clock) throws IOException {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        var code = new Cli(new Surroundings(new Main(clock), Map.of(), clock, nowhere, System.err))
                .run("subscribers", "import", readers(count).toString(), "--newsletter=field-notes", "--confirmed",
                        "--config=" + folder.resolve("staytuned.yaml"));
        assertEquals(0, code);
    }

    /** Copies a sample article of the demo into the folder that is polled. */
    void publish(String sample) throws IOException {
        try (var in = Home.class.getResourceAsStream("/demo/articles/" + sample)) {
            Files.copy(in, articles.resolve(sample));
        }
    }

    /** Changes the config file: every {@code now} becomes {@code then}. */
    void edit(String now, String then) throws IOException {
        var config = folder.resolve("staytuned.yaml");
        var text = Files.readString(config);
        assertTrue(text.contains(now), "the config says nowhere " + now);
        Files.writeString(config, text.replace(now, then));
    }

    private static String database(String url) {
        return url.isEmpty()
                ? "{url: embedded}"
                : "{url: \"%s\", user: postgres, password: postgres}".formatted(url);
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
