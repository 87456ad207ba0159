package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

@OnEachDatabase
class LimitsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final Database database;
    private final Rows rows;
    private final Limits limits;

    LimitsTest(Database database) {
        this.database = database;
        this.rows = new Rows(database, new SettableClock("2026-03-01T08:00:00Z"));
        this.limits = new Limits(database);
    }

    private static Limit limit(Rate... rates) {
        return new Limit("relay main", List.of(rates), null);
    }

    private int take(Limit limit, int most) {
        return limits.take(limit, most).letters();
    }

    @Test
    void noPeriodHoldsMoreThanItsLettersWhereverItBegins() {
        var limit = limit(new Rate(100, HOUR));
        assertEquals(60, take(limit, 60));
        rows.limitsAge(Duration.ofMinutes(40));
        assertEquals(40, take(limit, 60));
        assertEquals(0, take(limit, 60));
        rows.limitsAge(Duration.ofMinutes(20).plus(MARGIN));
        assertEquals(60, take(limit, 100), "the first 60 are an hour ago");
        rows.limitsAge(Duration.ofMinutes(40));
        assertEquals(40, take(limit, 100));
        rows.limitsAge(HOUR.plus(MARGIN));
        assertEquals(100, take(limit, 500));
    }

    @Test
    void allRatesHold() {
        var limit = limit(new Rate(100, HOUR), new Rate(150, Duration.ofDays(1)));
        assertEquals(100, take(limit, 500));
        rows.limitsAge(HOUR.plus(MARGIN));
        assertEquals(50, take(limit, 500));
        rows.limitsAge(HOUR.plus(MARGIN));
        assertEquals(0, take(limit, 500));
        rows.limitsAge(Duration.ofHours(22).plusMinutes(54));
        assertEquals(100, take(limit, 500), "only the second 50 are of the last day, and an hour of margin");
    }

    @Test
    void whatIsNotUsedIsGivenBack() {
        var limit = limit(new Rate(100, HOUR), new Rate(50, Duration.ofSeconds(1)));
        var grant = limits.take(limit, 80);
        assertEquals(80, grant.letters());
        limits.giveBack(limit, grant, 30);
        assertEquals(50, take(limit, 500), "80 less 30 of 100 are counted");
        assertEquals(0, take(limit, 500));
    }

    @Test
    void withinASecondLettersAreSpreadEvenlyOneStretchAfterTheOther() {
        var limit = limit(new Rate(10, Duration.ofSeconds(1)));
        var first = limits.take(limit, 5);
        assertEquals(List.of(5, Duration.ofMillis(100)), List.of(first.letters(), first.pause()));
        var second = limits.take(limit, 500);
        assertTrue(second.in().toMillis() > 100 && second.in().toMillis() <= 500, second.toString());
        assertTrue(second.letters() >= 15 && second.letters() <= 20, "as many as begin within two seconds");
        var third = limits.take(limit, 500);
        assertEquals(0, third.letters());
        assertTrue(third.in().toMillis() < 500, "it is worth asking again soon");
    }

    @Test
    void theLastStretchIsGivenBack() {
        var limit = limit(new Rate(1, Duration.ofMinutes(1)));
        var grant = limits.take(limit, 500);
        assertEquals(List.of(1, Duration.ofMinutes(1)), List.of(grant.letters(), grant.pause()));
        assertEquals(0, take(limit, 500));
        limits.giveBack(limit, grant, 1);
        assertEquals(1, take(limit, 500));
    }

    @Test
    void aWarmUpCountsEachDay() {
        var today = LocalDate.ofInstant(database.inTransaction(tx -> tx.databaseTime()), ZoneOffset.UTC);
        var second = new Limit("relay new", List.of(), new WarmUp(today.minusDays(1), List.of(10, 30)));
        assertEquals(20, take(second, 20));
        assertEquals(10, take(second, 20));
        assertEquals(0, take(second, 20));
        assertEquals(30, limits.today("relay new"));
        var over = new Limit("relay new", List.of(), new WarmUp(today.minusDays(2), List.of(10, 30)));
        assertEquals(500, take(over, 500));
        var early = new Limit("relay next", List.of(), new WarmUp(today.plusDays(1), List.of(10, 30)));
        assertEquals(0, take(early, 20));
    }

    @Test
    void manyAtOnceTakeNoMoreThanThereIs() throws Exception {
        var limit = limit(new Rate(1000, HOUR));
        var takers = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < 4; i++) {
            takers.add(() -> {
                var all = 0;
                for (var j = 0; j < 10; j++) all += new Limits(database).take(limit, 37).letters();
                return all;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sum = 0;
            for (var each : threads.invokeAll(takers)) sum += each.get();
            assertEquals(1000, sum);
        }
    }
}
