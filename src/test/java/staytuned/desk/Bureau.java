package staytuned.desk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import staytuned.Main;
import staytuned.admin.Codes;
import staytuned.admin.Gatekeeper;
import staytuned.admin.Role;
import staytuned.cli.Staytuned;
import staytuned.config.Config;
import staytuned.issue.Issue;
import staytuned.mail.Address;
import staytuned.template.Templates;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.SettableClock;
import staytuned.web.Site;

/** The whole service with its desk, a relay that does as it is told, and a clock in the test's hands. */
final class Bureau implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    private static final Path ARTICLES = Path.of("src/main/resources/demo/articles");

    final SettableClock clock = new SettableClock("2027-03-01T09:00:00Z");
    final ScriptedSmtpServer relay = new ScriptedSmtpServer();
    final Staytuned service;
    final String url;
    private final Path folder;
    private final AutoCloseable alive;
    private final Site site;

    Bureau(Path folder, int readers) {
        this.folder = folder;
        try {
            Files.createDirectories(folder.resolve("articles"));
            Files.createDirectories(folder.resolve("slow"));
            var port = freePort();
            var config = Config.read(Files.writeString(folder.resolve("staytuned.yaml"), """
                    site: {url: "http://127.0.0.1:%d"}
                    relays: [{name: main, host: 127.0.0.1, port: %d, tls: none, connections: 1}]
                    newsletters:
                      - key: field-notes
                        title: Field Notes
                        from: Field Notes <notes@example.org>
                        postal-address: 1 Example Street, Example Town
                        sources: [{folder: articles, first-poll: send}]
                        send: {settle: 0m, in-doubt: hold, time-zone: UTC}
                      - key: slow-notes
                        title: Slow Notes
                        from: Slow Notes <slow@example.org>
                        postal-address: 1 Example Street, Example Town
                        sources: [{folder: slow, first-poll: send}]
                        send: {settle: 0m, when: "0 0 8 ? * TUE", time-zone: Europe/Berlin}
                    """.formatted(port, relay.port())), Map.of());
            url = "http://127.0.0.1:" + port;
            var main = new Main(clock);
            service = main.open(config);
            alive = main.alive(service, config);
            var people = IntStream.range(0, readers)
                    .mapToObj(each -> new Address("reader" + each + "@example.net", "Reader " + each))
                    .toList();
            service.subscribers().add(service.newsletters().getFirst().id(), people, true, "test");
            var mail = new Shelf.Mail(
                    service.outbox(), service.deliveries(), service.tallies(), service.overviews(),
                    service.listings(), service.instances());
            var desk = new Desk(
                    new Shelf(
                            service.database(), service.newsletters(), service.articles(), service.issues(),
                            service.promises(), service.subscribers(), mail, service.mailroom().suppressions(),
                            service.mailroom().events(), service.outlook(), clock),
                    service.office(), new Templates(null), url);
            site = new Site("127.0.0.1", port, false, Site.Doors.of(service.pages()).with(desk));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new article of the demo, or one of these words, becomes a letter that is ready. */
    Issue write(String name, String text) {
        put("articles", name, text);
        service.poller().pollDue();
        service.editor().assembleDue();
        return service.issues().page(Long.MAX_VALUE, 1).getFirst();
    }

    void put(String where, String name, String text) {
        try {
            var file = folder.resolve(where).resolve(name);
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, FileTime.from(clock.instant().minusSeconds(5)));
            clock.pass(Duration.ofMinutes(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String demo(String name) {
        try {
            return Files.readString(ARTICLES.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One round of sending. */
    void send() {
        service.outbox().publishDue();
        service.dispatchers().forEach(each -> each.dispatchDue());
        service.outbox().finishDue();
        clock.pass(Duration.ofSeconds(3));
    }

    /** Somebody has an account; what is given makes their digits. */
    String person(String email, Role role) {
        var gate = service.office().gatekeeper();
        var token = gate.invite(Address.parse(email), role, "test").orElseThrow();
        var key = gate.invited(token).orElseThrow().key();
        var taken = gate.take(token, PASSWORD, Codes.of(key, clock.instant()), "192.0.2.1");
        if (!(taken instanceof Gatekeeper.Welcome)) throw new AssertionError(taken);
        clock.pass(Duration.ofSeconds(30));
        return key;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        site.close();
        try {
            alive.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        service.close();
        relay.close();
    }
}
