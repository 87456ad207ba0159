package staytuned;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import staytuned.article.Articles;
import staytuned.article.Fetcher;
import staytuned.article.Poller;
import staytuned.article.Sources;
import staytuned.cli.Builder;
import staytuned.cli.Cli;
import staytuned.cli.Service;
import staytuned.config.Config;
import staytuned.config.FeedSettings;
import staytuned.config.FolderSettings;
import staytuned.config.NewsletterSettings;
import staytuned.config.RelaySettings;
import staytuned.config.SendSettings;
import staytuned.config.SourceSettings;
import staytuned.db.Database;
import staytuned.delivery.Carrier;
import staytuned.delivery.Composer;
import staytuned.delivery.Deliveries;
import staytuned.delivery.Dispatcher;
import staytuned.delivery.Nodes;
import staytuned.delivery.Outbox;
import staytuned.delivery.Pace;
import staytuned.delivery.Retry;
import staytuned.issue.Editor;
import staytuned.issue.Issues;
import staytuned.issue.SiteLinks;
import staytuned.issue.Typesetter;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.schedule.Schedule;
import staytuned.smtp.Relay;
import staytuned.smtp.SmtpCourier;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;
import staytuned.web.Inbox;
import staytuned.web.Pages;
import staytuned.web.Site;

/** Builds everything, top to bottom, and starts it. */
public final class Main implements Builder {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration BEAT = Duration.ofSeconds(10);

    public static void main(String[] args) {
        // Libraries that log by java.util.logging say what they have to say in the same place as the others.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(new Cli(new Main(), System.getenv(), System.out, System.err).run(args));
    }

    @Override
    public Service open(Config config) {
        var clock = InstantSource.system();
        var random = new SecureRandom();
        var site = config.site().url().toString();
        makeFolder(config.data());
        var templates = new Templates(config.templates());
        templates.check();
        var database = database(config);

        var registry = new Newsletters(database);
        var newsletters = config.newsletters().stream()
                .map(each -> newsletter(each, registry.register(each.key(), clock.instant())))
                .toList();

        var articles = new Articles(database);
        var fetcher = new Fetcher(config.site().url(), feedHosts(newsletters), Fetcher.Limits.USUAL, clock);
        var poller = new Poller(newsletters, new Sources(database), articles, fetcher, clock);

        var links = new SiteLinks(site);
        var issues = new Issues(database);
        var typesetter = new Typesetter(templates, links);
        var editor = new Editor(
                new Editor.Desk(database, registry, articles, issues, typesetter), links, newsletters, clock);

        var subscribers = new Subscribers(database, clock);
        var unsubscribe = new UnsubscribeLinks(site, secret(config, random));

        var deliveries = new Deliveries(database);
        var outbox = new Outbox(database, issues, deliveries, clock);
        var composer = new Composer(issues, unsubscribe);
        var nodes = new Nodes(database, deliveries, clock);
        var carriers = config.relays().stream().map(Main::carrier).toList();
        var dispatcher = new Dispatcher(
                new Dispatcher.Desk(database, issues, deliveries, composer, nodes, Retry.standard(random), clock),
                carriers,
                newsletters);

        var pages = new Pages(
                new Pages.Shelf(newsletters, issues, articles, subscribers, unsubscribe, links, templates));
        return new Service(
                database, newsletters, fetcher, poller, articles, editor, typesetter, issues, subscribers, deliveries,
                outbox, composer, nodes, dispatcher, pages);
    }

    @Override
    public AutoCloseable start(Service service, Config config, @Nullable Inbox inbox) {
        service.nodes().join(config.database().url() == null);
        var https = "https".equals(config.site().url().getScheme());
        var site = new Site(config.site().host(), config.site().port(), https, service.pages(), inbox);
        var schedule = new Schedule();
        // Nothing is assembled before the first poll: it may bring articles for a time that passed meanwhile.
        var polled = new AtomicBoolean();
        schedule.every(BEAT, "alive", service.nodes()::beat);
        schedule.every(TICK, "poll", () -> {
            service.poller().pollDue();
            polled.set(true);
        });
        schedule.every(TICK, "edit", () -> {
            if (polled.get()) service.editor().assembleDue();
            service.outbox().publishDue();
        });
        schedule.every(TICK, "send", () -> {
            service.dispatcher().dispatchDue();
            service.outbox().finishDue();
        });
        schedule.start();
        return () -> {
            service.dispatcher().stop();
            schedule.close();
            site.close();
            service.nodes().leave();
        };
    }

    private static Database database(Config config) {
        var settings = config.database();
        return settings.url() == null
                ? Database.embedded(config.data())
                : Database.postgresql(settings.url(), settings.user(), settings.password());
    }

    private static Newsletter newsletter(NewsletterSettings settings, long id) {
        return new Newsletter(
                id,
                settings.key(),
                settings.title(),
                settings.from(),
                settings.postalAddress(),
                settings.language(),
                settings.relay(),
                settings.sources().stream().map(Main::source).toList(),
                cadence(settings.send()));
    }

    private static Newsletter.Source source(SourceSettings settings) {
        return switch (settings) {
            case FeedSettings feed ->
                new Newsletter.Feed(feed.url(), feed.poll(), feed.sendsFirstPoll());
            case FolderSettings folder ->
                new Newsletter.Folder(folder.path(), folder.poll(), folder.sendsFirstPoll());
        };
    }

    /** The hosts that the config names: the only ones that may stand in a private network. */
    private static Set<String> feedHosts(List<Newsletter> newsletters) {
        return newsletters.stream()
                .flatMap(each -> each.sources().stream())
                .flatMap(each -> each instanceof Newsletter.Feed feed ? Stream.of(feed.url().getHost()) : Stream.empty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Cadence cadence(SendSettings settings) {
        var missed = Cadence.Missed.valueOf(settings.missed().name());
        return new Cadence(settings.cron(), settings.zone(), settings.settle(), missed);
    }

    private static Carrier carrier(RelaySettings settings) {
        var relay = new Relay(
                settings.name(),
                settings.host(),
                settings.port(),
                Relay.Tls.valueOf(settings.tls().name()),
                settings.user(),
                settings.password(),
                Relay.Timeouts.RFC_5321);
        var rate = settings.rate();
        var pace = rate == null ? Pace.unlimited() : new Pace(rate.count(), rate.per(), System::nanoTime);
        return new Carrier(settings.name(), new SmtpCourier(relay), settings.connections(), pace);
    }

    /** What the links are signed with: from the config, else made once and kept in the data folder. */
    private static String secret(Config config, SecureRandom random) {
        var given = config.site().secret();
        if (given != null) return given;
        var file = config.data().resolve("secret");
        try {
            if (!Files.exists(file)) {
                var bytes = new byte[32];
                random.nextBytes(bytes);
                var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
                Files.createFile(file, mine);
                Files.writeString(file, HexFormat.of().formatHex(bytes));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read or made; set site.secret in the config", e);
        }
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder " + folder + " cannot be made", e);
        }
    }
}
