package staytuned.issue;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import staytuned.article.Article;
import staytuned.newsletter.Newsletter;
import staytuned.preflight.Draft;
import staytuned.preflight.Finding;
import staytuned.preflight.Lookout;
import staytuned.preflight.Preflight;
import staytuned.template.TemplateFailed;
import staytuned.template.Templates;

/** Sets articles as letters. */
public final class Typesetter {
    /** Mail programs show some 60 to 140 characters of each; the limits only keep out what is no title. */
    private static final int LONGEST_SUBJECT = 200;

    private static final int LONGEST_PREHEADER = 140;
    private static final String HTML = "letter/letter.ftlh";
    private static final String PLAIN = "letter/letter.ftl";

    /** What a mail program puts before the subject of an answer, in a few languages; a letter answers nobody. */
    private static final Pattern ANSWER = Pattern.compile(
            "^(?:\\s*(?:re|aw|antw|sv|vs|ref|rv|fw|fwd|wg|tr|odp|res|回复|答复|转发)(?:\\[\\d+])?\\s*[:：])+\\s*(?=\\S)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Set<String> RIGHT_TO_LEFT =
            Set.of("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi");

    private final Templates templates;
    private final SiteLinks links;
    private final Preflight preflight = new Preflight();

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
        return set(new Manuscript(newsletter, List.of(article), followUp, web, date, Map.of()));
    }

    /** One letter about several articles, as {@link #set} does it for one; about one alone, an ordinary letter. */
    public Letter digest(
            Newsletter newsletter, List<Article> articles, FollowUp followUp, String web, Instant date) {
        return set(new Manuscript(newsletter, List.copyOf(articles), followUp, web, date, Map.of()));
    }

    /** The letter about {@code article} as it is now, which says that it corrects the issue {@code original}. */
    public Letter correct(Newsletter newsletter, Article article, String web, Instant date, Issue original) {
        var day = day(original.frozenAt(), newsletter.cadence().zone(), article.reading().language());
        var correction = Map.of("correction", Map.of("date", day));
        return set(new Manuscript(newsletter, List.of(article), FollowUp.NONE, web, date, correction));
    }

    /** As below, for a letter that follows nothing. */
    public List<Finding> proof(Newsletter newsletter, List<Article> articles, Letter letter) {
        return proof(newsletter, articles, FollowUp.NONE, letter);
    }

    /** What is wrong with a letter about these articles; what {@link Finding#holds} must not go out. */
    public List<Finding> proof(Newsletter newsletter, List<Article> articles, FollowUp followUp, Letter letter) {
        var source = new StringBuilder(newsletter.title()).append(newsletter.stationery().disclaimer());
        for (var each : articles) {
            source.append('\n').append(each.reading().title()).append('\n').append(each.author()).append('\n')
                    .append(each.content().body()).append('\n').append(each.reading().lead()).append('\n')
                    .append(each.reading().conclusion()).append('\n').append(each.reading().promise());
        }
        source.append('\n').append(followUp);
        return preflight.look(new Draft(
                letter.subject(), letter.preheader(), letter.html(), letter.plain(), letter.marker(),
                newsletter.postalAddress(), source.toString()));
    }

    /** As below, without a look at where the links lead. */
    public List<Finding> rehearse(Newsletter newsletter) {
        return rehearse(newsletter, Lookout.NONE);
    }

    /**
     * Sets a sample in every way that a newsletter's letters are set, and says what is wrong with it, and, as far as
     * {@code lookout} sees, where its links lead.
     *
     * @throws TemplateFailed a template, or a line of the config, does not work
     */
    public List<Finding> rehearse(Newsletter newsletter, Lookout lookout) {
        var samples = Sample.articles(newsletter);
        var web = links.issue(newsletter.id(), 0);
        var date = Instant.EPOCH;
        set(newsletter, samples.getLast(), web, date);
        digest(newsletter, samples, Sample.FOLLOW_UP, web, date);
        var letter = set(newsletter, samples.getFirst(), Sample.FOLLOW_UP, web, date);
        var findings = new ArrayList<>(proof(newsletter, samples, Sample.FOLLOW_UP, letter));
        findings.addAll(lookout.look(letter.html()));
        return List.copyOf(findings);
    }

    /** What a letter is made of. */
    record Manuscript(
            Newsletter newsletter,
            List<Article> articles,
            FollowUp followUp,
            String web,
            Instant date,
            Map<String, ?> more) {
        String language() {
            return articles.size() == 1 ? articles.getFirst().reading().language() : newsletter.language();
        }
    }

    /** Sets it with less and less of its articles, until it is no longer than mail programs show. */
    private Letter set(Manuscript manuscript) {
        Letter letter = null;
        for (var measure : Measure.ALL) {
            letter = set(manuscript, measure);
            if (Measure.fits(letter.html())) break;
        }
        return Objects.requireNonNull(letter, "there is a measure");
    }

    private Letter set(Manuscript manuscript, Measure measure) {
        var newsletter = manuscript.newsletter();
        var language = manuscript.language();
        // No address on the Internet ends in .invalid (RFC 2606 section 2).
        var marker = "https://unsubscribe.invalid/" + UUID.randomUUID().toString().replace("-", "");
        var model = new HashMap<String, Object>(Map.of(
                "newsletter", LetterModel.newsletter(newsletter),
                "look", LetterModel.look(newsletter.stationery().look()),
                "language", language,
                "dir", direction(language),
                "date", day(manuscript.date(), newsletter.cadence().zone(), language),
                "earlier", LetterModel.earlier(manuscript.followUp()),
                "coming", LetterModel.coming(
                        manuscript.followUp().coming(), newsletter.cadence().zone(), language),
                "links", Map.of(
                        "web", manuscript.web(), "unsubscribe", marker, "preferences", Letter.preferences(marker))));
        model.putAll(manuscript.more());
        new LetterModel(templates, this, measure).articles(manuscript, model);

        var preheader = preheader(newsletter, model);
        model.put("preheader", preheader);
        return new Letter(
                newsletter.from(),
                subject(newsletter, model),
                preheader,
                language,
                templates.render(HTML, model),
                templates.render(PLAIN, model),
                marker);
    }

    private String subject(Newsletter newsletter, Map<String, ?> model) {
        var own = newsletter.stationery().lines().subject();
        var subject = own.isEmpty()
                ? templates.render("letter/subject.ftl", model)
                : templates.line(line(newsletter, "subject"), own, model);
        return Excerpt.line(ANSWER.matcher(subject).replaceFirst(""), LONGEST_SUBJECT);
    }

    private String preheader(Newsletter newsletter, Map<String, ?> model) {
        var own = newsletter.stationery().lines().preheader();
        var line = own.isEmpty()
                ? LetterModel.beginning(model)
                : templates.line(line(newsletter, "preheader"), own, model);
        return Excerpt.line(line, LONGEST_PREHEADER);
    }

    private static String line(Newsletter newsletter, String key) {
        return "newsletter " + newsletter.key() + ", letter." + key;
    }

    /** Where the whole article stands: its own page, or ours where it has none. */
    public String link(Article article) {
        var link = article.link();
        return link == null ? links.article(article.newsletterId(), article.id()) : link;
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
}
