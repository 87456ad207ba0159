package staytuned.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import staytuned.Main;

/** A config in a folder of its own, and commands that are run there. */
abstract class Prompt {
    static final ObjectMapper JSON = new ObjectMapper();

    static final InstantSource CLOCK = InstantSource.system();

    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path home;

    Path config;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(home.resolve("articles"));
        config = write(25);
    }

    Path write(int smtpPort) throws IOException {
        return Files.writeString(home.resolve("staytuned.yaml"), """
                site: {url: "http://127.0.0.1:8080"}
                relays: [{name: main, host: 127.0.0.1, port: %d, tls: none}]
                newsletters:
                  - key: field-notes
                    title: Field Notes
                    from: Field Notes <notes@example.org>
                    sources: [{folder: articles, first-poll: send}]
                    send: {when: "0 30 2 ? * SUN", time-zone: Europe/Berlin, settle: 0m}
                """.formatted(smtpPort));
    }

    List<JsonNode> json(String... args) throws IOException {
        assertEquals(0, run(args), err());
        return json();
    }

    List<String> states() throws IOException {
        return json().stream().map(each -> each.get("state").asText()).toList();
    }

    int run(String... args) {
        out.reset();
        err.reset();
        return new Cli(new Surroundings(
                        new Main(CLOCK), Map.of(), CLOCK,
                        new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)))
                .run(args);
    }

    String out() {
        return out.toString(UTF_8);
    }

    String err() {
        return err.toString(UTF_8);
    }

    List<JsonNode> json() throws IOException {
        try (Stream<String> lines = out().lines()) {
            return lines.map(each -> {
                try {
                    return JSON.readTree(each);
                } catch (IOException e) {
                    throw new AssertionError(each, e);
                }
            }).toList();
        }
    }

    static String sample(String name) {
        return "src/main/resources/demo/articles/" + name;
    }
}
