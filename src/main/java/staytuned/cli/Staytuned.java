package staytuned.cli;

import java.util.List;
import java.util.Optional;
import staytuned.admin.Office;
import staytuned.article.Articles;
import staytuned.article.Poller;
import staytuned.article.Sources;
import staytuned.db.Database;
import staytuned.delivery.Collector;
import staytuned.delivery.Composer;
import staytuned.delivery.Deliveries;
import staytuned.delivery.Dispatcher;
import staytuned.delivery.Fleet;
import staytuned.delivery.Guard;
import staytuned.delivery.Instances;
import staytuned.delivery.Listings;
import staytuned.delivery.Messenger;
import staytuned.delivery.Nodes;
import staytuned.delivery.Outbox;
import staytuned.delivery.Overviews;
import staytuned.delivery.Tallies;
import staytuned.fetch.Fetcher;
import staytuned.herald.Herald;
import staytuned.holiday.Almanac;
import staytuned.issue.Editor;
import staytuned.issue.Issues;
import staytuned.issue.Promises;
import staytuned.issue.Typesetter;
import staytuned.newsletter.Newsletter;
import staytuned.outlook.Outlook;
import staytuned.subscriber.Subscribers;
import staytuned.web.Pages;
import staytuned.web.SubscribePages;
import staytuned.websub.Asker;
import staytuned.websub.Callback;

/** The built service, part by part, as the commands use it. */
public record Staytuned(
        Database database,
        List<Newsletter> newsletters,
        Fetcher fetcher,
        Sources sources,
        Poller poller,
        Articles articles,
        Editor editor,
        Typesetter typesetter,
        Issues issues,
        Promises promises,
        Subscribers subscribers,
        Deliveries deliveries,
        Tallies tallies,
        Overviews overviews,
        Listings listings,
        Outbox outbox,
        Collector collector,
        Composer composer,
        Mailroom mailroom,
        Nodes nodes,
        Guard guard,
        Instances instances,
        List<Dispatcher> dispatchers,
        Pages pages,
        Readership readership,
        Asker asker,
        Callback callback,
        Messenger messenger,
        SubscribePages subscribePages,
        Review review,
        Almanac almanac,
        Outlook outlook,
        Office office,
        Herald herald,
        Fleet fleet)
        implements AutoCloseable {

    Optional<Newsletter> newsletter(String key) {
        return newsletters.stream().filter(each -> each.key().equals(key)).findFirst();
    }

    /** Forwards what people wrote back, and tells the admin what is wrong; not again from a restored backup. */
    public void writeDue() {
        if (instances.held().isPresent()) return;
        mailroom.forwarder().forwardDue();
        mailroom.alarm().lookDue();
    }

    /** Begins no more letters; those under way are finished. */
    public void stop() {
        dispatchers.forEach(Dispatcher::stop);
        messenger.stop();
    }

    /** Another one goes on in its place: writes down what it has counted, and lets go of the rest. */
    public void retire() {
        guard.watchDue();
        fetcher.close();
        herald.close();
    }

    /** Tells programs of others what has happened; not again from a restored backup. How much of it was heard. */
    public int tellDue() {
        return instances.held().isPresent() ? 0 : herald.tellDue();
    }

    /** Shows letters to their editors; not again from a restored backup. */
    public void proposeDue() {
        if (instances.held().isEmpty()) review.proposer().sendDue();
    }

    @Override
    public void close() {
        dispatchers.forEach(Dispatcher::close);
        messenger.stop();
        fetcher.close();
        herald.close();
        database.close();
    }
}
