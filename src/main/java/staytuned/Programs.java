package staytuned;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.api.Api;
import staytuned.api.Stages;
import staytuned.article.Decisions;
import staytuned.article.Inquiries;
import staytuned.cli.Staytuned;
import staytuned.config.BouncesSettings;
import staytuned.config.Config;
import staytuned.config.WebhookSettings;
import staytuned.db.Database;
import staytuned.feedback.Provider;
import staytuned.feedback.Webhooks;
import staytuned.fetch.Fetched;
import staytuned.fetch.Fetcher;
import staytuned.herald.Herald;
import staytuned.herald.Hooks;
import staytuned.herald.Tidings;

/** Builds what programs of others reach, and what reaches them. */
public final class Programs {
    /** How many calls of one token are answered in a minute. */
    static final int PER_MINUTE = 600;

    /** How long who is told may take to answer. */
    private static final Fetcher.Limits PATIENCE =
            new Fetcher.Limits(Duration.ofSeconds(5), Duration.ofSeconds(15), 10_000);

    private Programs() {}

    /** Who tells programs of others what happens, as the config says. */
    static Herald herald(Config config, Database database, InstantSource clock) {
        var hooks = new Hooks(database, clock);
        hooks.configure(config.webhooks().stream()
                .map(each -> new Hooks.Wanted(each.url(), each.events(), each.secret()))
                .toList());
        var named = config.webhooks().stream().map(each -> each.url().getHost()).collect(Collectors.toSet());
        var fetcher = new Fetcher(config.site().url(), named, PATIENCE, clock);
        return new Herald(hooks, new Tidings(database), fetcher, clock);
    }

    /**
     * The API of a service that is built.
     *
     * @param perMinute how many calls of one token are answered in a minute
     */
    public static Api api(Staytuned service, Config config, int perMinute, InstantSource clock) {
        var mailroom = service.mailroom();
        var stages = new Stages(
                service.newsletters(),
                new Stages.Intake(
                        service.sources(), service.poller(), service.articles(),
                        new Inquiries(service.database()), new Decisions(service.database())),
                new Stages.Press(service.editor(), service.issues(), service.promises()),
                new Stages.Post(
                        service.outbox(), service.deliveries(), service.listings(), service.overviews(),
                        service.tallies()),
                new Stages.Readers(
                        service.subscribers(), service.readership().registrar(), service.readership().dossiers(),
                        mailroom.suppressions(), mailroom.events(), mailroom.figures()),
                service.herald());
        return new Api(
                new Api.Desk(
                        service.database(), service.office().tokens(), config.site().url().toString(), perMinute,
                        service.office().audit(), clock),
                stages);
    }

    /** What mail services tell of bounces; null where the config names none. */
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
}
