package staytuned.issue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.article.Article;
import staytuned.article.Coming;
import staytuned.db.Tx;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.preflight.Finding;
import staytuned.schedule.Times.Slot;

/**
 * Sets the letter of an issue, looks it over, and freezes it; what is wrong with it holds the issue. Where its links
 * lead is looked at before: nothing is locked while others are slow to answer.
 */
final class Freezer {
    private static final Logger LOG = LoggerFactory.getLogger(Freezer.class);

    /** So long no second correction of one article goes out. */
    private static final Duration QUIET = Duration.ofDays(1);

    private final Editor.Desk desk;
    private final Issues issues;
    private final Proposals proposals;
    private final Typesetter typesetter;
    private final Tracker tracker;
    private final InstantSource clock;

    Freezer(Editor.Desk desk, Tracker tracker, InstantSource clock) {
        this.desk = desk;
        this.issues = desk.issues();
        this.proposals = new Proposals(desk.database(), desk.issues());
        this.typesetter = desk.typesetter();
        this.tracker = tracker;
        this.clock = clock;
    }

    /** Makes one issue of those of these articles that still wait, and says how many it made. */
    int issue(Newsletter newsletter, List<Article> found, List<Coming> coming, @Nullable Slot slot) {
        var afar = afar(newsletter, found);
        return desk.database().inTransaction(tx -> {
            // Those that another node was faster with, or that were withdrawn, are left out.
            var taken = found.stream().flatMap(each -> desk.articles().issue(tx, each.id()).stream()).toList();
            if (taken.isEmpty()) return 0;
            var id = issues.open(tx, newsletter.id(), taken.stream().map(Article::id).toList(), clock.instant());
            var subject = freeze(tx, new Work(newsletter, id, taken, coming, afar));
            if (slot != null) issues.goAt(tx, id, slot.wall());
            propose(tx, newsletter, id, slot == null ? null : slot.first());
            LOG.info("newsletter {}: issue {} \"{}\"", newsletter.key(), id, subject);
            return 1;
        });
    }

    /** Makes an issue that corrects the letter of an article, where there is to be one, and says how many it made. */
    int correct(Newsletter newsletter, Article edited, @Nullable Slot slot) {
        if (newsletter.cadence().edited() != Cadence.Edited.CORRECTION) return 0;
        if (desk.database().inTransaction(tx -> wrong(tx, edited.id())).isEmpty()) return 0;
        var afar = afar(newsletter, List.of(edited));
        return desk.database().inTransaction(tx -> {
            var original = wrong(tx, edited.id());
            var article = original.isEmpty() ? Optional.<Article>empty() : desk.articles().correct(tx, edited.id());
            if (article.isEmpty()) return 0; // another node was faster
            var now = clock.instant();
            var id = issues.openCorrection(tx, original.get(), now);
            var web = web(newsletter, id);
            var letter = typesetter.correct(newsletter, article.get(), web, now, original.get());
            var findings = typesetter.proof(newsletter, List.of(article.get()), letter);
            freeze(tx, id, new Setting(letter, findings, Map.of()), afar);
            issues.follow(tx, id, original.get().id());
            if (slot != null) issues.goAt(tx, id, slot.wall());
            propose(tx, newsletter, id, slot == null ? null : slot.first());
            LOG.info("newsletter {}: issue {} corrects issue {}", newsletter.key(), id, original.get().id());
            return 1;
        });
    }

    /** The issue of an article that may be corrected now: it has gone out, and was not corrected just before. */
    private Optional<Issue> wrong(Tx tx, long articleId) {
        return issues.about(tx, articleId)
                .filter(each -> each.publishedAt() != null)
                .filter(each -> !issues.correctedAfter(tx, each.id(), clock.instant().minus(QUIET)));
    }

    /** See {@link Editor#gather}. Where its links lead was looked at when the articles were published. */
    long gather(Tx tx, Newsletter newsletter, List<Article> published, List<Coming> coming) {
        var now = clock.instant();
        var articles = Tracker.inOrder(published);
        var followUp = FollowUp.all(articles.stream().map(each -> tracker.recall(tx, each)).toList()).before(coming);
        var id = issues.openDigest(tx, newsletter.id(), now);
        freeze(tx, id, set(new Contents(newsletter, id, articles, followUp), now), List.of());
        return id;
    }

    /** See {@link Editor#reset}. */
    Optional<String> reset(Newsletter newsletter, long id, List<Coming> coming) {
        var before = desk.database().inTransaction(tx -> issues.articles(tx, id)).stream()
                .flatMap(each -> desk.articles().find(each).stream())
                .toList();
        if (before.isEmpty()) {
            throw new Editor.NotReset(
                    "issue " + id + " has no articles of its own to be set from: approve or cancel it");
        }
        var afar = afar(newsletter, before);
        return desk.database().inTransaction(tx -> {
            if (!issues.approve(tx, id) && !issues.release(tx, id)) {
                throw new Editor.NotReset("issue " + id + " is not held: only such a one is set anew");
            }
            setAnew(tx, newsletter, id, coming, afar);
            return issues.reason(tx, id);
        });
    }

    /** The issues that wait for their editors although some article of theirs was edited, by this time, since. */
    List<Long> edited(Newsletter newsletter, Instant by) {
        var shown = issues.in(IssueState.PROPOSED).stream()
                .filter(each -> each.newsletterId() == newsletter.id())
                .toList();
        if (shown.isEmpty()) return List.of();
        return desk.database().inTransaction(tx -> shown.stream()
                .filter(each -> desk.articles().anyRevised(tx, issues.articles(tx, each.id()), each.frozenAt(), by))
                .map(Issue::id)
                .toList());
    }

    /** Sets the letter of an issue anew that waits for its editors. */
    void renew(Newsletter newsletter, long id, List<Coming> coming) {
        var articles = desk.database().inTransaction(tx -> desk.articles().of(tx, issues.articles(tx, id)));
        var afar = afar(newsletter, articles);
        desk.database().run(tx -> {
            if (issues.release(tx, id)) setAnew(tx, newsletter, id, coming, afar);
        });
    }

    private void setAnew(Tx tx, Newsletter newsletter, long id, List<Coming> coming, List<Finding> afar) {
        var articles = issues.articles(tx, id).stream()
                .flatMap(each -> desk.articles().again(tx, each).stream())
                .sorted(Article.OLDEST_FIRST)
                .toList();
        var before = Proposals.last(tx, id);
        proposals.replace(tx, id, clock.instant());
        var subject = freeze(tx, new Work(newsletter, id, Tracker.inOrder(articles), coming, afar));
        propose(tx, newsletter, id, before.map(Proposal::goesAt).orElse(null));
        LOG.info("newsletter {}: issue {} \"{}\" is set anew", newsletter.key(), id, subject);
    }

    /**
     * Shows the letter of an issue that nothing is wrong with to its editors, where it has some.
     *
     * @param goesAt its time; null for at once
     */
    private void propose(Tx tx, Newsletter newsletter, long id, @Nullable Instant goesAt) {
        var approval = newsletter.cadence().approval();
        if (approval == null) return;
        var now = clock.instant();
        proposals.propose(tx, id, approval, goesAt == null ? now : goesAt, now);
    }

    /** An issue that is being made; {@code afar} is what is wrong where its links lead. */
    private record Work(
            Newsletter newsletter, long id, List<Article> articles, List<Coming> coming, List<Finding> afar) {}

    private String freeze(Tx tx, Work work) {
        var newsletter = work.newsletter;
        var id = work.id;
        var now = clock.instant();
        var followUp = FollowUp.all(work.articles.stream().map(each -> tracker.follow(tx, each)).toList())
                .before(work.coming);
        var setting = set(new Contents(newsletter, id, work.articles, followUp), now);
        freeze(tx, id, setting, work.afar);
        if (!followUp.kept().isEmpty()) issues.follow(tx, id, followUp.kept().getFirst().issueId());
        work.articles.forEach(each -> tracker.note(tx, each, id));
        return setting.letter.subject();
    }

    /** What stands in an issue. */
    private record Contents(Newsletter newsletter, long id, List<Article> articles, FollowUp followUp) {}

    /** A letter, what is wrong with it, and how it is for those who want more or less of its articles. */
    private record Setting(Letter letter, List<Finding> findings, Map<String, Letter> variants) {}

    private Setting set(Contents contents, Instant now) {
        var its = contents.newsletter;
        var letter = letter(its, contents, now);
        var findings = typesetter.proof(its, contents.articles, contents.followUp, letter);
        if (!desk.readers().differ(its)) return new Setting(letter, findings, Map.of());
        var whole = !its.stationery().whole();
        var other = letter(its.holding(whole), contents, now);
        findings = both(findings, typesetter.proof(its.holding(whole), contents.articles, contents.followUp, other));
        return new Setting(letter, findings, Map.of(whole ? "full" : "conclusion", other.marked(letter.marker())));
    }

    private Letter letter(Newsletter newsletter, Contents contents, Instant now) {
        return typesetter.digest(
                newsletter, contents.articles, contents.followUp, web(newsletter, contents.id), now);
    }

    private void freeze(Tx tx, long id, Setting setting, List<Finding> afar) {
        issues.freeze(tx, id, setting.letter, clock.instant());
        setting.variants.forEach((content, letter) -> issues.vary(tx, id, content, letter));
        var findings = both(setting.findings, afar);
        findings.stream().filter(each -> !each.holds()).forEach(each -> LOG.info("issue {}: {}", id, each));
        var wrong = findings.stream()
                .filter(Finding::holds)
                .map(Finding::sentence)
                .distinct()
                .collect(Collectors.joining("; "));
        if (wrong.isEmpty()) return;
        issues.hold(tx, id, wrong);
        LOG.warn("issue {} is held: {}. When that is mended, \"issues reset {}\" sets it anew; "
                + "\"issues approve {}\" lets it go as it is", id, wrong, id, id);
    }

    /** What is wrong where the links of a letter about these articles lead. */
    private List<Finding> afar(Newsletter newsletter, List<Article> articles) {
        var now = clock.instant();
        return desk.lookout().look(
                typesetter.digest(newsletter, articles, FollowUp.NONE, web(newsletter, 0), now).html());
    }

    private String web(Newsletter newsletter, long id) {
        return desk.links().issue(newsletter.id(), id);
    }

    private static List<Finding> both(List<Finding> here, List<Finding> afar) {
        return Stream.concat(here.stream(), afar.stream()).toList();
    }
}
