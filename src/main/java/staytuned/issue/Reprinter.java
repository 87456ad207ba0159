package staytuned.issue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.article.Article;
import staytuned.article.Articles;
import staytuned.db.Database;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.template.TemplateFailed;

/**
 * Sets letters that have gone out as they read today: one whose articles have not changed stays as it was frozen, any
 * other is set anew by the same templates, with the date that it has.
 */
public final class Reprinter {
    private static final Logger LOG = LoggerFactory.getLogger(Reprinter.class);

    private final Desk desk;

    /** Where letters and articles are found, and what sets them. */
    public record Desk(
            Database database,
            Issues issues,
            Articles articles,
            Tracker tracker,
            Typesetter typesetter,
            SiteLinks links) {}

    public Reprinter(Desk desk) {
        this.desk = desk;
    }

    /** The letter of an issue of {@code newsletter} that went out. */
    public Letter letter(Newsletter newsletter, Archives.Entry entry) {
        var kept = newsletter.cadence().edited() == Cadence.Edited.IGNORE
                // Whether the rest of an article has changed, nobody noted.
                || (!entry.revised() && !newsletter.stationery().whole());
        if (!kept) {
            try {
                var letter = anew(newsletter, entry);
                if (letter.isPresent()) return letter.get();
            } catch (TemplateFailed e) {
                LOG.warn("issue {} is shown as it was sent: {}", entry.id(), e.getMessage());
            }
        }
        return desk.issues.letter(entry.id());
    }

    private Optional<Letter> anew(Newsletter newsletter, Archives.Entry entry) {
        var articles = new ArrayList<Article>();
        for (var each : entry.articles()) desk.articles.find(each.id()).ifPresent(articles::add);
        var issue = desk.issues.find(entry.id());
        if (articles.isEmpty() || articles.size() < entry.articles().size() || issue.isEmpty()) return Optional.empty();
        var web = desk.links.issue(newsletter.id(), entry.id());
        var date = issue.get().frozenAt();
        var corrects = entry.corrects();
        if (corrects != null) {
            return desk.issues.find(corrects)
                    .map(original -> desk.typesetter.correct(newsletter, articles.getFirst(), web, date, original));
        }
        articles.sort(Comparator.comparing(Reprinter::day).thenComparing(Article::foundAt).thenComparingLong(Article::id));
        return Optional.of(
                desk.typesetter.digest(newsletter, Tracker.inOrder(articles), followUp(articles), web, date));
    }

    /** What was coming when it went out is there by now, or never came. */
    private FollowUp followUp(List<Article> articles) {
        return desk.database.inTransaction(
                tx -> FollowUp.all(articles.stream().map(each -> desk.tracker.recall(tx, each)).toList()));
    }

    private static Instant day(Article article) {
        var published = article.publishedAt();
        return published == null ? article.foundAt() : published;
    }
}
