package staytuned.cli;

import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A database for one load run, gone when it is closed.
 *
 * @param url as the config names it
 */
record BenchDatabase(String url, String server, String name) implements AutoCloseable {
    static final String EMBEDDED = "embedded";

    private static final Pattern URL = Pattern.compile("(jdbc:postgresql:(?://[^/?]*/)?)[^?/]*(\\?.*)?");

    /** Makes one: {@code url} names any database of a server whose user may make more. */
    static BenchDatabase make(String url) {
        if (url.equals(EMBEDDED)) return new BenchDatabase(url, "", "");
        var parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new Failure(Failure.USAGE, "\"" + url + "\" is no database: write embedded, or "
                    + "jdbc:postgresql://127.0.0.1/postgres?user=postgres");
        }
        var bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        var name = "staytuned_bench_" + HexFormat.of().formatHex(bytes);
        run(url, "CREATE DATABASE " + name);
        var parameters = parts.group(2) == null ? "" : parts.group(2);
        return new BenchDatabase(parts.group(1) + name + parameters, url, name);
    }

    @Override
    public void close() {
        if (!name.isEmpty()) run(server, "DROP DATABASE " + name + " WITH (FORCE)");
    }

    private static void run(String url, String sql) {
        try (var connection = DriverManager.getConnection(url); var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new Failure(Failure.FAILED, "the database server does not do \"" + sql + "\": " + e.getMessage());
        }
    }
}
