package staytuned.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.Main;
import staytuned.cli.Cli;
import staytuned.cli.Staytuned;
import staytuned.cli.Surroundings;
import staytuned.config.Config;
import staytuned.delivery.DeliveryStatus;
import staytuned.delivery.Overview;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Stage;
import staytuned.testing.ScriptedSmtpServer.Taken;
import staytuned.testing.SmtpAct;

/** A service that sends, and an admin whose commands reach it through the database. */
class AdminTest {
    private static final InstantSource CLOCK = InstantSource.system();

    private final ScriptedSmtpServer relay = new ScriptedSmtpServer();
    private Home home;
    private Staytuned service;
    private AutoCloseable running;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        home = new Home(folder, Home.Kind.POSTGRESQL, relay.port());
        var file = folder.resolve("staytuned.yaml");
        Files.writeString(file, Files.readString(file)
                .replace("connections: 4", "connections: 4, rate: 60/second")
                .replace("settle: 0m", "settle: 0m, in-doubt: hold"));
        var config = Config.read(file, Map.of());
        var main = new Main(CLOCK);
        service = main.open(config);
        running = main.start(service, config, null);
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
        service.close();
        relay.close();
    }

    private String admin(String... command) {
        var out = new ByteArrayOutputStream();
        var printed = new PrintStream(out, true, UTF_8);
        var words = new ArrayList<>(List.of(command));
        words.add("--config=" + home.folder.resolve("staytuned.yaml"));
        var code = new Cli(new Surroundings(new Main(CLOCK), Map.of(), CLOCK, printed, printed))
                .run(words.toArray(String[]::new));
        assertEquals(0, code, out.toString(UTF_8));
        return out.toString(UTF_8);
    }

    private Overview overview(long issue) {
        return service.overviews().of(issue, CLOCK.instant());
    }

    /** Waits until nothing of an issue is on its way, for five seconds at most, and says how many were sent. */
    private int stands(long issue) {
        var start = System.nanoTime();
        while (true) {
            var seen = overview(issue);
            var moving = seen.counts().containsKey(DeliveryStatus.SENDING);
            if (!moving && seen.leased().isEmpty()) return seen.counts().getOrDefault(DeliveryStatus.SENT, 0);
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos(), "it does not stop: " + seen);
            Thread.onSpinWait();
        }
    }

    private void ends(long issue, String state) {
        var end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!service.issues().find(issue).orElseThrow().state().column().equals(state)) {
            assertTrue(System.nanoTime() < end, () -> "it is not " + state + ": " + overview(issue));
            Thread.onSpinWait();
        }
    }

    private static Map<String, List<Taken>> byReader(List<Taken> letters) {
        return letters.stream().collect(Collectors.groupingBy(each -> each.to().getFirst()));
    }

    /** Rows 20 and 21 of the faults. */
    @Test
    void anIssueIsStoppedGoesOnExactlyWhereItWasAndIsEnded() throws Exception {
        var readers = 120;
        home.subscribe(readers);
        home.publish("how-swifts-sleep.md");
        for (var part : List.of(10, 40, 70)) {
            relay.await(part);
            admin("issues", "pause", "1");
            var sent = stands(1);
            assertEquals(sent, relay.taken().size(), "what the relay has, and nothing else, is sent");
            assertTrue(sent < readers, "stopped on its way");
            assertTrue(admin("issues", "show", "1").contains("an admin has paused it"));
            assertEquals(sent, relay.taken().size(), "nothing leaves");
            admin("subscribers", "add", "late" + part + "@example.net", "--newsletter=field-notes", "--confirmed");
            admin("issues", "resume", "1");
        }
        relay.await(readers);
        ends(1, "sent");
        assertEquals(readers, relay.taken().size());
        assertEquals(readers, byReader(relay.taken()).size(), "those of the start, each once");

        home.publish("autumn-colour.txt");
        relay.await(readers + 10);
        admin("issues", "cancel", "2");
        var sent = stands(2);
        ends(2, "cancelled");
        assertEquals(readers + sent, relay.taken().size());
        assertEquals(Map.of(DeliveryStatus.SENT, sent, DeliveryStatus.CANCELLED, readers + 3 - sent),
                service.tallies().counts(2));
    }

    @Test
    void whatFailedAndWhatIsInDoubtGoesOutAgainByTheAdminsWord() throws Exception {
        relay.at(Stage.RCPT, SmtpAct.say("550 5.1.1 nobody"), SmtpAct.say("550 5.1.1 nobody"));
        relay.at(Stage.DOT, SmtpAct.cut());
        home.subscribe(8);
        home.publish("how-swifts-sleep.md");
        relay.await(6);
        while (overview(1).open() > 1 || stands(1) < 5) Thread.onSpinWait();
        assertEquals(Map.of(DeliveryStatus.SENT, 5, DeliveryStatus.BOUNCED, 2, DeliveryStatus.DOUBTFUL, 1),
                overview(1).counts());
        var doubtful = admin("deliveries", "--issue", "1", "--state", "doubtful").split("\t");
        assertEquals("true", doubtful[6], () -> "possibly twice: " + String.join("|", doubtful));

        assertEquals("resolved 1\n", admin("deliveries", "resolve", "--issue", "1", "--as", "resend"));
        relay.await(7);
        var copies = byReader(relay.taken()).get(doubtful[1]);
        assertEquals(2, copies.size());
        assertArrayEquals(copies.getFirst().bytes(), copies.getLast().bytes());
        ends(1, "sent");

        assertEquals("queued again 2\n", admin("issues", "resend-failed", "1"));
        relay.await(9);
        ends(1, "sent");
        assertEquals(8, byReader(relay.taken()).size());
        assertEquals(Map.of(DeliveryStatus.SENT, 8), service.tallies().counts(1));
    }
}
