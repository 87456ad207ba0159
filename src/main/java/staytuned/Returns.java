package staytuned;

import java.time.Duration;
import java.util.Map;
import staytuned.cli.Mailroom;
import staytuned.config.BouncesSettings;
import staytuned.config.Config;
import staytuned.feedback.Alarm;
import staytuned.feedback.Clerk;
import staytuned.feedback.Figures;
import staytuned.feedback.Forwarder;
import staytuned.feedback.Letterbox;
import staytuned.feedback.Mailbox;
import staytuned.feedback.Reception;
import staytuned.feedback.Refusals;
import staytuned.feedback.Replies;
import staytuned.feedback.Sender;

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
