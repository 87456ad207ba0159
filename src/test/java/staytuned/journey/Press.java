package staytuned.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import staytuned.Main;
import staytuned.cli.Staytuned;
import staytuned.config.Config;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.Web;
import staytuned.web.Site;

/** A feed over sockets, the whole service, and a relay: what goes in as an article comes out as letter and page. */
final class Press implements AutoCloseable {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    final Web web = new Web();
    final ScriptedSmtpServer relay = new ScriptedSmtpServer();
    final Staytuned service;
    private final AutoCloseable alive;
    private final Site site;

    /** One article, as it came out: its letter in the database, the letter's bytes on the wire, its page. */
    record Printed(String subject, String html, String plain, byte[] wire, Document page, String policy) {}

    Press(Path folder) throws Exception {
        var home = new Home(folder, Home.Kind.EMBEDDED, relay.port(),
                "- {feed: \"" + web.at("/feed") + "\", full-text: never, first-poll: send}");
        home.subscribe(1);
        // What strangers link is theirs: no test asks it.
        var file = folder.resolve("staytuned.yaml");
        Files.writeString(file, "dead-links: ignore\n" + Files.readString(file));
        var config = Config.read(file, Map.of());
        var main = new Main(InstantSource.fixed(NOW));
        service = main.open(config);
        alive = main.alive(service, config);
        site = new Site("127.0.0.1", 0, false, service.pages(), null);
    }

    static String item(String title, String link, String html) {
        return "<item><title><![CDATA[" + title + "]]></title>" + (link.isEmpty() ? "" : "<link>" + link + "</link>")
                + "<description><![CDATA[" + html + "]]></description></item>";
    }

    /** Serves these items, and gives each article as it comes out, in their order. */
    List<Printed> print(List<String> items) throws Exception {
        web.on("/feed", "text/xml; charset=utf-8", "<rss version=\"2.0\"><channel><title>T</title>"
                + "<link>https://example.org/</link><description>D</description>" + String.join("\n", items)
                + "</channel></rss>");
        var round = service.poller().pollAll();
        if (!round.problems().isEmpty()) throw new AssertionError(round.problems());
        service.editor().assembleDue();
        service.outbox().publishDue();
        for (var dispatcher : service.dispatchers()) while (dispatcher.dispatchDue().sent() > 0) Thread.onSpinWait();
        var newsletter = service.newsletters().getFirst();
        var issues = service.issues().list(newsletter.id(), 1000).reversed();
        var articles = service.articles().list(newsletter.id(), 1000).reversed();
        var out = new ArrayList<Printed>();
        for (int i = 0; i < issues.size(); i++) {
            var letter = service.issues().letter(issues.get(i).id());
            var answer = Jsoup.connect("http://127.0.0.1:" + site.port() + "/articles/" + articles.get(i).id())
                    .maxBodySize(0).execute();
            // The Message-ID ends in the same letters as the marker.
            var mark = letter.marker().substring(letter.marker().length() - 16);
            var wire = relay.taken().stream().map(ScriptedSmtpServer.Taken::bytes)
                    .filter(each -> new String(each, StandardCharsets.ISO_8859_1).contains(mark))
                    .findFirst().orElseThrow();
            out.add(new Printed(issues.get(i).subject(), letter.html(), letter.plain(), wire, answer.parse(),
                    String.valueOf(answer.header("Content-Security-Policy"))));
        }
        return out;
    }

    @Override
    public void close() throws IOException {
        site.close();
        try {
            alive.close();
        } catch (Exception e) {
            throw new IOException(e);
        }
        service.close();
        relay.close();
        web.close();
    }
}
