package staytuned.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import staytuned.config.Config;
import staytuned.delivery.DeliveryStatus;
import staytuned.demo.MailServer;
import staytuned.issue.Issue;
import staytuned.mail.Address;
import staytuned.web.Inbox;

/** The whole service at work: sample articles, three readers, and a mail server inside. */
@Command(
        name = "demo",
        description = {
            "Runs the whole service on a database of its own, with sample articles, three readers and a mail server "
                    + "inside. Nothing leaves the machine, and nothing stays when it ends.",
            "Shows how a new article becomes a letter, and the letters in the browser."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int READERS = 3;
    private static final int USUAL_PORT = 8080;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final List<String> OLD =
            List.of("why-sourdough-rises-twice.md", "how-swifts-sleep.md", "what-a-tide-table-hides.html");
    private static final String NEW = "autumn-colour.txt";

    private final Surroundings around;

    @Option(names = "--once", description = "Ends when the letter about the new article is sent.")
    private boolean once;

    private int shown = -1;

    DemoCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws Exception {
        var ends = new ArrayDeque<AutoCloseable>();
        AutoCloseable end = () -> {
            while (!ends.isEmpty()) ends.pop().close();
        };
        if (once) {
            try (end) {
                return start(ends) ? 0 : Failure.FAILED;
            }
        }
        ServeCommand.atEnd(end);
        if (!start(ends)) return Failure.FAILED;
        around.out().println("Ctrl-C ends the demo.");
        return ServeCommand.forEver();
    }

    /** Starts everything, notes how to end it, and shows an article becoming letters; false when that did not work. */
    private boolean start(ArrayDeque<AutoCloseable> ends) throws Exception {
        var home = Files.createTempDirectory("staytuned-demo");
        ends.push(() -> delete(home));
        var articles = Files.createDirectory(home.resolve("articles"));
        for (var sample : OLD) copy(sample, articles);
        var mails = new MailServer(around.clock());
        ends.push(mails);
        var config = Config.read(config(home, mails.port()), Map.of());
        var service = around.builder().open(config);
        ends.push(service);
        ends.push(around.builder().start(service, config, inbox(mails)));
        if (!publish(service, config, articles)) return false;
        if (once) return true;
        around.out().println("The letters:  " + config.site().url() + "/demo");
        around.out().println("Write more:   put a text, Markdown or HTML file into " + articles);
        return true;
    }

    /** Lets three readers subscribe, lets an article appear, and watches until its letter has been sent to all. */
    private boolean publish(Staytuned service, Config config, Path articles) throws Exception {
        var newsletter = service.newsletters().getFirst();
        var readers = IntStream.rangeClosed(1, READERS)
                .mapToObj(i -> new Address("reader" + i + "@example.net", "Reader " + i))
                .toList();
        service.subscribers().add(newsletter.id(), readers, true, "demo");
        around.out().println("Staytuned serves " + config.site().url() + ", with a mail server inside.");
        if (!soon(() -> service.articles().list(newsletter.id(), OLD.size()).size() == OLD.size())) return false;
        around.out().println("The folder already held " + OLD.size() + " articles: the baseline, nobody is mailed.");
        copy(NEW, articles);
        around.out().println("A new article appears: " + NEW);
        if (!soon(() -> !service.issues().list(newsletter.id(), 1).isEmpty())) return false;
        var issue = service.issues().list(newsletter.id(), 1).getFirst();
        around.out().println("It becomes a letter:   " + issue.subject());
        return soon(() -> sent(service, issue));
    }

    private boolean sent(Staytuned service, Issue issue) {
        var counts = service.tallies().counts(issue.id());
        var sent = counts.getOrDefault(DeliveryStatus.SENT, 0);
        if (sent > shown) around.progress("sent %d of %d".formatted(sent, READERS), sent == READERS);
        shown = sent;
        return sent == READERS;
    }

    /** Looks again and again, for a minute at most. */
    private boolean soon(Callable<Boolean> done) throws Exception {
        var end = around.clock().instant().plus(LONGEST);
        while (around.clock().instant().isBefore(end)) {
            if (done.call()) return true;
            Thread.sleep(LOOK);
        }
        around.err().println("the demo did not get on within a minute; the lines above say why");
        return false;
    }

    /** Writes the demo's config, which is what anybody's first one may look like. */
    private Path config(Path home, int smtpPort) throws IOException {
        var port = freePort();
        return Files.writeString(home.resolve("staytuned.yaml"), """
                site:
                  url: http://127.0.0.1:%1$d
                  listen: 127.0.0.1:%1$d
                metrics: {listen: none}
                relays:
                  - name: inside
                    host: 127.0.0.1
                    port: %2$d
                    tls: none
                newsletters:
                  - key: field-notes
                    title: Field Notes
                    from: Field Notes <notes@example.org>
                    postal-address: 1 Example Street, Example Town
                    sources:
                      - folder: articles
                        poll: 1s
                    send:
                      settle: 0m
                """.formatted(port, smtpPort));
    }

    /** The usual port, or any free one where that is taken. */
    private static int freePort() throws IOException {
        var here = InetAddress.getLoopbackAddress();
        try (var usual = new ServerSocket(USUAL_PORT, 1, here)) {
            return usual.getLocalPort();
        } catch (IOException e) {
            try (var any = new ServerSocket(0, 1, here)) {
                return any.getLocalPort();
            }
        }
    }

    private static Inbox inbox(MailServer mails) {
        return () -> mails.letters().stream()
                .map(each -> new Inbox.Arrived(
                        each.number(), each.to(), each.subject(), each.receivedAt(), each.html(), each.text()))
                .toList();
    }

    private static void copy(String sample, Path folder) throws IOException {
        try (var in = DemoCommand.class.getResourceAsStream("/demo/articles/" + sample)) {
            Files.copy(Objects.requireNonNull(in, sample), folder.resolve(sample));
        }
    }

    static void delete(Path home) throws IOException {
        try (var files = Files.walk(home)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
