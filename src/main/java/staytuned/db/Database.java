package staytuned.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.File;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The database: opened, migrated, and lent out a transaction at a time. */
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 12;
    private static final String ANSWER_SECONDS = "120";
    private static final int ASKED_SECONDS = 5;
    /** Names in lower case and NULL last, as in PostgreSQL, so that one generated schema serves both. */
    private static final String H2_AS_POSTGRESQL =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_ON_EXIT=FALSE";
    /** H2 acknowledges a commit up to half a second before it is on the disk unless the delay is 0. */
    private static final String DURABLE = ";WRITE_DELAY=0";

    private final HikariDataSource pool;
    private final SQLDialect dialect;

    private final int migrations;

    /** How many connections there are, and how many wait for one. */
    public record Pool(int active, int idle, int waiting, int most) {}

    private Database(HikariDataSource pool, SQLDialect dialect) {
        this.pool = pool;
        this.dialect = dialect;
        this.migrations = countMigrations();
    }

    /** The database in a file of its own in {@code folder}; one process at a time may have it open. */
    public static Database embedded(Path folder) {
        var file = folder.resolve("staytuned").toAbsolutePath();
        try {
            return open("jdbc:h2:file:" + file + H2_AS_POSTGRESQL + DURABLE, "sa", "", SQLDialect.H2);
        } catch (Unavailable e) {
            if (!String.valueOf(e.getMessage()).contains("The file is locked")) throw e;
            throw new Unavailable(
                    "the data folder " + folder + " is in use by another staytuned process: stop that one first, "
                            + "or let both work on PostgreSQL (database: url)",
                    e);
        }
    }

    /** A PostgreSQL, by its {@code jdbc:postgresql:} URL. */
    public static Database postgresql(String url, @Nullable String user, @Nullable String password) {
        return open(url, user, password, SQLDialect.POSTGRES);
    }

    private static Database open(String url, @Nullable String user, @Nullable String password, SQLDialect dialect) {
        var settings = new HikariConfig();
        settings.setJdbcUrl(url);
        if (user != null) settings.setUsername(user);
        if (password != null) settings.setPassword(password);
        settings.setMaximumPoolSize(CONNECTIONS);
        settings.setMinimumIdle(1);
        // A PostgreSQL may just be starting; a file that is locked stays so.
        if (dialect == SQLDialect.POSTGRES) {
            // A server that has gone without a word must not be waited for for ever.
            settings.addDataSourceProperty("tcpKeepAlive", "true");
            settings.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
        }
        settings.setInitializationFailTimeout(dialect == SQLDialect.POSTGRES ? 10_000 : 1);
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(settings);
        } catch (RuntimeException e) {
            throw new Unavailable("the database " + shown(url) + " does not open: " + cause(e), e);
        }
        try {
            var folders = dialect == SQLDialect.POSTGRES
                    ? new String[] {"classpath:db/common", "classpath:db/postgresql"}
                    : new String[] {"classpath:db/common", "classpath:db/embedded"};
            Flyway.configure().dataSource(pool).locations(folders).load().migrate();
            return new Database(pool, dialect);
        } catch (FlywayException e) {
            pool.close();
            throw new Unavailable("the database " + shown(url) + " does not migrate: " + cause(e), e);
        }
    }

    /** The URL without its parameters, which may hold a password. */
    private static String shown(String url) {
        return url.replaceFirst("[;?].*", "");
    }

    private static String cause(Throwable e) {
        var deepest = e;
        while (deepest.getCause() != null) deepest = deepest.getCause();
        return String.valueOf(deepest.getMessage()).lines().findFirst().orElse(deepest.getClass().getSimpleName());
    }

    /** Does {@code work} in one transaction: all of it is kept, or, when it throws, nothing. */
    public <T extends @Nullable Object> T inTransaction(Function<Tx, T> work) {
        return DSL.using(pool, dialect).transactionResult(each -> work.apply(new Tx(each.dsl())));
    }

    /** Reads with {@code work}, which sees everything as it is at one moment, however long it takes. */
    <T> T atOneMoment(Function<DSLContext, T> work) {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return work.apply(DSL.using(connection, dialect));
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new DataAccessException("the database cannot be read", e);
        }
    }

    /** As {@link #inTransaction}, for work without a result. */
    public void run(Consumer<Tx> work) {
        DSL.using(pool, dialect).transaction(each -> work.accept(new Tx(each.dsl())));
    }

    /** Does {@code work} and takes all of it back; its result says what it would have come to. */
    public <T> T tryOut(Function<Tx, T> work) {
        var results = new ArrayList<T>();
        try {
            run(tx -> {
                results.add(work.apply(tx));
                throw new TakenBack();
            });
        } catch (TakenBack e) {
            // As it was meant to be.
        }
        return results.getFirst();
    }

    /**
     * Why nothing can be done with it now, in words that name no user and no host; none where all is well. It waits for
     * some seconds at most.
     */
    public Optional<String> complaint() {
        var asked = CompletableFuture.supplyAsync(this::countMigrations, work -> Thread.ofVirtual().start(work));
        try {
            int found = asked.get(ASKED_SECONDS, TimeUnit.SECONDS);
            if (found == migrations) return Optional.empty();
            return Optional.of(found > migrations
                    ? "a newer version of staytuned has migrated it: end this process, and start that version"
                    : "it was migrated less far than when this process began: start it anew");
        } catch (TimeoutException e) {
            return Optional.of("does not answer within " + ASKED_SECONDS + " seconds");
        } catch (ExecutionException e) {
            var state = e.getCause() instanceof DataAccessException failed ? failed.sqlState() : "unknown";
            return Optional.of("does not answer (SQLSTATE " + state + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("was not asked");
        }
    }

    private int countMigrations() {
        return inTransaction(tx -> tx.sql().fetchCount(DSL.table(DSL.name("flyway_schema_history"))));
    }

    /**
     * What it is.
     *
     * @param product its name and version
     * @param bytes how much room it takes
     * @param time what its clock shows
     */
    public record About(String product, long bytes, Instant time) {}

    public About about() {
        return inTransaction(tx -> {
            var product = tx.sql().connectionResult(each ->
                    each.getMetaData().getDatabaseProductName() + " " + each.getMetaData().getDatabaseProductVersion());
            var bytes = dialect == SQLDialect.POSTGRES
                    ? tx.sql().select(DSL.field("pg_database_size(current_database())", Long.class)).fetchSingle()
                            .value1()
                    : new File(pool.getJdbcUrl().replaceFirst("jdbc:h2:file:([^;]*).*", "$1.mv.db")).length();
            return new About(product, bytes, tx.databaseTime());
        });
    }

    /** Which migrations it has seen that are for both kinds of database: they make its tables what they are. */
    List<String> migrations() {
        var all = Flyway.configure().dataSource(pool).locations("classpath:db/common").load().info().all();
        return Arrays.stream(all)
                .filter(each -> each.getState().isResolved() && each.getState().isApplied())
                .map(each -> String.valueOf(each.getVersion()))
                .toList();
    }

    /** How its connections are used. */
    public Pool pool() {
        var bean = pool.getHikariPoolMXBean();
        return new Pool(
                bean.getActiveConnections(), bean.getIdleConnections(), bean.getThreadsAwaitingConnection(), CONNECTIONS);
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Ends a transaction so that nothing of it is kept. */
    private static final class TakenBack extends RuntimeException {
        TakenBack() {
            super("taken back", null, false, false);
        }
    }

    /** The database cannot be opened; the message says which, why, and what to do. */
    public static final class Unavailable extends RuntimeException {
        Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
