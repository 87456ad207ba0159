package staytuned.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import staytuned.article.Articles;
import staytuned.db.Database;
import staytuned.issue.Archives;
import staytuned.issue.Issues;
import staytuned.issue.PageKeys;
import staytuned.issue.Promises;
import staytuned.issue.Reprinter;
import staytuned.issue.SiteLinks;
import staytuned.issue.Tracker;
import staytuned.issue.Typesetter;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Visibility;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;

/** A site that shows what went out, at a port of its own. */
final class Newsstand implements AutoCloseable {
    final SiteLinks links;
    final ArchivePages.Shelf shelf;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Site site;

    Newsstand(Database database, List<Newsletter> newsletters) {
        var port = freePort();
        var clock = InstantSource.fixed(Instant.parse("2026-03-01T09:00:00Z"));
        Set<Long> closed = newsletters.stream()
                .filter(each -> each.archive() == Visibility.PRIVATE)
                .map(Newsletter::id)
                .collect(Collectors.toSet());
        links = new SiteLinks("http://127.0.0.1:" + port, new PageKeys("secret", closed));
        var templates = new Templates(null);
        var articles = new Articles(database);
        var issues = new Issues(database);
        var tracker = new Tracker(database, articles, new Promises(database), links, clock);
        var reprinter = new Reprinter(new Reprinter.Desk(
                database, issues, articles, tracker, new Typesetter(templates, links), links));
        shelf = new ArchivePages.Shelf(newsletters, new Archives(database), reprinter, links, templates);
        var pages = new Pages(
                new Pages.Shelf(
                        newsletters, issues, articles, new Subscribers(database, clock),
                        new UnsubscribeLinks(links.site(), "secret"), links, templates),
                new ArchivePages(shelf));
        site = new Site("127.0.0.1", port, false, pages, null);
    }

    /** With the headers that stand by name and value. */
    HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : links.site() + path));
        if (headers.length > 0) request.headers(headers);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        site.close();
        client.close();
    }
}
