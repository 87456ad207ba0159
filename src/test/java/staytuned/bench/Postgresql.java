package staytuned.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A PostgreSQL to measure on: what it acknowledges is on the disk, which the test libraries' own settings forgo. */
public final class Postgresql implements AutoCloseable {
    private final EmbeddedPostgres server;

    /** Starts one that ends with this process. */
    public Postgresql() throws IOException {
        this(Map.of());
    }

    /** As above, with settings of its own. */
    Postgresql(Map<String, String> settings) throws IOException {
        var builder = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on");
        settings.forEach(builder::setServerConfig);
        server = builder.start();
        for (var each : List.of("fsync", "synchronous_commit")) {
            if (!ask("show " + each).equals("on")) throw new IllegalStateException(each + " is off");
        }
    }

    /** Its own database, beside which others may be made. */
    public String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** The first column of the first row of an answer. */
    String ask(String sql) {
        try (var connection = DriverManager.getConnection(url());
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void run(String sql) {
        try (var connection = DriverManager.getConnection(url()); var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
