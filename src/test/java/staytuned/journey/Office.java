package staytuned.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import staytuned.Main;
import staytuned.cli.Cli;
import staytuned.cli.Staytuned;
import staytuned.cli.Surroundings;
import staytuned.config.Config;
import staytuned.db.schema.Tables;
import staytuned.delivery.Dispatcher.Round;
import staytuned.issue.IssueState;
import staytuned.testing.Rows;
import staytuned.testing.ScriptedSmtpServer;
import staytuned.testing.ScriptedSmtpServer.Taken;
import staytuned.testing.SettableClock;

/** The whole service in this process; its clock and its ticks are in the test's hands. */
final class Office implements AutoCloseable {
    /** Of its relay, as {@link Home} says. */
    static final int CONNECTIONS = 4;
    private static final int MOST_ROUNDS = 100;

    final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    final ScriptedSmtpServer relay;
    private final Path folder;
    private final int readers;
    private int issues;
    private @Nullable Staytuned service;
    private @Nullable AutoCloseable alive;

    /** @param readers how many there are from the start */
    Office(Home home, ScriptedSmtpServer relay, int readers) throws IOException {
        this(home.folder, relay, readers);
        home.subscribe(readers, clock);
    }

    private Office(Path folder, ScriptedSmtpServer relay, int readers) {
        this.folder = folder;
        this.relay = relay;
        this.readers = readers;
    }

    /** A further node, whose config is in {@code itsFolder}. */
    Office beside(Path itsFolder) {
        return new Office(itsFolder, relay, readers);
    }

    /** The service, which opens where it is not open. */
    Staytuned service() {
        var open = service;
        if (open != null) return open;
        var config = Config.read(folder.resolve("staytuned.yaml"), Map.of());
        var main = new Main(clock);
        open = main.open(config);
        alive = main.alive(open, config);
        service = open;
        return open;
    }

    /** An issue that is ready for all readers; its subject is its own. */
    long issue() {
        var subject = "Letter number " + ++issues;
        return new Rows(service().database(), clock).issue(service().newsletters().getFirst(), subject);
    }

    /** Polls, makes issues, queues them, and sends once what is due. */
    Round round() {
        service().poller().pollAll();
        service().editor().assembleDue();
        return send();
    }

    /** Queues what is ready, and sends once what is due. */
    Round send() {
        service().outbox().publishDue();
        var round = Round.NOTHING;
        for (var dispatcher : service().dispatchers()) round = round.plus(dispatcher.dispatchDue());
        service().outbox().finishDue();
        return round;
    }

    /** Sends again and again, {@code pause} apart, until an issue is sent. */
    void sendAll(long issue, Duration pause) {
        for (var i = 0; state(issue) != IssueState.SENT; i++) {
            if (i == MOST_ROUNDS) throw new AssertionError("not sent after " + i + " rounds: " + statuses(issue));
            send();
            clock.pass(pause);
        }
    }

    /** What a command of the admin's prints, which must do what it is told. */
    String command(String... args) {
        var out = new ByteArrayOutputStream();
        var all = new ArrayList<>(List.of(args));
        all.add("--config=" + folder.resolve("staytuned.yaml"));
        var around = new Surroundings(
                new Main(clock), Map.of(), clock, new PrintStream(out, true, UTF_8), System.err);
        assertEquals(0, new Cli(around).run(all.toArray(String[]::new)), String.join(" ", all));
        return out.toString(UTF_8);
    }

    IssueState state(long issue) {
        return service().issues().find(issue).orElseThrow().state();
    }

    /** How many deliveries of an issue there are in each status. */
    Map<String, Long> statuses(long issue) {
        return new Rows(service().database(), clock).statuses(issue).values().stream()
                .collect(Collectors.groupingBy(each -> each, Collectors.counting()));
    }

    /** Asserts that every delivery of an issue has been tried {@code attempts} times, broken off and doubtful never. */
    void assertTried(long issue, IntPredicate attempts) {
        service().database().run(tx -> tx.sql().selectFrom(Tables.DELIVERIES)
                .where(Tables.DELIVERIES.ISSUE_ID.eq(issue))
                .forEach(row -> {
                    if (!attempts.test(row.getAttempts()) || row.getBreaks() + row.getDoubts() > 0) {
                        throw new AssertionError("it is held against a reader: " + row);
                    }
                }));
    }

    /** How often a delivery of an issue may have been a second copy. */
    int doubts(long issue) {
        return service().database().inTransaction(tx -> tx.sql().selectFrom(Tables.DELIVERIES)
                .where(Tables.DELIVERIES.ISSUE_ID.eq(issue))
                .fetch(Tables.DELIVERIES.DOUBTS)
                .stream().mapToInt(each -> each).sum());
    }

    /** The copies that the relay has of an issue. */
    List<Taken> copies(long issue) {
        var subject = service().issues().find(issue).orElseThrow().subject();
        return relay.taken().stream()
                .filter(each -> new String(each.bytes(), UTF_8).contains("\r\nSubject: " + subject + "\r\n"))
                .toList();
    }

    /** Asserts that each reader has an issue, and nobody has it twice. */
    void assertEachOnce(long issue) {
        assertOnce(copies(issue), readers);
    }

    /** As {@link #assertEachOnce}, and that the database says so too. */
    void assertAllSent(long issue) {
        assertEachOnce(issue);
        assertEquals(Map.of("sent", (long) readers), statuses(issue));
        assertEquals(IssueState.SENT, state(issue));
    }

    /** Asserts that these went to the first {@code readers} readers, and to each of them once. */
    static void assertOnce(List<Taken> copies, int readers) {
        var left = IntStream.range(0, readers).mapToObj(Home::reader).collect(Collectors.toSet());
        var twice = new HashSet<String>();
        for (var copy : copies) if (!left.remove(copy.to().getFirst())) twice.add(copy.to().getFirst());
        assertEquals(Set.of(), left, "lost");
        assertEquals(Set.of(), twice, "twice, or nobody asked");
        assertEquals(readers, copies.size());
    }

    /** Ends the service, as when its process ends. */
    void shut() throws IOException {
        try {
            if (alive != null) alive.close();
        } catch (Exception e) {
            throw new IOException(e);
        }
        if (service != null) service.close();
        alive = null;
        service = null;
    }

    @Override
    public void close() throws IOException {
        shut();
        relay.close();
    }
}
