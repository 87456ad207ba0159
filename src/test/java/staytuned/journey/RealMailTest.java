package staytuned.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.Main;
import staytuned.cli.Cli;
import staytuned.cli.Surroundings;
import staytuned.mail.Address;
import staytuned.mail.Parcel;
import staytuned.smtp.Relay;
import staytuned.smtp.SmtpCourier;

/** A bounce's whole way between real mail systems. Not part of a plain build, because it needs them: see the README. */
@Tag("mail-systems")
class RealMailTest {
    private static final InstantSource CLOCK = InstantSource.system();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    private Path home;

    @Test
    void aLetterToAMissingMailboxComesBackAndSuppressesExactlyThatReader() throws Exception {
        try (var systems = new MailSystems()) {
            configure(systems);
            for (var reader : new String[] {"ann", "bob"}) {
                run("subscribers", "add", reader + "@example.test", "--newsletter", "notes", "--confirmed");
            }
            publish("One");
            run("run", "--once");
            assertTrue(said().contains("letters sent 2, bounced 0"), said());
            until(() -> !systems.mails("bounces").isEmpty() && !systems.mails("ann").isEmpty());
            var report = systems.mails("bounces").getFirst();
            assertTrue(report.contains("Content-Type: message/delivery-status"), report);
            run("run", "--once");
            run("suppressions", "list", "--json");
            assertTrue(said().startsWith("{\"email\":\"bob@example.test\""), said());
            assertEquals(1, said().lines().count());
            assertTrue(said().contains("\"reason\":\"hard\",\"source\":\"imap\""), said());
            publish("Two");
            run("run", "--once");
            assertTrue(said().contains("letters sent 1, bounced 0"), said());
            assertEquals(1, systems.mails("bounces").size());
            whatIsWrittenBackIsForwarded(systems);
        }
    }

    private void whatIsWrittenBackIsForwarded(MailSystems systems) throws Exception {
        var letter = systems.mails("ann").getFirst();
        assertTrue(letter.contains("Reply-To: ann@example.test\n"), letter);
        var answer = "From: Carol <carol@example.net>\r\nTo: bounces@example.test\r\nSubject: Re: One\r\nIn-Reply-To: "
                + letter.replaceAll("(?s).*\nMessage-ID: (<[^>]+>).*", "$1") + "\r\n\r\nThank you!\r\n";
        var carol = Address.parse("carol@example.net");
        var relay = new Relay("main", "127.0.0.1", systems.smtp, Relay.Tls.NONE, null, 1, Relay.Timeouts.RFC_5321);
        try (var connection = new SmtpCourier(relay, List.of()).connect()) {
            connection.send(new Parcel(
                    carol, carol.email(), Address.parse("bounces@example.test"), CLOCK.instant(),
                    answer.getBytes(UTF_8)));
        }
        until(() -> systems.mails("bounces").size() == 2);
        for (var i = 0; i < 2; i++) run("run", "--once");
        until(() -> forwarded(systems).size() == 1);
        var forward = forwarded(systems).getFirst();
        assertTrue(forward.contains("\nReply-To: carol@example.net\n"), forward);
        assertTrue(forward.contains("\nFrom: Carol <carol@example.net>\n"), forward);
        assertTrue(forward.contains("\n\nThank you!\n"), forward);
        run("feedback", "replies", "--json");
        assertEquals(1, said().lines().filter(each -> each.contains("\"state\":\"forwarded\"")).count(), said());
    }

    private static List<String> forwarded(MailSystems systems) throws IOException {
        return systems.mails("ann").stream().filter(each -> each.contains("\nX-Staytuned-Forwarded: notes\n")).toList();
    }

    private static void until(Callable<Boolean> holds) throws Exception {
        var end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!holds.call()) {
            assertTrue(System.nanoTime() < end, "it never came to that");
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private void publish(String title) throws IOException {
        Files.writeString(home.resolve("articles/" + title + ".md"), "# " + title + "\n\nWhat there is to say.\n");
    }

    private void configure(MailSystems systems) throws IOException {
        Files.createDirectory(home.resolve("articles"));
        Files.writeString(home.resolve("staytuned.yaml"), """
                site: {url: "https://letters.example.org"}
                relays: [{name: main, host: 127.0.0.1, port: %d, tls: none}]
                bounces:
                  address: bounces@example.test
                  imap: {host: 127.0.0.1, port: %d, tls: none, user: bounces, password: secret}
                newsletters:
                  - key: notes
                    title: Notes
                    from: Notes <notes@example.test>
                    reply-to: ann@example.test
                    sources: [{folder: articles, first-poll: send}]
                    send: {settle: 0m}
                """.formatted(systems.smtp, systems.imap));
    }

    private void run(String... args) {
        out.reset();
        var line = new PrintStream(out, true, UTF_8);
        var command = Stream.concat(
                Stream.of(args),
                Stream.of("--config=" + home.resolve("staytuned.yaml"))).toArray(String[]::new);
        assertEquals(0, new Cli(new Surroundings(new Main(CLOCK), Map.of(), CLOCK, line, line)).run(command), said());
    }

    private String said() {
        return out.toString(UTF_8);
    }
}
