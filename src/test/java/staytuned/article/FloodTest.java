package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;

/** Many new articles at once. */
@Tag("row-27")
@OnEachDatabase
class FloodTest extends Polls {
    FloodTest(Database database) {
        super(database);
    }

    private Newsletter feed(boolean sendsFirstPoll, int flood) {
        return newsletter("a", feed("/feed", sendsFirstPoll, flood));
    }

    private Round poll(Newsletter newsletter) {
        return later(poller(newsletter));
    }

    /** The items of these numbers, whose texts end with {@code end}. */
    private void serve(int from, int to, String end) {
        var items = new StringBuilder();
        for (int i = from; i < to; i++) {
            items.append("<item><title>Title ").append(i).append("</title><guid>g").append(i)
                    .append("</guid><description>About ").append(i).append(end).append("</description></item>");
        }
        web.on("/feed", "text/xml", FeedsTest.rss(items.toString()));
    }

    @Test
    void holdsAFloodUntilItIsReleased() {
        var letter = feed(false, 3);
        serve(0, 9, ".");
        assertEquals(List.of(), poll(letter).problems(), "a baseline is no flood");
        serve(9, 12, ".");
        assertEquals(new Round(1, 3, List.of()), poll(letter), "as many as may be");
        serve(12, 16, ".");
        assertEquals(
                new Round(1, 0, List.of("source " + web.at("/feed") + ": held: 4 new articles at once, more than its "
                        + "flood of 3; \"./staytuned articles release --newsletter a\" mails them, \"./staytuned "
                        + "articles skip --newsletter a\" never does")),
                poll(letter));
        assertEquals(3, articles.count(letter.id(), ArticleState.WAITING), "those of before");
        assertEquals(4, articles.count(letter.id(), ArticleState.HELD));
        var held = articles.list(letter.id(), 1).getFirst();
        assertEquals("held: 4 new articles at once", held.reason());
        serve(12, 17, ", edited.");
        assertEquals(new Round(1, 1, List.of()), poll(letter), "said once; the next one waits");
        assertEquals("held: 4 new articles at once", articles.find(held.id()).orElseThrow().reason());
        assertEquals("About 15, edited.", articles.find(held.id()).orElseThrow().reading().lead());
        assertEquals(4, new Decisions(database).releaseHeld(letter.id()));
        assertEquals(8, articles.waiting(letter.id(), now, 100).size());
        assertNull(articles.find(held.id()).orElseThrow().reason());
        assertEquals(0, new Decisions(database).releaseHeld(letter.id()));
    }

    @Test
    void skipsAFlood() {
        var letter = feed(false, 20);
        serve(0, 1, ".");
        poll(letter);
        serve(1, 1_201, ".");
        assertTrue(poll(letter).problems().getFirst().contains("held: 1200 new articles at once"));
        assertEquals(1_200, new Decisions(database).skipHeld(letter.id()));
        assertEquals(0, new Decisions(database).skipHeld(letter.id()));
        assertEquals(new Round(1, 0, List.of()), poll(letter));
        assertEquals(0, articles.count(letter.id(), ArticleState.WAITING));
    }

    @Test
    void holdsNothingOfAFirstPollThatIsSentAndNothingWithoutALimit() {
        var letter = feed(true, 3);
        serve(0, 9, ".");
        assertEquals(new Round(1, 9, List.of()), poll(letter));
        serve(9, 18, ".");
        assertEquals(0, poll(letter).found());
        serve(18, 90, ".");
        assertEquals(new Round(1, 72, List.of()), poll(feed(true, 0)));
    }

    @Test
    void holdsAFloodOfFilesAndOfMendedOnes() throws IOException {
        var letter = newsletter("a", files(false, 2));
        poll(letter);
        for (int i = 0; i < 3; i++) write(i + ".md", "---\ntitle: [\n---\nText.");
        assertEquals(3, poll(letter).problems().size());
        for (int i = 0; i < 3; i++) write(i + ".md", "Text " + i + ".");
        assertTrue(poll(letter).problems().getFirst().startsWith("source " + folder + ": held: 3 new articles"));
        write("0.md", "---\ntitle: [\n---\nText.");
        write("new.md", "A new one.");
        assertEquals(new Round(1, 1, List.of()), poll(letter));
        write("0.md", "Mended.");
        assertEquals(new Round(1, 0, List.of()), poll(letter), "what is held stays held");
        assertEquals(3, articles.count(letter.id(), ArticleState.HELD));
    }
}
