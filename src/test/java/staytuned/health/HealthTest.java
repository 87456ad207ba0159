package staytuned.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.Database;
import staytuned.delivery.Instances;
import staytuned.issue.Issues;
import staytuned.schedule.Schedule;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** What keeps a process from its work, and what says so. */
@OnEachDatabase
class HealthTest {
    private static final long ANY_ROOM = 1;

    @TempDir
    private Path data;

    private final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    private final Schedule schedule = new Schedule(clock);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Database database;

    HealthTest(Database database) {
        this.database = database;
    }

    @AfterEach
    void end() {
        end.countDown();
        schedule.close();
    }

    private Health health(long room) {
        var instances = new Instances(database, new Issues(database), data);
        return new Health(new Health.Desk(database, data, room, schedule, instances, clock));
    }

    private String says() {
        clock.pass(Duration.ofSeconds(2));
        return health(ANY_ROOM).report().toString();
    }

    @Test
    void isReadyWhileAllIsWellAndIsAskedOnceInASecond() {
        var health = health(ANY_ROOM);
        assertEquals("ready", health.report().toString());
        assertTrue(health.report().checks().size() >= 3);
        database.close();
        assertTrue(health.report().isReady(), "asked again within a second");
        clock.pass(Duration.ofSeconds(2));
        assertFalse(health.report().isReady());
    }

    @Test
    void namesADatabaseThatDoesNotAnswerAndNoSecret() {
        database.close();
        assertTrue(says().matches("database: does not answer \\(.*\\)"), says());
        assertFalse(says().contains("jdbc") || says().contains("postgres"), says());
    }

    @Test
    void namesADatabaseOfAnotherVersion() {
        database.run(tx -> tx.sql().execute(
                "insert into \"flyway_schema_history\" (\"installed_rank\", \"version\", \"description\", \"type\","
                        + " \"script\", \"installed_by\", \"execution_time\", \"success\")"
                        + " values (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 'test', 1, true)"));
        assertEquals("database: a newer version of staytuned has migrated it: end this process, and start that version",
                says());
        database.run(tx -> tx.sql().deleteFrom(DSL.table(DSL.name("flyway_schema_history")))
                .where(DSL.field(DSL.name("installed_rank"), Integer.class).ge(5))
                .execute());
        assertEquals("database: it was migrated less far than when this process began: start it anew", says());
    }

    @Test
    void namesADiskThatIsFull() {
        var report = health(Long.MAX_VALUE).report();
        assertTrue(report.toString().matches("disk: the disk of the data folder has \\d+ MB left; make room on it"),
                report.toString());
    }

    @Test
    void namesARestoredDatabase() {
        var rows = new Rows(database, clock);
        var issue = rows.issue(rows.newsletter("notes"), "One");
        database.run(tx -> tx.sql().execute("update issues set state = 'sending' where id = " + issue));
        new Instances(database, new Issues(database), data).start();
        assertTrue(says().startsWith("restore: the database seems to be a restored backup"), says());
        assertTrue(says().contains("resume --after-restore"), says());
    }

    @Test
    void namesWhatFailsOrIsNotCalledOrDoesNotEnd() throws Exception {
        var called = new CountDownLatch(2);
        schedule.every(Duration.ofMillis(5), "edit", () -> {
            called.countDown();
            throw new IllegalStateException("password=hush");
        });
        var begun = new CountDownLatch(1);
        schedule.every(Duration.ofMillis(5), "poll", () -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        schedule.start();
        assertTrue(called.await(10, TimeUnit.SECONDS) && begun.await(10, TimeUnit.SECONDS));
        assertEquals("edit: fails, and is tried again; the log says why", says());
        clock.pass(Duration.ofMinutes(31));
        assertTrue(says().contains("poll: has not come to an end since 2026-03-01T08:00:00Z; start anew"), says());
        end.countDown();
        schedule.close();
        clock.pass(Duration.ofMinutes(4));
        assertTrue(says().contains("poll: was not called since 2026-03-01T08:"), says());
    }
}
