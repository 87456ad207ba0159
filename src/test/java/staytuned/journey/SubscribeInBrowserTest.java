package staytuned.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.Main;
import staytuned.config.Config;
import staytuned.subscriber.Consents;
import staytuned.subscriber.Status;
import staytuned.testing.Browser;
import staytuned.testing.ScriptedSmtpServer;

/** From the front page to a reader, in Chromium, with the whole service in this process and a relay of its own. */
class SubscribeInBrowserTest {
    private static final Path SHOTS = Path.of("target", "shots");

    @Test
    void aReaderSubscribesAndConfirms(@TempDir Path folder) throws Exception {
        Files.createDirectories(SHOTS);
        var clock = InstantSource.system();
        try (var relay = new ScriptedSmtpServer()) {
            var home = new Home(folder, Home.Kind.EMBEDDED, relay.port());
            home.edit("send: {when:", "subscribe: {welcome: true}\n    language: de\n    send: {when:");
            var blog = blog(home.webPort);
            var another = blog(home.webPort);
            home.edit("site: {url:", "site: {origins: [\"http://127.0.0.1:" + blog.getAddress().getPort() + "\"], url:");
            var config = Config.read(folder.resolve("staytuned.yaml"), Map.of());
            var main = new Main(clock);
            try (var service = main.open(config);
                    var running = main.start(service, config, null);
                    var browser = new Browser()) {
                Objects.requireNonNull(running);
                browser.open("http://127.0.0.1:" + home.webPort + "/");
                browser.follow("document.querySelector('a[href^=\"/subscribe/\"]').click()");
                look(browser, "form");
                enter(browser, "ann@gmial.com");
                look(browser, "meant");
                browser.follow("document.querySelector('.meant button').click()");
                look(browser, "asked");
                assertTrue(text(browser).contains("ann@gmail.com"), text(browser));

                var asked = mail(relay, 2, "ann@gmail.com");
                assertEquals("Bitte bestätigen: Field Notes", asked.getSubject());
                var html = ((MimeMultipart) asked.getContent()).getBodyPart(1).getContent().toString();
                browser.open("about:blank"); // where no page's policy forbids the mail's own style
                browser.show(html);
                look(browser, "mail");
                browser.open(Jsoup.parse(html).selectFirst("a.onbutton").attr("href"));
                look(browser, "confirm");
                assertEquals(Status.UNCONFIRMED, service.subscribers().of("ann@gmail.com").getFirst().status());
                browser.follow("document.querySelector('button').click()");
                look(browser, "confirmed");
                assertEquals(Status.CONFIRMED, service.subscribers().of("ann@gmail.com").getFirst().status());
                assertEquals("Willkommen bei Field Notes", mail(relay, 3, "ann@gmail.com").getSubject());
                var consent = new Consents(service.database()).of(1 + service.subscribers().of("ann@gmial.com").getFirst().id());
                assertEquals("127.0.0.1", consent.getFirst().asked().client());

                var port = blog.getAddress().getPort();
                browser.open("http://127.0.0.1:" + port + "/");
                assertTrue(sendOnBlog(browser, "cleo@example.net").contains("cleo@example.net"));
                look(browser, "blog");
                assertEquals("Bitte bestätigen: Field Notes", mail(relay, 4, "cleo@example.net").getSubject());
                browser.open("http://127.0.0.1:" + another.getAddress().getPort() + "/"); // which the config does not name
                browser.run("document.querySelector('[type=email]').value = 'dora@example.net'");
                browser.follow("document.querySelector('form button').click()");
                assertTrue(text(browser).contains("dora@example.net"), text(browser));
                mail(relay, 5, "dora@example.net");

                browser.open("http://127.0.0.1:" + home.webPort + "/subscribe/field-notes");
                browser.run("document.querySelector('form').noValidate = true");
                enter(browser, "nobody");
                look(browser, "wrong");
                browser.open("http://127.0.0.1:" + home.webPort + "/confirm/1.x");
                look(browser, "stale");
            } finally {
                blog.stop(0);
                another.stop(0);
            }
        }
    }

    /** A blog on another origin, with our script in its page. */
    private static HttpServer blog(int pages) throws IOException {
        var html = "<!DOCTYPE html><html lang=de><meta name=viewport content='width=device-width'><title>Blog</title>"
                + "<main><h1>Blog</h1><script src='http://127.0.0.1:" + pages
                + "/subscribe/field-notes/form.js'></script></main>";
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            // A blog of today, which allows the script, its requests and its form, and nothing else.
            exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'; script-src http://127.0.0.1:"
                    + pages + "; connect-src http://127.0.0.1:" + pages);
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                body.write(html.getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
        return server;
    }

    /** Sends the form of a blog, and gives what is said there. */
    private static String sendOnBlog(Browser browser, String email) {
        return browser.run("new Promise(done => { const said = document.querySelector('[role=status]');"
                        + "new MutationObserver(() => done(said.innerText)).observe(said, {childList: true});"
                        + "document.querySelector('[type=email]').value = '" + email + "';"
                        + "document.querySelector('form button').click(); })")
                .asText();
    }

    private static void enter(Browser browser, String email) {
        browser.run("document.querySelector('#email').value = '" + email + "'");
        browser.follow("document.querySelector('button').click()");
    }

    private static String text(Browser browser) {
        return browser.run("document.body.innerText").asText();
    }

    /** The mail that comes as the one of this number. */
    private static MimeMessage mail(ScriptedSmtpServer relay, int number, String to) throws Exception {
        var taken = relay.await(number).get(number - 1);
        assertEquals(List.of(to), taken.to());
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(taken.bytes()));
    }

    private static void look(Browser browser, String name) throws IOException {
        for (var width : List.of(360, 1280)) {
            for (var dark : List.of(false, true)) {
                browser.size(width, dark);
                var shown = "subscribe-" + name + "-" + width + (dark ? "-dark" : "");
                assertEquals(width, browser.run("document.documentElement.scrollWidth").asInt(), shown);
                Files.write(SHOTS.resolve(shown + ".png"), browser.picture());
                if (width == 360) assertAccessible(browser, shown);
            }
        }
    }

    private static void assertAccessible(Browser browser, String name) throws IOException {
        browser.run(resource("/axe.min.js") + "; 0");
        var found = browser.run("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map("
                + "v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join('; ')).join('\\n'))");
        assertEquals("", found.asText(), name);
    }

    private static String resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(SubscribeInBrowserTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
