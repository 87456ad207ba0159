package staytuned.desk;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import staytuned.article.Articles;
import staytuned.article.Decisions;
import staytuned.article.Inquiries;
import staytuned.db.Database;
import staytuned.delivery.Deliveries;
import staytuned.delivery.Instances;
import staytuned.delivery.Listings;
import staytuned.delivery.Outbox;
import staytuned.delivery.Overviews;
import staytuned.delivery.Tallies;
import staytuned.feedback.Events;
import staytuned.feedback.Suppressions;
import staytuned.issue.Issues;
import staytuned.issue.Promises;
import staytuned.newsletter.Newsletter;
import staytuned.outlook.Outlook;
import staytuned.subscriber.Subscribers;

/** What the desk shows and what its buttons move: the stages, from the first to the last. */
public record Shelf(
        Database database,
        List<Newsletter> newsletters,
        Articles articles,
        Issues issues,
        Promises promises,
        Subscribers subscribers,
        Mail mail,
        Suppressions suppressions,
        Events events,
        Outlook outlook,
        InstantSource clock) {
    /** What is about letters on their way. */
    public record Mail(
            Outbox outbox, Deliveries deliveries, Tallies tallies, Overviews overviews, Listings listings,
            Instances instances) {}

    /** The title of a newsletter that may be no longer in the config. */
    String title(long newsletterId) {
        return newsletters.stream()
                .filter(each -> each.id() == newsletterId)
                .map(Newsletter::title)
                .findFirst()
                .orElse("no longer in the config");
    }

    @Nullable Newsletter newsletter(String key) {
        return newsletters.stream().filter(each -> each.key().equals(key)).findFirst().orElse(null);
    }

    Decisions decisions() {
        return new Decisions(database);
    }

    Inquiries inquiries() {
        return new Inquiries(database);
    }

    Instant now() {
        return clock.instant();
    }
}
