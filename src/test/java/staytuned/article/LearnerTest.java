package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.fetch.Fetcher;
import staytuned.mail.Address;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.reading.Reading;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Web;

/** A source teaches how it is to be read. */
@OnEachDatabase
class LearnerTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration POLL = Duration.ofMinutes(10);
    private static final String STOCK = "Written on a train, as always.";

    private final Database database;
    private final Articles articles;
    private final Web web = new Web();
    private final Fetcher fetcher;
    private Instant now = START;

    LearnerTest(Database database) {
        this.database = database;
        articles = new Articles(database);
        fetcher = new Fetcher(URI.create("https://letters.example.org"), Set.of("127.0.0.1"), Fetcher.Limits.USUAL,
                () -> now);
    }

    @AfterEach
    void close() {
        fetcher.close();
        web.close();
    }

    private Newsletter newsletter(boolean sendsFirstPoll) {
        var cadence = new Cadence(null, ZoneOffset.UTC, Duration.ZERO, Cadence.Missed.SEND_NOW);
        var source = new Newsletter.Feed(web.at("/feed"), POLL, sendsFirstPoll, 0);
        return new Newsletter(new Newsletters(database).register("a", START), "a", "A",
                Address.parse("notes@example.org"), "", "en", List.of(source), cadence);
    }

    private void poll(Newsletter newsletter) {
        now = now.plus(POLL);
        var desk = new Poller.Desk(new Sources(database), articles, fetcher, () -> now, () -> Long.MIN_VALUE);
        assertEquals(List.of(), new Poller(desk, List.of(newsletter)).pollDue().problems());
    }

    private static String prose(int number) {
        return "On day " + number + " the river stood " + number * 7 + " centimetres above the mark, which nobody but "
                + "the ferryman had noticed before the evening came and the lamps were lit.";
    }

    private static String closing(int number) {
        return "Day " + number + " says little alone, but beside the others it shows where the water wants to go.";
    }

    /** The items from 1 to {@code to}: a stock line, prose, and what {@code heading} announces. */
    private void serve(int to, String heading, String end) {
        var items = new StringBuilder();
        for (int i = 1; i <= to; i++) {
            items.append("<item><title>Day ").append(i).append("</title><guid>g").append(i)
                    .append("</guid><description><![CDATA[<p>").append(STOCK).append("</p><p>").append(prose(i))
                    .append("</p><p>").append(prose(i + 100)).append("</p><h2>").append(heading).append("</h2><p>")
                    .append(closing(i)).append(end).append("</p>]]></description></item>");
        }
        web.on("/feed", "text/xml", FeedsTest.rss(items.toString()));
    }

    private Map<String, Reading> readings(Newsletter newsletter) {
        return articles.list(newsletter.id(), 100).stream().map(Article::reading)
                .collect(Collectors.toMap(Reading::title, each -> each));
    }

    @Test
    void theFirstLettersProfitFromTheirWholePoll() {
        var letter = newsletter(true);
        serve(5, "So what?", "");
        poll(letter);
        var readings = readings(letter);
        for (int i = 1; i <= 5; i++) {
            assertEquals(prose(i), readings.get("Day " + i).lead());
            assertEquals(closing(i), readings.get("Day " + i).conclusion());
        }
    }

    @Test
    void theBaselineTeaches() {
        var letter = newsletter(false);
        serve(5, "So what?", "");
        poll(letter);
        serve(6, "So what?", "");
        poll(letter);
        assertEquals(closing(6), readings(letter).get("Day 6").conclusion());
        assertEquals(prose(6), readings(letter).get("Day 6").lead());
        assertEquals(1, articles.count(letter.id(), ArticleState.WAITING));
    }

    @Test
    void fourPostsAreNoHabit() {
        var letter = newsletter(true);
        serve(4, "So what?", "");
        poll(letter);
        assertNull(readings(letter).get("Day 4").conclusion());
    }

    @Test
    void anEditedArticleDoesNotTeachTwice() {
        var letter = newsletter(true);
        for (var end : List.of("", " Edited.", " Edited again.", " And again.", " And once more.")) {
            serve(2, "So what?", end);
            poll(letter);
        }
        assertTrue(readings(letter).get("Day 1").lead().startsWith(STOCK), "two articles are not three");
        assertNull(readings(letter).get("Day 1").conclusion());
        serve(3, "So what?", " And once more.");
        poll(letter);
        assertEquals(prose(3), readings(letter).get("Day 3").lead().lines().findFirst().orElseThrow());
        serve(3, "So what?", " The end.");
        poll(letter);
        assertTrue(readings(letter).get("Day 1").lead().startsWith(prose(1)), "an edited one is read with what is known");
    }
}
