package staytuned.issue;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import staytuned.article.Article;
import staytuned.article.Coming;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Stationery;
import staytuned.reading.LetterBody;
import staytuned.reading.Outline;
import staytuned.reading.Picture;
import staytuned.template.Templates;

/** What the templates of a letter are filled with. */
final class LetterModel {
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_SENTENCE = 600;
    /** A part of a digest's entry is by so much shorter than one of a letter of its own. */
    private static final int ENTRIES_IN_ONE = 14;

    private static final int MOST_EARLIER = 3;

    private final Templates templates;
    private final Typesetter typesetter;
    private final Measure measure;

    LetterModel(Templates templates, Typesetter typesetter, Measure measure) {
        this.templates = templates;
        this.typesetter = typesetter;
        this.measure = measure;
    }

    /** Puts the one article, or the entries of a digest, into the model. */
    void articles(Typesetter.Manuscript manuscript, Map<String, Object> model) {
        if (manuscript.articles().size() == 1) {
            var article = manuscript.articles().getFirst();
            var words = article(article, measure.part());
            if (manuscript.newsletter().stationery().whole()) whole(article, words, model);
            else words.put("sections", Outline.of(article.content(), article.reading()));
            model.put("article", words);
            return;
        }
        var entries = new ArrayList<Map<String, @Nullable Object>>();
        var minutes = 0;
        for (var article : manuscript.articles()) {
            var entry = article(article, measure.part() / ENTRIES_IN_ONE);
            // One picture is a face for the letter, twelve are a catalogue.
            if (!entries.isEmpty()) entry.remove("picture");
            entries.add(entry);
            minutes += article.reading().minutes();
        }
        model.put("entries", entries);
        model.put("article", Map.of("title", manuscript.newsletter().title(), "minutes", minutes));
    }

    private Map<String, @Nullable Object> article(Article article, int part) {
        var reading = article.reading();
        var words = new HashMap<String, @Nullable Object>();
        words.put("title", reading.title());
        words.put("author", article.author());
        words.put("lead", paragraphs(reading.lead(), part));
        words.put("conclusion", paragraphs(reading.conclusion(), part));
        words.put("promise", reading.promise());
        words.put("minutes", reading.minutes());
        words.put("link", typesetter.link(article));
        Picture.of(article.content())
                .ifPresent(each -> words.put("picture", Map.of("src", each.src(), "alt", each.alt())));
        return words;
    }

    /** The article itself in the place of its lead and its picture. */
    private void whole(Article article, Map<String, @Nullable Object> words, Map<String, Object> model) {
        var dress = new LetterBody.Dress(
                templates.values("letter/theme.ftl", model, "body"),
                templates.values("letter/theme.ftl", model, "dark_classes"));
        var kept = (List<?>) ((Map<?, ?>) Objects.requireNonNull(model.get("earlier"))).get("kept");
        var firstNote = kept == null ? 1 : kept.size() + 1;
        var body = LetterBody.of(article.content(), article.reading(), dress, measure.body(), firstNote);
        if (body.html().isBlank()) return;
        words.remove("picture");
        words.put("body", body.html());
        words.put("cut", body.cut());
        words.put("notes", body.notes());
        words.put("lines", body.lines().stream()
                .map(each -> Map.of("kind", each.kind(), "text", each.text(), "mark", each.mark()))
                .toList());
        // What could not be taken out stands in the article already, where its author put it.
        if (!body.concluded()) words.put("conclusion", List.of());
    }

    static Map<String, Object> newsletter(Newsletter newsletter) {
        var words = new HashMap<String, Object>();
        words.put("title", newsletter.title());
        words.put("postalAddress", newsletter.postalAddress());
        words.put("disclaimer", newsletter.stationery().disclaimer());
        var sponsor = newsletter.stationery().sponsor();
        if (sponsor != null) words.put("sponsor", Map.of("text", sponsor.text(), "link", sponsor.link()));
        return words;
    }

    static Map<String, String> look(Stationery.Look look) {
        return Map.of("theme", look.theme(), "accent", look.accent(), "logo", look.logo(), "font", look.font());
    }

    static Map<String, Object> earlier(FollowUp followUp) {
        return Map.of("kept", earlier(followUp.kept()), "related", earlier(followUp.related()));
    }

    private static List<Map<String, String>> earlier(List<FollowUp.Earlier> some) {
        return some.stream()
                .limit(MOST_EARLIER)
                .map(each -> Map.of(
                        "sentence", Excerpt.line(each.sentence(), LONGEST_SENTENCE),
                        "title", Excerpt.line(each.title(), LONGEST_TITLE),
                        "link", each.link()))
                .toList();
    }

    static List<Map<String, String>> coming(List<Coming> some, ZoneId zone, String language) {
        return some.stream()
                .map(each -> Map.of(
                        "title", Excerpt.line(each.title(), LONGEST_TITLE),
                        "date", Typesetter.day(each.publishedAt(), zone, language)))
                .toList();
    }

    /** The first words of the letter's article, or of the first one of a digest; empty where it has no lead. */
    static String beginning(Map<String, ?> model) {
        var article = model.get("entries") instanceof List<?> entries ? entries.getFirst() : model.get("article");
        if (!(article instanceof Map<?, ?> words) || !(words.get("lead") instanceof List<?> lead)) return "";
        return lead.isEmpty() ? "" : String.valueOf(lead.getFirst());
    }

    private static List<String> paragraphs(@Nullable String text, int longest) {
        return text == null ? List.of() : Excerpt.paragraphs(text, longest);
    }
}
