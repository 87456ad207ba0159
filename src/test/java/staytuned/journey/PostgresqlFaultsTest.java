package staytuned.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.testing.SmtpAct.after;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.delivery.Dispatcher;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Stage;
import staytuned.testing.ScriptedSmtpServer.Taken;

/**
 * A PostgreSQL that fails in the middle of a send, when the relay has read a letter and not said yet that it took it,
 * and that is there again later. The service goes on by itself, and, since it lived all the time, sends nothing twice.
 */
@Tag("row-4")
class PostgresqlFaultsTest {
    private static final int READERS = 60;
    private static final int SOME = 10;

    private static Path data;
    private static EmbeddedPostgres server;
    private static int databases;

    private final ScriptedSmtpServer relay = new ScriptedSmtpServer();
    private final CountDownLatch there = new CountDownLatch(1);
    private String url;
    private Office office;
    private Thread sending;
    private volatile int takenBefore;
    private volatile long issue;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException, SQLException {
        data = folder.resolve("postgresql");
        server = run(0);
        // Of a superuser no number of connections is asked.
        admin("create role letters login password 'letters'");
    }

    private static EmbeddedPostgres run(int port) throws IOException {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on"); // off, where the library has its way
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        var name = "letters_" + ++databases;
        admin("create database " + name + " owner letters");
        url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name;
        var home = new Home(folder, Home.Kind.EMBEDDED, relay.port());
        home.edit("{url: embedded}", "{url: \"" + url + "\", user: letters, password: letters}");
        office = new Office(home, relay, READERS);
        issue = office.issue();
    }

    @AfterEach
    void close() throws Exception {
        there.countDown();
        office.service().dispatchers().forEach(Dispatcher::close); // where it waits for the database without end
        if (sending != null) sending.join();
        office.close();
    }

    private interface Trouble {
        void happen() throws Exception;
    }

    /** Sends until everybody has it; when the relay has read a letter in the middle, {@code trouble} happens. */
    private void send(Trouble trouble) throws InterruptedException {
        var letters = new AtomicInteger();
        var troubled = new CountDownLatch(1);
        relay.always(Stage.DOT, after(() -> {
            if (letters.incrementAndGet() != SOME) return;
            run(trouble);
            takenBefore = relay.taken().size();
            troubled.countDown();
        }, "250 2.0.0 taken"));
        sending = Thread.ofVirtual().start(() -> {
            while (relay.taken().size() < READERS && there.getCount() > 0) attempt();
            attempt();
        });
        assertTrue(troubled.await(1, TimeUnit.MINUTES), "there was no trouble");
    }

    /** As the schedule does, which calls again what has failed. */
    private void attempt() {
        try {
            office.send();
        } catch (RuntimeException e) {
            Thread.onSpinWait();
        }
    }

    private static void run(Trouble trouble) {
        try {
            trouble.happen();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asserts that everybody gets it, once, and that the database says so. */
    private void assertAllSent() throws InterruptedException {
        relay.await(READERS);
        assertTrue(sending.join(Duration.ofMinutes(1)), "it does not go on");
        office.assertAllSent(issue);
    }

    private static void admin(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
                var statement = connection.createStatement()) {
            for (var each : statements) statement.execute(each);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "letters", "letters");
    }

    private static String sessions(String function) {
        return "select " + function + "(pid) from pg_stat_activity where usename = 'letters'";
    }

    @Test
    void stoppedAndStartedAgain() throws Exception {
        var port = server.getPort();
        send(() -> server.close());
        assertWaits();
        server = run(port);
        assertAllSent();
    }

    @Test
    void killedAndRecovered() throws Exception {
        send(() -> {
            // When one of its processes dies, PostgreSQL ends all sessions and recovers from its log.
            try (var connection = connect();
                    var statement = connection.createStatement();
                    var row = statement.executeQuery("select pg_backend_pid()")) {
                row.next();
                ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly();
            }
        });
        assertAllSent();
    }

    @Test
    void readOnly() throws Exception {
        var name = url.replaceFirst(".*/", "");
        send(() -> admin("alter database " + name + " set default_transaction_read_only = on",
                sessions("pg_terminate_backend")));
        assertWaits();
        admin("alter database " + name + " reset default_transaction_read_only", sessions("pg_terminate_backend"));
        assertAllSent();
    }

    @Test
    void outOfConnections() throws Exception {
        send(() -> admin("alter role letters connection limit 0", sessions("pg_terminate_backend")));
        assertWaits();
        admin("alter role letters connection limit -1");
        assertAllSent();
    }

    /** Nothing begins while nothing can be recorded. */
    private void assertWaits() {
        var more = relay.taken().size() - takenBefore;
        assertTrue(more <= Office.CONNECTIONS, more + " letters went on");
    }

    /** Slow without end: somebody else has the table. What the relay has by then is in it as being sent, or as sent. */
    @Test
    void slow() throws Exception {
        var locked = connect();
        send(() -> {
            locked.setAutoCommit(false);
            locked.createStatement().execute("lock table deliveries in access exclusive mode");
        });
        try (locked; var statement = locked.createStatement()) {
            awaitWaiting();
            assertWaits();
            var taken = relay.taken();
            var noted = new HashSet<String>();
            var rows = statement.executeQuery("select email from deliveries where status in ('sending', 'sent')");
            while (rows.next()) noted.add(rows.getString(1));
            var unnoted = readers(taken);
            unnoted.removeAll(noted);
            assertEquals(Set.of(), unnoted, "sent without a note");
            locked.commit();
        }
        assertAllSent();
    }

    private static void awaitWaiting() throws SQLException {
        try (var connection = DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
                var statement = connection.createStatement()) {
            var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (System.nanoTime() < end) {
                try (var row = statement.executeQuery("select count(*) from pg_locks where not granted")) {
                    if (row.next() && row.getInt(1) > 0) return;
                }
            }
            throw new AssertionError("nobody waits for the lock");
        }
    }

    private static Set<String> readers(Iterable<Taken> letters) {
        var readers = new HashSet<String>();
        letters.forEach(each -> readers.addAll(each.to()));
        return readers;
    }
}
