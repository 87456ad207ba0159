package staytuned;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.cli.Mailroom;
import staytuned.cli.Staytuned;
import staytuned.config.BouncesSettings;
import staytuned.config.WebhookSettings;
import staytuned.feedback.Provider;
import staytuned.feedback.Reception;
import staytuned.feedback.Webhooks;
import staytuned.fetch.Fetched;
import staytuned.fetch.Fetcher;

/** The ways on which letters come back, as the config opens them. */
final class Returns {
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private Returns() {}

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
