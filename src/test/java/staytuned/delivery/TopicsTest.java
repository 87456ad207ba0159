package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.ARTICLES;
import static staytuned.delivery.Readership.daily;
import static staytuned.delivery.Readership.topics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.subscriber.Choices;
import staytuned.testing.OnEachDatabase;

/** Who has chosen topics gets the articles that are filed under one of them; and letters are in the form they want. */
@OnEachDatabase
class TopicsTest {
    private final Database database;

    TopicsTest(Database database) {
        this.database = database;
    }

    @Test
    void onlyWhatIsFiledUnderOneOfThem() {
        try (var all = new Readership(database, "2026-03-02T09:00:00Z", false)) {
            all.reader("all", Choices.NONE);
            all.reader("sleep", topics("Sleep"));
            all.reader("both", topics("brain", "sleep"));
            var sleep = all.write("sleep", "nerves");
            all.settle();
            var brain = all.write("brain");
            all.settle();
            var none = all.write();
            all.settle();
            assertEquals(Map.of(
                    "all", List.of(Set.of(sleep), Set.of(brain), Set.of(none)),
                    "sleep", List.of(Set.of(sleep)),
                    "both", List.of(Set.of(sleep), Set.of(brain))), all.got);
        }
    }

    @Test
    void noTagIsMistakenForAnother() {
        try (var all = new Readership(database, "2026-03-02T09:00:00Z", false)) {
            all.reader("percent", topics("%"));
            all.reader("quote", topics("o'neill, \"x\""));
            all.reader("part", topics("sle", "leep", "s_eep"));
            all.reader("commas", topics("health, mind"));
            var sleep = all.write("sleep");
            all.settle();
            var odd = all.write("%", "o'neill \"x\"", "health,mind", "');drop table arrears;--");
            all.settle();
            assertEquals(Set.of("percent", "quote", "commas"), all.got.keySet());
            assertTrue(all.got.values().stream().allMatch(List.of(Set.of(odd))::equals), sleep + " " + all.got);
        }
    }

    @Test
    void inDigestsToo() {
        try (var all = new Readership(database, "2026-03-02T09:00:00Z", false)) {
            var choices = daily(7, "Europe/Berlin");
            all.reader("daily", new Choices(
                    null, choices.zone(), choices.cadence(), 7, null, false, List.of("sleep"), null, null));
            var sleep = all.write("sleep");
            all.write("brain");
            all.settle();
            all.at("2026-03-03T06:00:00Z");
            assertEquals(List.of(Set.of(sleep)), all.of("daily"));
        }
    }

    @Test
    void ofANewsletterWithDigestsOnlyTheirArticles() {
        try (var all = new Readership(database, "2026-03-02T10:00:00Z", true)) {
            all.reader("all", Choices.NONE);
            all.reader("sleep", topics("sleep"));
            all.reader("both", topics("sleep", "brain"));
            all.reader("none", topics("music"));
            var sleep = all.write("sleep");
            var brain = all.write("brain");
            all.at("2026-03-03T09:00:00Z");
            var both = List.of(Set.of(sleep, brain));
            assertEquals(Map.of("all", both, "both", both, "sleep", List.of(Set.of(sleep))), all.got);
            assertEquals(2, all.issues());
        }
    }

    @Test
    void whoWantsTextAloneGetsThat() {
        try (var all = new Readership(database, "2026-03-02T09:00:00Z", false)) {
            all.reader("both", Choices.NONE);
            all.reader("text", new Choices(null, null, null, null, null, false, null, null, Choices.Format.TEXT));
            all.write();
            all.settle();
            for (var letter : all.office.courier.taken()) {
                assertEquals(letter.to().name().equals("both"), !letter.html().isEmpty(), letter.to().name());
                assertTrue(letter.text().contains("Article-1"), letter.text());
                assertTrue(letter.text().contains("https://letters.example.org/unsubscribe/"), letter.text());
            }
        }
    }

    @Test
    void whoWantsArticlesWholeGetsThemSo() {
        try (var all = new Readership(database, "2026-03-02T09:00:00Z", false)) {
            all.reader("asItIs", Choices.NONE);
            all.reader("conclusion", content(Choices.Content.CONCLUSION, null));
            all.write();
            all.settle();
            assertEquals(Map.of(), all.office.issues.variants(1), "nobody wants another one");
            all.reader("full", content(Choices.Content.FULL, null));
            all.reader("text", content(Choices.Content.FULL, Choices.Format.TEXT));
            var title = all.write();
            database.run(tx -> tx.sql().update(ARTICLES)
                    .set(ARTICLES.CONTENT, title + "\n\nThe first words.\n\nWords in its middle.\n\nThe last words.")
                    .where(ARTICLES.TITLE.eq(title))
                    .execute());
            all.settle();
            for (var letter : all.office.courier.taken()) {
                if (!letter.subject().equals(title)) continue;
                var whole = letter.text().contains("Words in its middle.");
                assertEquals(Set.of("full", "text").contains(letter.to().name()), whole, letter.to().name());
                assertEquals(letter.to().name().equals("text"), letter.html().isEmpty());
                assertEquals(letter.html().contains("Words in its middle."), letter.to().name().equals("full"));
                assertTrue(letter.text().contains("https://letters.example.org/unsubscribe/"), letter.text());
            }
            assertEquals(4, all.got.size());
        }
    }

    private static Choices content(Choices.Content content, Choices.@Nullable Format format) {
        return new Choices(null, null, null, null, null, false, null, content, format);
    }
}
