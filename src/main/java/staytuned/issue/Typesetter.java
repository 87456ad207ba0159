package staytuned.issue;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import staytuned.article.Article;
import staytuned.article.Coming;
import staytuned.newsletter.Newsletter;
import staytuned.template.Templates;

/** Sets an article as a letter. */
public final class Typesetter {
    /** Mail programs show some 60 to 140 characters of each; the limits only keep out what is no title. */
    private static final int LONGEST_SUBJECT = 200;

    private static final int LONGEST_PREHEADER = 140;
    /** What is longer than this is read on the article's own page: Gmail clips a letter near 102 KB. */
    private static final int LONGEST_PART = 6_000;

    private static final int LONGEST_SENTENCE = 600;
    private static final int MOST_EARLIER = 3;

    private static final Set<String> RIGHT_TO_LEFT =
            Set.of("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi");

    private final Templates templates;
    private final SiteLinks links;

    public Typesetter(Templates templates, SiteLinks links) {
        this.templates = templates;
        this.links = links;
    }

    /** The letter about {@code article}, as one that follows nothing. */
    public Letter set(Newsletter newsletter, Article article, String web, Instant date) {
        return set(newsletter, article, FollowUp.NONE, web, date);
    }

    /**
     * The letter about {@code article}.
     *
     * @param followUp what it says about earlier and later letters
     * @param web the address of this letter as a page
     * @param date the day that the letter bears
     */
    public Letter set(Newsletter newsletter, Article article, FollowUp followUp, String web, Instant date) {
        return set(newsletter, article, followUp, web, date, Map.of());
    }

    /** The letter about {@code article} as it is now, which says that it corrects the issue {@code original}. */
    public Letter correct(Newsletter newsletter, Article article, String web, Instant date, Issue original) {
        var zone = newsletter.cadence().zone();
        var day = day(original.frozenAt(), zone, article.reading().language());
        return set(newsletter, article, FollowUp.NONE, web, date, Map.of("correction", Map.of("date", day)));
    }

    private Letter set(Newsletter newsletter, Article article, FollowUp followUp, String web, Instant date,
            Map<String, ?> more) {
        var reading = article.reading();
        var language = reading.language();
        // No address on the Internet ends in .invalid (RFC 2606 section 2).
        var marker = "https://unsubscribe.invalid/" + UUID.randomUUID().toString().replace("-", "");
        var lead = paragraphs(reading.lead());
        var preheader = lead.isEmpty() ? "" : Excerpt.line(lead.getFirst(), LONGEST_PREHEADER);

        var words = new HashMap<String, @Nullable Object>();
        words.put("title", reading.title());
        words.put("author", article.author());
        words.put("lead", lead);
        words.put("conclusion", paragraphs(reading.conclusion()));
        words.put("promise", reading.promise());
        words.put("minutes", reading.minutes());
        words.put("link", link(article));
        var model = new HashMap<String, Object>(Map.of(
                "newsletter", Map.of("title", newsletter.title(), "postalAddress", newsletter.postalAddress()),
                "language", language,
                "dir", direction(language),
                "date", day(date, newsletter.cadence().zone(), language),
                "preheader", preheader,
                "article", words,
                "earlier", Map.of("kept", earlier(followUp.kept()), "related", earlier(followUp.related())),
                "coming", coming(followUp.coming(), newsletter.cadence().zone(), language),
                "links", Map.of("web", web, "unsubscribe", marker)));
        model.putAll(more);
        var title = more.isEmpty() ? reading.title() : templates.render("letter/subject.ftl", model);
        return new Letter(
                newsletter.from(),
                Excerpt.line(title, LONGEST_SUBJECT),
                preheader,
                language,
                templates.render("letter/letter.ftlh", model),
                templates.render("letter/letter.ftl", model),
                marker);
    }

    private static List<Map<String, String>> earlier(List<FollowUp.Earlier> some) {
        return some.stream()
                .limit(MOST_EARLIER)
                .map(each -> Map.of(
                        "sentence", Excerpt.line(each.sentence(), LONGEST_SENTENCE),
                        "title", Excerpt.line(each.title(), LONGEST_SUBJECT),
                        "link", each.link()))
                .toList();
    }

    private static List<Map<String, String>> coming(List<Coming> some, ZoneId zone, String language) {
        return some.stream()
                .map(each -> Map.of(
                        "title", Excerpt.line(each.title(), LONGEST_SUBJECT),
                        "date", day(each.publishedAt(), zone, language)))
                .toList();
    }

    /** Where the whole article stands: its own page, or ours where it has none. */
    public String link(Article article) {
        var link = article.link();
        return link == null ? links.article(article.id()) : link;
    }

    /** {@code rtl} for a language written from right to left, else {@code ltr}. */
    public static String direction(String language) {
        return RIGHT_TO_LEFT.contains(Locale.forLanguageTag(language).getLanguage()) ? "rtl" : "ltr";
    }

    /** A date as the readers of {@code language} write it. */
    public static String day(Instant date, ZoneId zone, String language) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(Locale.forLanguageTag(language))
                .format(date.atZone(zone));
    }

    private static List<String> paragraphs(@Nullable String text) {
        return text == null ? List.of() : Excerpt.paragraphs(text, LONGEST_PART);
    }
}
