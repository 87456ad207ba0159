package staytuned.issue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import staytuned.article.Article;
import staytuned.article.ArticleState;
import staytuned.article.Coming;
import staytuned.article.Intake;
import staytuned.mail.Address;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Stationery;
import staytuned.preflight.Finding;
import staytuned.reading.Content;
import staytuned.reading.Reading;
import staytuned.template.Templates;

/** Letters of every kind, each in any theme, set from articles in files as the service sets them. */
final class Specimens {
    static final List<String> THEMES = List.of("serif", "sans", "magazine");

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final Path ARTICLES = Path.of("src/test/resources/letter/articles");
    private static final String WEB = "https://letters.example.org/issues/17";
    private static final SiteLinks LINKS = new SiteLinks("https://letters.example.org");

    private final Typesetter typesetter;

    Specimens(Templates templates) {
        typesetter = new Typesetter(templates, LINKS);
    }

    Map<String, Letter> all(String theme) {
        var all = new LinkedHashMap<String, Letter>();
        all.put("seed", set(newsletter(theme, "Field Notes", "en"), "seed.txt", FollowUp.NONE));
        all.put("bare", set(newsletter(theme, "Field Notes", "en"), "bare.md", FollowUp.NONE));
        all.put("unpromising", set(newsletter(theme, "Field Notes", "en"), "unpromising.md", FollowUp.NONE));
        all.put("kept", set(newsletter(theme, "Field Notes", "en"), "seed.txt", followUp()));
        all.put("digest", digest(theme));
        all.put("whole", set(whole(newsletter(theme, "Field Notes", "en")), "whole.html", FollowUp.NONE));
        all.put("german", set(newsletter(theme, "Feldnotizen", "de"), "german.md", FollowUp.NONE));
        all.put("arabic", set(newsletter(theme, "رسائل الحقل", "ar"), "arabic.md", FollowUp.NONE));
        all.put("japanese", set(newsletter(theme, "野の便り", "ja"), "japanese.md", FollowUp.NONE));
        return all;
    }

    Letter set(Newsletter newsletter, String file, FollowUp followUp) {
        return typesetter.set(newsletter, article(file), followUp, WEB, NOW);
    }

    List<Finding> proof(Letter letter) {
        return typesetter.proof(newsletter("serif", "", "en"), List.of(), letter);
    }

    private Letter digest(String theme) {
        var files = List.of("seed.txt", "bare.md", "unpromising.md");
        var articles = IntStream.range(0, 12).mapToObj(i -> numbered(article(files.get(i % 3)), i)).toList();
        return typesetter.digest(newsletter(theme, "Field Notes", "en"), articles, FollowUp.NONE, WEB, NOW);
    }

    private static Article numbered(Article article, int number) {
        var reading = article.reading();
        var title = number < 3 ? reading.title() : reading.title() + ", Part " + (number / 3 + 1);
        var named = new Reading(title, reading.language(), reading.lead(), reading.conclusion(), reading.promise(),
                reading.minutes());
        return new Article(number, article.newsletterId(), article.state(), article.foundAt(), null, article.link(),
                article.author(), article.content(), named, null);
    }

    private static FollowUp followUp() {
        return new FollowUp(
                List.of(new FollowUp.Earlier(12, "In the next part we look at what a tree gains by turning red.",
                        "Autumn Colour, Part 1: The Green That Goes", "https://letters.example.org/issues/12")),
                List.of(new FollowUp.Earlier(9, "", "Why Evergreens Stay", "https://letters.example.org/issues/9")),
                List.of(new Coming("Under the Leaves: Who Eats the Autumn", NOW.plus(Duration.ofDays(4)))));
    }

    static Article article(String file) {
        var taken = new Intake(URI.create("http://localhost"), "en", InstantSource.fixed(NOW))
                .read(ARTICLES.resolve(file).toString());
        var done = (Intake.Taken.Done) taken;
        return article(done.content(), done.reading());
    }

    static Article article(Content content, Reading reading) {
        return new Article(7, 1, ArticleState.WAITING, NOW, null, content.link(), "The editors", content, reading, null);
    }

    static Newsletter newsletter(String theme, String title, String language) {
        return newsletter(title, language, new Stationery(
                new Stationery.Look(theme, "", "", ""), false, new Stationery.Lines("", ""), "", null));
    }

    static Newsletter newsletter(String title, String language, Stationery stationery) {
        var cadence = new Cadence(null, ZoneOffset.UTC, Duration.ZERO, Cadence.Missed.SEND_NOW);
        return new Newsletter(1, "notes", title, new Address("notes@example.org", title),
                "1 Example Street, Example Town", language, List.of(), cadence, stationery);
    }

    /** The same, with whole articles, a sponsor, a disclaimer, a logo, and a colour of its own. */
    static Newsletter whole(Newsletter newsletter) {
        return newsletter(newsletter.title(), newsletter.language(), new Stationery(
                new Stationery.Look(newsletter.stationery().look().theme(), "#7a3e9d", "https://example.org/logo.png", ""),
                true, new Stationery.Lines("", ""), "These are notes, not advice.",
                new Stationery.Sponsor("Rakes and gloves by Example & Co", "https://example.org/co")));
    }

    /** What a golden letter is compared by: without what is random in it. */
    static String steady(String part, Letter letter) {
        return part.replace(letter.marker(), "https://letters.example.org/unsubscribe/*")
                .replace(letter.preferences(), "https://letters.example.org/preferences/*");
    }

    static String golden(String file) {
        try (var in = Specimens.class.getResourceAsStream("/letter/golden/" + file)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
