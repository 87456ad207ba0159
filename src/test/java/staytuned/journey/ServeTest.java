package staytuned.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import staytuned.testing.Command;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Taken;

/** The walk of an article and of a subscriber through the running service. */
class ServeTest {
    private static final List<String> FIVE = IntStream.range(0, 5).mapToObj(Home::reader).toList();

    @ParameterizedTest
    @EnumSource(Home.Kind.class)
    void anArticleReachesEachReaderOnceAndALeaverNoMore(Home.Kind database, @TempDir Path folder) throws Exception {
        try (var relay = new ScriptedSmtpServer();
                var web = HttpClient.newHttpClient()) {
            var home = new Home(folder, database, relay.port());
            assertEquals(0, Command.run(folder, "check").code());
            var imported = Command.run(
                    folder, "subscribers", "import", home.readers(5).toString(), "--newsletter", "field-notes",
                    "--confirmed");
            assertEquals("added 5, confirmed 0, already there 0\n", imported.out());
            var added = Command.run(folder, "subscribers", "add", "new@example.net", "--newsletter", "field-notes");
            assertEquals(0, added.code());

            try (var service = Command.start(folder, "serve")) {
                home.publish("autumn-colour.txt");
                var letters = relay.await(5);
                assertEquals(Set.copyOf(FIVE), recipients(letters));
                var letter = parse(letters.getFirst());
                assertEquals("Autumn Colour: Unveiled or Newly Made", letter.getSubject());
                assertEquals("<field-notes.example.org>", letter.getHeader("List-Id", null));
                assertEquals("List-Unsubscribe=One-Click", letter.getHeader("List-Unsubscribe-Post", null));
                var parts = (MimeMultipart) letter.getContent();
                for (var i = 0; i < 2; i++) {
                    var part = parts.getBodyPart(i).getContent().toString();
                    var words = part.replaceAll("<[^>]+>|\\s+", " ").replaceAll(" +", " ");
                    assertTrue(words.contains("Why does one maple turn butter yellow"), words);
                    assertTrue(words.contains("yellow is what remains when the green is taken away"), words);
                    assertTrue(words.contains("Stay tuned for the next walk, when we look under"), words);
                    assertTrue(!words.contains("Step Inside Our Garden Shop"), words);
                }

                var link = letter.getHeader("List-Unsubscribe", null).replaceAll("[<>]", "");
                for (var method : List.of("GET", "HEAD")) assertEquals(200, request(web, method, link, ""));
                assertEquals(200, request(web, "POST", link, "List-Unsubscribe=One-Click"));
                var left = letters.getFirst().to().getFirst();

                service.tell("HUP");
                await(service, "the config is taken up: 0 changes");
                home.edit("title: Field Notes", "titel: Field Notes");
                await(service, "newsletters[0].titel: unknown key; did you mean \"title\"?");
                home.edit("titel: Field Notes", "title: Meadow Notes");
                await(service, "~ newsletters[field-notes].title: Field Notes -> Meadow Notes");

                home.publish("how-swifts-sleep.md");
                var more = relay.await(9).subList(5, 9);
                var stayed = FIVE.stream().filter(each -> !each.equals(left)).collect(Collectors.toSet());
                assertEquals(stayed, recipients(more));
                assertEquals("How Swifts Sleep", parse(more.getFirst()).getSubject());
                assertEquals(200, request(web, "GET", "http://127.0.0.1:" + home.webPort + "/issues/1", ""));

                var ended = service.stop();
                assertEquals(0, ended.code(), ended.err());
            }
            var again = Command.run(folder, "run", "--once");
            assertEquals(
                    "new articles 0, issues 0, letters sent 0, bounced 0, waiting for the next run 0\n", again.out());
            assertEquals(9, relay.taken().size());
        }
    }

    private static void await(Command service, String says) {
        var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!service.says(says)) {
            assertTrue(System.nanoTime() < end, () -> "it does not say " + says);
            Thread.onSpinWait();
        }
    }

    private static Set<String> recipients(List<Taken> letters) {
        return letters.stream().map(each -> each.to().getFirst()).collect(Collectors.toSet());
    }

    private static MimeMessage parse(Taken letter) throws Exception {
        assertTrue(new String(letter.bytes(), UTF_8).contains("\r\n\r\n"));
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(letter.bytes()));
    }

    private static int request(HttpClient web, String method, String url, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return web.send(request, BodyHandlers.ofString()).statusCode();
    }
}
