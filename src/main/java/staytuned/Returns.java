package staytuned;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.cli.Mailroom;
import staytuned.cli.Staytuned;
import staytuned.config.BouncesSettings;
import staytuned.config.Config;
import staytuned.config.WebhookSettings;
import staytuned.feedback.Alarm;
import staytuned.feedback.Clerk;
import staytuned.feedback.Figures;
import staytuned.feedback.Forwarder;
import staytuned.feedback.Letterbox;
import staytuned.feedback.Mailbox;
import staytuned.feedback.Provider;
import staytuned.feedback.Reception;
import staytuned.feedback.Refusals;
import staytuned.feedback.Replies;
import staytuned.feedback.Sender;
import staytuned.feedback.Webhooks;
import staytuned.fetch.Fetched;
import staytuned.fetch.Fetcher;

/** The ways on which letters come back, as the config opens them. */
final class Returns {
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private Returns() {}

    /** What takes in what comes back, and answers for it. */
    static Mailroom mailroom(Clerk.Desk desk, Map<Long, Sender> senders, Config config) {
        var database = desk.database();
        var clock = desk.clock();
        var replies = new Replies(database);
        var figures = new Figures(database, desk.events());
        var clerk = new Clerk(desk, new Letterbox(replies, senders, clock));
        var settings = config.bounces().mailbox();
        return new Mailroom(
                clerk, desk.events(), replies, desk.suppressions(),
                new Refusals(database, desk.events(), desk.suppressions(), clock), figures,
                new Alarm(new Alarm.Desk(database, figures, senders, config.alerts().to(), clock)),
                new Forwarder(replies, senders, clock),
                settings == null ? null : new Mailbox(Settings.account(settings), clerk));
    }

    /** The mail services that tell of bounces; null where the config names none. */
    static @Nullable Webhooks webhooks(Staytuned service, BouncesSettings settings) {
        if (settings.webhooks().isEmpty()) return null;
        var secrets = settings.webhooks().stream().collect(Collectors.toUnmodifiableMap(
                each -> Provider.valueOf(each.from().name()), WebhookSettings::secret));
        return new Webhooks(service.mailroom().clerk(), secrets, url -> get(service.fetcher(), url));
    }

    /** What stands at an address, and at no other that it may lead to; empty where it cannot be had. */
    private static byte[] get(Fetcher fetcher, URI url) {
        var fetched = fetcher.fetch(url, null, null);
        var there = fetched instanceof Fetched.Changed changed && changed.at().equals(url);
        return there ? ((Fetched.Changed) fetched).text().getBytes(StandardCharsets.UTF_8) : new byte[0];
    }

    /** Reads the mailbox of bounces, and listens for them, where the config says so, until the result is closed. */
    static AutoCloseable taken(Mailroom mailroom, BouncesSettings settings) {
        var host = settings.listenHost();
        var address = settings.address();
        var reception = host == null || address == null
                ? null
                : new Reception(host, settings.listenPort(), address, mailroom.clerk());
        var mailbox = mailroom.mailbox();
        var watch = mailbox == null ? null : Thread.ofVirtual().name("mailbox").start(mailbox::watch);
        return () -> {
            if (reception != null) reception.close();
            if (mailbox != null) mailbox.close();
            if (watch != null) watch.join(LONGEST_END);
        };
    }
}
