package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.newsletter.Newsletter;
import staytuned.testing.OnEachDatabase;

/** Whatever a feed goes through, each of its articles is mailed once, and none is missed. */
@Tag("row-28")
@OnEachDatabase
class ReplayTest extends Polls {
    private static final int HISTORIES = 15;
    private static final int CHANGES = 25;

    ReplayTest(Database database) {
        super(database);
    }

    @Test
    void mailsEachArticleOnce() {
        for (int seed = 0; seed < HISTORIES; seed++) replay(seed);
    }

    private void replay(int seed) {
        var history = new History(seed, now, web.at("").toString());
        var random = new Random(seed);
        var path = "/feed" + seed;
        var letter = newsletter("n" + seed, feed(path, false, 0));
        var poller = poller(letter);
        web.on(path, "text/xml", history.feed());
        poller.pollDue();
        history.read();
        var before = List.copyOf(history.seen());
        for (int i = 0; i < CHANGES; i++) {
            if (random.nextInt(3) == 0) history.publish();
            if (random.nextInt(8) == 0) history.reuseGuid();
            boolean moves = history.change();
            if (moves) {
                var old = path;
                path = path + "-moved";
                if (random.nextBoolean()) web.status(old, 301, "Location", path);
                else letter = newsletter("n" + seed, feed(path, false, 0));
                poller = poller(letter);
            }
            web.on(path, "text/xml", history.feed());
            boolean fails = !moves && history.dated() && random.nextInt(10) == 0;
            if (fails) web.status(path, 500);
            else history.read();
            later(poller, POLL.multipliedBy(9));
        }
        web.on(path, "text/xml", history.feed());
        later(poller, POLL.multipliedBy(99));
        history.read();
        var expected = new TreeMap<String, Integer>();
        for (var word : history.seen()) if (!before.contains(word)) expected.put(word, 1);
        assertEquals(expected, mailed(letter, history.standing()), () -> "seed " + seed + ": " + history.log);
    }

    /** How often each article waits to be mailed or was; or, where it no longer stands in its feed, was taken back. */
    private TreeMap<String, Integer> mailed(Newsletter letter, Set<String> standing) {
        var out = new TreeMap<String, Integer>();
        for (var each : articles.list(letter.id(), 1000)) {
            var word = each.content().body().replaceFirst("(?s).*?(word\\d+x).*", "$1");
            boolean withdrawn = each.state() == ArticleState.WITHDRAWN && !standing.contains(word);
            boolean waits = EnumSet.of(ArticleState.WAITING, ArticleState.ISSUED).contains(each.state());
            if (waits || withdrawn) out.merge(word, 1, Integer::sum);
        }
        return out;
    }
}
