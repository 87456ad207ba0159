package staytuned.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.testing.Databases;

/** A database of the first version, with an issue half sent, is opened by this one: everything is in its place. */
class UpgradeTest {
    private static final String AT = "timestamp with time zone '2026-03-01 08:00:00+00'";
    private static final List<String> ROWS = List.of(
            "insert into newsletters (newsletter_key, created_at, slot_at) values ('notes', @, @)",
            "insert into sources (newsletter_id, location, next_poll_at) values (1, 'articles', @)",
            "insert into articles (newsletter_id, source_id, identity, state, found_at, version, media_type, content,"
                    + " title, language, minutes) values (1, 1, 'one', 'issued', @, '1', 'text/plain', 'words', 'One', 'en', 1)",
            "insert into issues (newsletter_id, state, sender, subject, preheader, language, html, plain, marker,"
                    + " frozen_at, published_at) values (1, 'sending', 'Notes <notes@example.org>', 'One', 'words', 'en',"
                    + " '<p>words</p>', 'words', 'm', @, @)",
            "insert into issue_articles (issue_id, article_id) values (1, 1)");

    @TempDir
    private Path folder;

    @Test
    void anEmbeddedDatabaseIsUpgraded() throws Exception {
        var url = "jdbc:h2:file:" + folder.resolve("staytuned").toAbsolutePath()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
        makeFirstVersion(url, "sa", "", "classpath:db/common");
        try (var database = Database.embedded(folder)) {
            assertAllIsThere(database);
        }
    }

    @Test
    void aPostgresqlIsUpgraded() throws Exception {
        var url = Databases.postgresqlUrl();
        try (var connection = DriverManager.getConnection(url, "postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.execute("drop schema public cascade");
            statement.execute("create schema public");
        }
        makeFirstVersion(url, "postgres", "postgres", "classpath:db/common", "classpath:db/postgresql");
        try (var database = Database.postgresql(url, "postgres", "postgres")) {
            assertAllIsThere(database);
        }
    }

    private static void makeFirstVersion(String url, String user, String password, String... folders) throws Exception {
        Flyway.configure().dataSource(url, user, password).locations(folders).target("5").load().migrate();
        try (var connection = DriverManager.getConnection(url, user, password);
                var statement = connection.createStatement()) {
            for (var row : ROWS) statement.execute(row.replaceAll("(?<! )@(?!\\w)|(?<= )@", AT));
            var statuses = List.of("queued", "leased", "sending", "sent", "deferred", "bounced");
            for (var i = 1; i <= statuses.size(); i++) {
                var email = "reader" + i + "@gmail.com";
                statement.execute("insert into subscribers (email, email_key, name, created_at) values ('" + email + "', '"
                        + email + "', 'Reader', " + AT + ")");
                statement.execute("insert into subscriptions (subscriber_id, newsletter_id, status, source, created_at,"
                        + " confirmed_at) values (" + i + ", 1, 'confirmed', 'admin', " + AT + ", " + AT + ")");
                statement.execute("insert into deliveries (issue_id, subscription_id, status, attempts, doubts, breaks,"
                        + " due_at, email, name) values (1, " + i + ", '" + statuses.get(i - 1) + "', 1, 0, 0, " + AT
                        + ", '" + email + "', 'Reader')");
            }
        }
    }

    private static void assertAllIsThere(Database database) {
        assertEquals("notes", one(database, "select newsletter_key from newsletters"));
        assertEquals("One issued", one(database, "select title || ' ' || state from articles"));
        assertEquals("sending <p>words</p>", one(database, "select state || ' ' || html from issues"));
        assertEquals(6L, number(database, "select count(*) from subscriptions where status = 'confirmed'"));
        // What was in somebody's hand is nobody's; what was on its way is in doubt; what was sent stays so.
        var statuses = database.inTransaction(tx -> tx.sql()
                .fetch("select status from deliveries order by subscription_id")
                .getValues(0, String.class));
        assertEquals(List.of("queued", "queued", "doubtful", "sent", "deferred", "bounced"), statuses);
        assertEquals(4L, number(database, "select count(*) from batches where due_at is not null"));
        assertEquals(6L, number(database, "select count(*) from deliveries where receiver = 'gmail'"));
        assertEquals(Optional.empty(), database.complaint());
    }

    private static String one(Database database, String sql) {
        return database.inTransaction(tx -> tx.sql().fetchOne(sql).get(0, String.class));
    }

    private static long number(Database database, String sql) {
        return database.inTransaction(tx -> tx.sql().fetchOne(sql).get(0, Long.class));
    }
}
