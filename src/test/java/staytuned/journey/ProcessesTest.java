package staytuned.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.testing.SmtpAct.say;
import static staytuned.testing.SmtpAct.stall;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import staytuned.testing.Command;
import staytuned.testing.Flight;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Stage;
import staytuned.testing.ScriptedSmtpServer.Visit;
import staytuned.testing.SmtpAct;

/** Processes that are killed, told to end, frozen and starved, at a stage of a letter that the relay decides. */
class ProcessesTest {
    private static final int READERS = 60;
    private static final int CONNECTIONS = Office.CONNECTIONS;
    private static final String TAKEN = "250 2.0.0 taken";

    private final ScriptedSmtpServer relay = new ScriptedSmtpServer();
    private final CountDownLatch held = new CountDownLatch(CONNECTIONS);
    private final CountDownLatch released = new CountDownLatch(1);
    private Home home;

    @TempDir
    private Path folder;

    private void open(Home.Kind database) throws IOException {
        home = new Home(folder, database, relay.port());
        home.subscribe(READERS);
        home.publish("autumn-colour.txt");
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
    }

    /** Holds a connection here until the process at its other end has gone. */
    private void stop(Visit visit) throws IOException {
        held.countDown();
        stall().on(visit);
    }

    /** Holds a connection here until the test goes on, and answers then. */
    private SmtpAct hold(String answer) {
        return visit -> {
            held.countDown();
            await(released);
            say(answer).on(visit);
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) throw new AssertionError("this does not come");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitUntil(String what, BooleanSupplier is) {
        var end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!is.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("not within a minute: " + what);
            Thread.onSpinWait();
        }
    }

    private void awaitAll(int letters) throws InterruptedException {
        assertEquals(letters, relay.await(letters).size());
    }

    @ParameterizedTest
    @EnumSource(names = {"ONE_BY_ONE", "CHUNKED"})
    @Tag("row-2")
    void killedInsideALetterItLosesNobodyAndSendsNothingTwice(Flight flight) throws Exception {
        flight.to(relay);
        open(Home.Kind.EMBEDDED);
        // Each of the four connections stands at another place when the process dies.
        relay.at(Stage.MAIL, this::stop).at(Stage.RCPT, this::stop);
        if (flight == Flight.CHUNKED) {
            relay.at(Stage.BDAT, this::stop, visit -> {
                visit.skip(1_000);
                stop(visit);
            });
        } else {
            relay.at(Stage.DATA, this::stop, visit -> {
                say("354 go on").on(visit);
                visit.skip(1_000);
                stop(visit);
            });
        }
        try (var service = Command.start(folder, "serve")) {
            await(held);
            service.kill();
        }
        Office.assertOnce(relay.taken(), 0);
        try (var service = Command.start(folder, "serve")) {
            awaitAll(READERS);
            Office.assertOnce(relay.taken(), READERS);
            assertEquals(0, service.stop().code());
        }
        Office.assertOnce(relay.taken(), READERS);
    }

    @ParameterizedTest
    @EnumSource(Home.Kind.class)
    @Tag("row-3")
    void toldToEndItFinishesWhatIsUnderWayAndBeginsNothingMore(Home.Kind database) throws Exception {
        open(database);
        for (var i = 0; i < CONNECTIONS; i++) relay.at(Stage.DOT, hold(TAKEN));
        try (var service = Command.start(folder, "serve")) {
            await(held);
            service.tell("TERM");
            awaitUntil("the pages are closed", () -> !answers(home.webPort));
            var since = System.nanoTime();
            released.countDown();
            var ended = service.await();
            assertEquals(0, ended.code(), ended.err());
            assertTrue(Duration.ofNanos(System.nanoTime() - since).toSeconds() < 30);
        }
        assertEquals(CONNECTIONS, relay.taken().size(), "letters that were under way");
        var rest = Command.run(folder, "run", "--once");
        assertTrue(rest.out().contains("letters sent " + (READERS - CONNECTIONS) + ", bounced 0, waiting for the next "
                + "run 0"), rest.out());
        Office.assertOnce(relay.taken(), READERS);
    }

    private static boolean answers(int port) {
        try (var _ = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Its files grow no more, as on a full disk. The embedded database ends then, so that a restart goes on. */
    @Test
    @Tag("row-5")
    void whereTheDiskIsFullNothingIsSentAndNothingIsSaidToBeSent() throws Exception {
        open(Home.Kind.EMBEDDED);
        for (var i = 0; i < CONNECTIONS; i++) relay.at(Stage.DOT, hold(TAKEN));
        try (var service = Command.start(folder, "serve")) {
            await(held);
            // Half of what the database has by now: what it writes goes behind that.
            service.filesUpTo(String.valueOf(Files.size(folder.resolve("data/staytuned.mv.db")) / 2));
            released.countDown();
            awaitUntil("an alarm", () -> service.says("cannot be recorded; nothing more is sent until they can"));
            service.kill();
        }
        assertEquals(CONNECTIONS, relay.taken().size(), "nothing begins that cannot be recorded");
        try (var service = Command.start(folder, "serve")) {
            relay.await(READERS);
            awaitUntil("everybody has it", () -> readers() == READERS);
            assertEquals(0, service.stop().code());
        }
        assertTrue(relay.taken().size() <= READERS + CONNECTIONS, "twice, but for what could not be recorded");
    }

    private int readers() {
        var readers = new HashSet<String>();
        relay.taken().forEach(each -> readers.addAll(each.to()));
        return readers.size();
    }

    /** One of its connections is frozen before MAIL is answered, one before RCPT, one before DATA, one at the dot. */
    @Test
    @Tag("row-6")
    void aNodeThatIsFrozenInsideItsLettersAndWakesSendsNothingTwice() throws Exception {
        open(Home.Kind.POSTGRESQL);
        relay.at(Stage.MAIL, hold("250 2.1.0 ok")).at(Stage.RCPT, hold("250 2.1.5 ok"));
        relay.at(Stage.DATA, hold("354 go on")).at(Stage.DOT, hold(TAKEN));
        var other = Files.createDirectories(folder.resolve("other/articles")).getParent();
        var config = Files.readString(folder.resolve("staytuned.yaml"));
        var port = String.valueOf(Home.freePort());
        Files.writeString(other.resolve("staytuned.yaml"), config.replace(String.valueOf(home.webPort), port));

        try (var frozen = Command.start(folder, "serve")) {
            await(held);
            var before = relay.taken().size();
            var node = sql("select id from nodes");
            try (var service = Command.start(other, "serve")) {
                awaitUntil("the other node runs", () -> service.says("Staytuned serves"));
                frozen.tell("STOP");
                leaseEnds(node);
                assertEquals(READERS - CONNECTIONS, relay.await(READERS - CONNECTIONS).size() - before);
                released.countDown();
                frozen.tell("CONT");
                awaitAll(READERS);
                awaitUntil("what it did late is noted too",
                        () -> "0".equals(sql("select count(*) from deliveries where status <> 'sent'")));
                assertEquals(0, frozen.stop().code());
                assertEquals(0, service.stop().code());
            }
        }
        Office.assertOnce(relay.taken(), READERS);
    }

    /** The database's clock runs on by more than a lease, as far as this node goes. */
    private void leaseEnds(String node) {
        sql("update nodes set alive_until = alive_until - interval '31 seconds' where id = '" + node + "'");
    }

    private String sql(String statement) {
        try (var connection = DriverManager.getConnection(home.databaseUrl, "postgres", "postgres");
                var query = connection.createStatement()) {
            if (!query.execute(statement)) return "";
            try (var row = query.getResultSet()) {
                return row.next() ? row.getString(1) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
