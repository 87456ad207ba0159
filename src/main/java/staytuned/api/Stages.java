package staytuned.api;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import staytuned.article.Articles;
import staytuned.article.Decisions;
import staytuned.article.Inquiries;
import staytuned.article.Poller;
import staytuned.article.Sources;
import staytuned.delivery.Deliveries;
import staytuned.delivery.Listings;
import staytuned.delivery.Outbox;
import staytuned.delivery.Overviews;
import staytuned.delivery.Tallies;
import staytuned.feedback.Dossiers;
import staytuned.feedback.Events;
import staytuned.feedback.Figures;
import staytuned.feedback.Suppressions;
import staytuned.herald.Herald;
import staytuned.issue.Editor;
import staytuned.issue.Issues;
import staytuned.issue.Promises;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Registrar;
import staytuned.subscriber.Subscribers;

/** What operations work with, stage by stage. */
public record Stages(
        List<Newsletter> newsletters, Intake intake, Press press, Post post, Readers readers, Herald herald) {
    /** What brings articles in. */
    public record Intake(
            Sources sources, Poller poller, Articles articles, Inquiries inquiries, Decisions decisions) {}

    /** What makes issues of them. */
    public record Press(Editor editor, Issues issues, Promises promises) {}

    /** What brings issues to readers. */
    public record Post(
            Outbox outbox, Deliveries deliveries, Listings listings, Overviews overviews, Tallies tallies) {}

    /** Who they are, and what came back. */
    public record Readers(
            Subscribers subscribers,
            Registrar registrar,
            Dossiers dossiers,
            Suppressions suppressions,
            Events events,
            Figures figures) {}

    /** All that can be done, in the order in which the document shows it. */
    List<Operation> operations() {
        return Stream.of(
                        new NewsletterOperations(this).all(),
                        new ArticleOperations(this).all(),
                        new IssueOperations(this).all(),
                        new DeliveryOperations(this).all(),
                        new SubscriberOperations(this).all(),
                        new SuppressionOperations(this).all(),
                        new PromiseOperations(this).all(),
                        new FeedbackOperations(this).all(),
                        new WebhookOperations(this).all())
                .flatMap(List::stream)
                .toList();
    }

    /** The newsletter of a call's path; @throws Problem there is none. */
    Newsletter at(String key) {
        return find(key).orElseThrow(() -> Problem.missing("newsletter", "\"" + key + "\"", "/newsletters"));
    }

    /** The id of the newsletter that a list is narrowed to; null where it is not. */
    @Nullable Long narrowed(@Nullable String key) {
        return key == null ? null : named(Kind.MALFORMED, key).id();
    }

    /** The newsletter that a parameter or a body names. */
    Newsletter named(Kind kind, String key) {
        return find(key).orElseThrow(() -> Problem.wrong(kind, List.of(new Problem.Wrong("newsletter",
                "there is none of this key; there is "
                        + String.join(", ", newsletters.stream().map(Newsletter::key).toList())))));
    }

    private Optional<Newsletter> find(String key) {
        return newsletters.stream().filter(each -> each.key().equals(key)).findFirst();
    }

    /** The key of a newsletter; null where it is no longer in the config. */
    @Nullable String key(long newsletterId) {
        return newsletters.stream().filter(each -> each.id() == newsletterId).map(Newsletter::key).findFirst()
                .orElse(null);
    }
}
