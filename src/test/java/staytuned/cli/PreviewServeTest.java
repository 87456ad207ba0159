package staytuned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.testing.Command;

/** The letter that is being worked on, in a browser. */
class PreviewServeTest {
    private static final String CONFIG = """
            relays: [{name: main, host: 127.0.0.1, tls: none}]
            templates: own
            newsletters:
              - {key: notes, title: Notes, from: notes@example.org, postal-address: 1 Example Street, sources: [{folder: articles}]}
            """;

    @Test
    void showsEveryChangeOfTheArticleAndOfTheTemplates(@TempDir Path home) throws Exception {
        Files.createDirectories(home.resolve("articles"));
        Files.createDirectories(home.resolve("own/letter"));
        Files.writeString(home.resolve("staytuned.yaml"), CONFIG);
        var article = Files.writeString(home.resolve("a.md"), "# A Title\n\nThe first words of it.\n");
        try (var web = HttpClient.newHttpClient();
                var command = Command.start(home, "preview", "a.md", "--serve", "--port", String.valueOf(freePort()))) {
            var at = command.line();
            var page = Jsoup.parse(get(web, at + "?to=ann@example.net").body());
            assertEquals("A Title", page.select("h1").text(), page.text());
            assertTrue(page.text().contains("Nothing is wrong with it."), page.text());
            assertTrue(page.text().contains("To: ann@example.net"), page.text());
            assertEquals(3, page.select("iframe").size());
            var letter = get(web, at + "letter");
            assertTrue(letter.body().contains("The first words of it."));
            assertTrue(letter.headers().firstValue("Content-Security-Policy").orElseThrow().contains("sandbox"));
            assertTrue(get(web, at + "dark").body().contains("@media all"));

            var before = get(web, at + "stamp").body();
            assertEquals(before, get(web, at + "stamp").body());
            Files.writeString(article, "# Another Title\n\nThe first words of it.\n");
            var after = get(web, at + "stamp").body();
            assertFalse(before.equals(after));
            assertTrue(get(web, at).body().contains("Another Title"));

            var own = Files.writeString(home.resolve("own/letter/own.ftlh"), "<#macro kicker>${article.titel}</#macro>");
            assertFalse(after.equals(get(web, at + "stamp").body()));
            assertTrue(Jsoup.parse(get(web, at).body()).text().contains(own + ":1:"), get(web, at).body());
            Files.writeString(own, "<#macro kicker><form></form></#macro>");
            assertTrue(Jsoup.parse(get(web, at).body()).text().contains("error: HTML, <form>: is active content"));
            assertTrue(get(web, at + "?to=nobody").body().contains("nobody"));
        }
    }

    private static HttpResponse<String> get(HttpClient web, String address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(20)).build();
        return web.send(request, BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
