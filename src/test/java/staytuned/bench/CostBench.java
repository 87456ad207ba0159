package staytuned.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import staytuned.Main;
import staytuned.cli.Staytuned;
import staytuned.config.Config;
import staytuned.mail.Address;

/**
 * Counts what an issue costs on PostgreSQL: statements, commits, log, room, and the CPU of both, for each million
 * readers. Sends two issues to the same readers, so that one sees whether the second costs more.
 *
 * <p>Argument: how many readers.
 */
final class CostBench {
    private static final int AT_ONCE = 2_000;
    private static final double MILLION = 1e6;

    private final Postgresql server;
    private final String url;
    private final int readers;

    private CostBench(Postgresql server, String url, int readers) {
        this.server = server;
        this.url = url;
        this.readers = readers;
    }

    /** What has been spent so far. */
    private record Spent(
            long statements, long commits, long log, long table, long indexes, Duration ours, Duration theirs) {}

    public static void main(String[] args) throws Exception {
        var readers = Integer.parseInt(args[0]);
        try (var server = new Postgresql(Map.of("shared_preload_libraries", "pg_stat_statements"))) {
            server.run("create extension pg_stat_statements");
            server.run("create database cost");
            new CostBench(server, server.url().replace("/postgres?", "/cost?"), readers).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        var home = Files.createTempDirectory("staytuned-cost");
        var articles = Files.createDirectory(home.resolve("articles"));
        try (var sink = new SinkProcess(List.of("PIPELINING", "CHUNKING"), Duration.ZERO)) {
            var config = Config.read(config(home, sink.port()), Map.of());
            var main = new Main(InstantSource.system());
            try (var service = main.open(config)) {
                var alive = main.alive(service, config);
                subscribe(service);
                System.out.println("| for each million readers | statements | commits | log, MB | table, MB | indexes, MB "
                        + "| our CPU, s | PostgreSQL's CPU, s |\n|---|---|---|---|---|---|---|---|");
                for (var issue = 1; issue <= 2; issue++) {
                    Files.writeString(articles.resolve(issue + ".md"), "# Letter number " + issue + "\n\n"
                            + "It says as much as any other letter does. ".repeat(100) + "\n");
                    service.poller().pollAll();
                    service.editor().assembleDue();
                    var before = spent();
                    service.outbox().publishDue();
                    var queued = spent();
                    while (service.dispatchers().getFirst().dispatchDue().sent() > 0) Thread.onSpinWait();
                    service.outbox().finishDue();
                    print("issue " + issue + ", queued", before, queued);
                    print("issue " + issue + ", sent", queued, spent());
                }
                if (sink.count().letters() != 2L * readers) throw new IllegalStateException("" + sink.count());
                alive.close();
            }
        }
    }

    private void subscribe(Staytuned service) {
        var newsletter = service.newsletters().getFirst().id();
        for (var from = 0; from < readers; from += AT_ONCE) {
            var people = IntStream.range(from, Math.min(readers, from + AT_ONCE))
                    .mapToObj(i -> new Address("reader" + i + "@example.net", "Reader " + i))
                    .toList();
            service.subscribers().add(newsletter, people, true, "cost");
        }
    }

    private Path config(Path home, int port) throws IOException {
        return Files.writeString(home.resolve("staytuned.yaml"), """
                site: {url: "http://127.0.0.1:8080"}
                database: {url: "%s"}
                relays:
                  - {name: sink, host: 127.0.0.1, port: %d, tls: none, connections: 10}
                newsletters:
                  - key: cost
                    title: Cost
                    from: Cost <cost@example.org>
                    postal-address: 1 Example Street, Example Town
                    sources: [{folder: articles, first-poll: send}]
                    send: {settle: 0m}
                """.formatted(url, port));
    }

    private Spent spent() throws SQLException {
        return new Spent(
                number(server.url(), "select sum(calls) from pg_stat_statements where dbid = (select oid from pg_database "
                        + "where datname = 'cost')"),
                number(server.url(), "select xact_commit from pg_stat_database where datname = 'cost'"),
                number(server.url(), "select pg_current_wal_lsn() - '0/0'"),
                number(url, "select pg_table_size('deliveries')"),
                number(url, "select pg_indexes_size('deliveries')"),
                cpu(Stream.of(ProcessHandle.current())),
                cpu(postmaster().descendants()));
    }

    /** Whose children are all of PostgreSQL's processes. */
    private ProcessHandle postmaster() throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var row = connection.createStatement().executeQuery("select pg_backend_pid()")) {
            row.next();
            return ProcessHandle.of(row.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow();
        }
    }

    private static Duration cpu(Stream<ProcessHandle> processes) {
        return processes.map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static long number(String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void print(String what, Spent from, Spent to) {
        System.out.printf(Locale.ROOT, "| %s | %,.0f | %,.0f | %,.0f | %,.0f | %,.0f | %.0f | %.0f |%n", what,
                each(to.statements - from.statements), each(to.commits - from.commits), megabytes(to.log - from.log),
                megabytes(to.table - from.table), megabytes(to.indexes - from.indexes),
                each(to.ours.minus(from.ours).toMillis()) / 1_000,
                each(to.theirs.minus(from.theirs).toMillis()) / 1_000);
    }

    private double each(long number) {
        return number * MILLION / readers;
    }

    private double megabytes(long bytes) {
        return each(bytes) / (1 << 20);
    }
}
