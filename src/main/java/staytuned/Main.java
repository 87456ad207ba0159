package staytuned;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import staytuned.admin.Office;
import staytuned.api.Api;
import staytuned.article.Articles;
import staytuned.article.Inquiries;
import staytuned.article.Poller;
import staytuned.article.Proofreader;
import staytuned.article.Sources;
import staytuned.cli.Builder;
import staytuned.cli.Cli;
import staytuned.cli.Readership;
import staytuned.cli.Review;
import staytuned.cli.Staytuned;
import staytuned.cli.Surroundings;
import staytuned.config.Config;
import staytuned.config.RelaySettings;
import staytuned.db.Database;
import staytuned.db.Secrets;
import staytuned.delivery.Carrier;
import staytuned.delivery.Collector;
import staytuned.delivery.Composer;
import staytuned.delivery.Deliveries;
import staytuned.delivery.Dispatcher;
import staytuned.delivery.Fleet;
import staytuned.delivery.Guard;
import staytuned.delivery.Headcounts;
import staytuned.delivery.Instances;
import staytuned.delivery.Listings;
import staytuned.delivery.Messenger;
import staytuned.delivery.Nodes;
import staytuned.delivery.Notices;
import staytuned.delivery.Outbox;
import staytuned.delivery.Overviews;
import staytuned.delivery.Proposer;
import staytuned.delivery.Receivers;
import staytuned.delivery.Retry;
import staytuned.delivery.ReturnPaths;
import staytuned.delivery.Route;
import staytuned.delivery.Scribe;
import staytuned.delivery.StopRule;
import staytuned.delivery.Survey;
import staytuned.delivery.Tallies;
import staytuned.feedback.Clerk;
import staytuned.feedback.Dossiers;
import staytuned.feedback.Events;
import staytuned.feedback.Suppressions;
import staytuned.fetch.Fetcher;
import staytuned.holiday.Almanac;
import staytuned.issue.Archives;
import staytuned.issue.Editor;
import staytuned.issue.Issues;
import staytuned.issue.PageKeys;
import staytuned.issue.Promises;
import staytuned.issue.Proposals;
import staytuned.issue.Reprinter;
import staytuned.issue.SiteLinks;
import staytuned.issue.Tracker;
import staytuned.issue.Typesetter;
import staytuned.mail.Courier;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Newsletters;
import staytuned.newsletter.Visibility;
import staytuned.outlook.Explainer;
import staytuned.outlook.Forecaster;
import staytuned.outlook.Outlook;
import staytuned.outlook.RunningSettings;
import staytuned.preflight.Finding;
import staytuned.preflight.Lookout;
import staytuned.preflight.Scout;
import staytuned.schedule.Schedule;
import staytuned.subscriber.AddressChanges;
import staytuned.subscriber.Consents;
import staytuned.subscriber.Registrar;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;
import staytuned.web.ArchivePages;
import staytuned.web.Inbox;
import staytuned.web.Pages;
import staytuned.web.PreferencePages;
import staytuned.web.ProposalPages;
import staytuned.web.Site;
import staytuned.web.SubscribePages;
import staytuned.websub.Asker;
import staytuned.websub.Callback;
import staytuned.websub.Subscriptions;

/** Builds everything, top to bottom, and starts it. */
public final class Main implements Builder {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration BEAT = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    /** An answer to who subscribes takes so long at least, so that its time does not tell whom we know. */
    private static final Duration ANSWER = Duration.ofMillis(200);
    private static final InstantSource CLOCK = InstantSource.system();

    private final InstantSource clock;

    public static void main(String[] args) {
        // Libraries that log by java.util.logging say what they have to say in the same place as the others.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        var around = new Surroundings(new Main(CLOCK), System.getenv(), CLOCK, System.out, System.err);
        System.exit(new Cli(around).run(args));
    }

    public Main(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Staytuned open(Config config) {
        return open(config, null);
    }

    /** What goes on when a service takes up another config: its database, its name, and what it knows of relays. */
    private record Heritage(Staytuned service, Config config) {
        Carrier carrier(RelaySettings settings) {
            return config.relays().contains(settings)
                    ? service.fleet().carrier(settings.name())
                    : Settings.carrier(settings);
        }
    }

    private Staytuned open(Config config, @Nullable Heritage before) {
        var random = new SecureRandom();
        var site = config.site().url().toString();
        makeFolder(config.data());
        var templates = new Templates(config.templates());
        templates.check();
        var database = before == null ? Settings.database(config) : before.service().database();

        var registry = new Newsletters(database);
        var newsletters = config.newsletters().stream()
                .map(each -> Settings.newsletter(each, registry.register(each.key(), clock.instant())))
                .toList();

        var routes = new ArrayList<Route>();
        for (var i = 0; i < newsletters.size(); i++) {
            routes.add(Settings.route(config.newsletters().get(i), newsletters.get(i)));
        }
        var fleet = new Fleet(
                config.relays().stream().map(before == null ? Settings::carrier : before::carrier).toList(), routes);
        var senders = Settings.senders(config, newsletters, fleet);

        var articles = new Articles(database);
        var fetcher = fetcher(config, newsletters);
        var sources = new Sources(database);
        var poller = new Poller(new Poller.Desk(sources, articles, fetcher, clock, random), newsletters);

        var subscriptions = new Subscriptions(database);
        var asker = new Asker(new Asker.Desk(subscriptions, sources, fetcher, clock, random), config.site().url(),
                config.websub(), newsletters);
        var callback = new Callback(subscriptions, sources, poller, clock);

        var given = config.site().secret();
        var secret = given == null ? new Secrets(database).get("links", random) : given;
        var unsubscribe = new UnsubscribeLinks(site, secret);
        var deliveries = new Deliveries(database);
        var mailbox = config.bounces().address();
        var returnPaths = mailbox == null ? null : new ReturnPaths(mailbox, secret);
        var desk = mailDesk(deliveries, database, returnPaths, unsubscribe);
        var mailroom = Returns.mailroom(desk, senders, config);
        var subscribers = mailroom.suppressions().subscribers();

        var closed = newsletters.stream()
                .filter(each -> each.archive() == Visibility.PRIVATE)
                .map(Newsletter::id)
                .collect(Collectors.toUnmodifiableSet());
        var links = new SiteLinks(site, new PageKeys(secret, closed));
        var issues = new Issues(database);
        var typesetter = new Typesetter(templates, links);
        newsletters.forEach(typesetter::rehearse);
        var promises = new Promises(database);
        var tracker = new Tracker(database, articles, promises, links, clock);
        var editor = new Editor(
                new Editor.Desk(
                        database, registry, articles, issues, typesetter, links,
                        config.deadLinks() ? new Scout(fetcher, config.site().url(), clock) : Lookout.NONE,
                        new Survey(subscribers)),
                tracker,
                new Proofreader(sources, articles, fetcher, clock), newsletters, clock);

        var readers = new Outbox.Readers(newsletters, Receivers.KNOWN.with(config.receivers()));
        var outbox = new Outbox(database, issues, deliveries, readers, clock);
        var composer = new Composer(unsubscribe, returnPaths, Settings.replyTo(senders));
        var collector = new Collector(database, registry, editor, newsletters, clock);
        var nodes = before == null ? new Nodes(database, deliveries, clock) : before.service().nodes();
        var rules = new HashMap<Long, StopRule>();
        for (var i = 0; i < newsletters.size(); i++) {
            rules.put(newsletters.get(i).id(), Settings.stopRule(config.newsletters().get(i).send().stop()));
        }
        var guard = new Guard(database, issues, rules);
        var dispatchers = config.relays().stream()
                .map(each -> new Dispatcher(
                        new Dispatcher.Desk(
                                database, issues, deliveries, composer, nodes, guard,
                                Retry.standard(each.giveUp(), random), clock),
                        fleet.carrier(each.name()), fleet))
                .toList();

        var confirm = unsubscribe.of("confirm");
        var notices = new Notices(database, issues, Settings.greetings(config.newsletters(), newsletters), clock);
        var scribe = new Scribe(new Scribe.Pens(templates, issues, confirm, unsubscribe, returnPaths, site));
        var messenger = new Messenger(
                new Messenger.Desk(
                        database, notices, scribe, subscribers, nodes, readers, Retry.standard(random), clock),
                fleet);
        var consents = new Consents(database);
        var registrar =
                new Registrar(new Registrar.Desk(database, subscribers, consents, confirm, notices, clock));
        var subscribePages = new SubscribePages(new SubscribePages.Desk(
                newsletters, Settings.open(config.newsletters()), registrar, templates,
                new SubscribePages.Policy(site, config.site().origins(), config.site().proxies(), ANSWER, clock)));
        var reprinter = new Reprinter(
                new Reprinter.Desk(database, issues, articles, tracker, typesetter, links));
        var archive = new ArchivePages(
                new ArchivePages.Shelf(newsletters, new Archives(database), reprinter, links, templates));
        var shelf = new Pages.Shelf(newsletters, issues, articles, subscribers, unsubscribe, links, templates);
        var pages = new Pages(shelf, archive);
        var changes = new AddressChanges(database, clock, subscribers, notices);
        var dossiers = new Dossiers(database, mailroom.suppressions(), clock);
        var readership = new Readership(
                new PreferencePages(new PreferencePages.Desk(shelf, dossiers, changes, clock)), dossiers, registrar);
        var instances =
                before == null ? new Instances(database, issues, config.data()) : before.service().instances();
        var inquiries = new Inquiries(database);
        var forecaster = new Forecaster(
                new Forecaster.Desk(
                        registry, inquiries, sources, issues, new Headcounts(database), instances,
                        each -> subscribers.zones(each.id(), each.cadence().zone())),
                clock);
        var explainer = new Explainer(
                new Explainer.Desk(inquiries, sources, issues, new Tallies(database), forecaster), newsletters);
        return new Staytuned(
                database, newsletters, fetcher, sources, poller, articles, editor, typesetter, issues, promises,
                subscribers, deliveries, new Tallies(database), new Overviews(database), new Listings(database), outbox,
                collector, composer, mailroom, nodes, guard, instances,
                dispatchers, pages, readership, asker, callback, messenger, subscribePages,
                review(
                        new Proposer.Desk(
                                new Proposals(database, issues), issues, composer, templates,
                                unsubscribe.of("approve"), site, clock),
                        newsletters, outbox, fleet),
                new Almanac(database, fetcher, Settings.calendars(newsletters), clock),
                new Outlook(forecaster, explainer, new RunningSettings(database)),
                before == null ? Office.in(database, clock, random) : before.service().office(),
                Programs.herald(config, database, clock), fleet);
    }

    private Review review(Proposer.Desk desk, List<Newsletter> newsletters, Outbox outbox, Fleet fleet) {
        var pages = new ProposalPages(
                new ProposalPages.Desk(
                        desk.proposals(), desk.issues(), outbox, desk.approve(), desk.hold(), desk.templates(), clock),
                newsletters);
        return new Review(desk.proposals(), new Proposer(desk, newsletters, fleet), pages);
    }

    @Override
    public Map<String, List<Finding>> proof(Config config, boolean online) {
        var templates = new Templates(config.templates());
        templates.check();
        var newsletters = config.newsletters().stream().map(each -> Settings.newsletter(each, 0)).toList();
        var typesetter = new Typesetter(templates, new SiteLinks(config.site().url().toString()));
        var found = new LinkedHashMap<String, List<Finding>>();
        try (var fetcher = fetcher(config, newsletters)) {
            var lookout = online ? new Scout(fetcher, config.site().url(), clock) : Lookout.NONE;
            for (var each : newsletters) found.put(each.key(), typesetter.rehearse(each, lookout));
        }
        return found;
    }

    @Override
    public Map<String, Courier> couriers(Config config) {
        return Settings.couriers(config);
    }

    private Fetcher fetcher(Config config, List<Newsletter> newsletters) {
        return new Fetcher(config.site().url(), Settings.namedHosts(newsletters), Fetcher.Limits.USUAL, clock);
    }

    @Override
    public Running start(Staytuned first, Config config, @Nullable Inbox inbox) {
        var hands = new Work.Hands() {
            @Override
            public Staytuned rebuild(Staytuned before, Config was, Config wanted) {
                proof(wanted, false); // fails before anything is built
                var service = open(wanted, new Heritage(before, was));
                service.almanac().readDue();
                return service;
            }

            @Override
            public Site.Doors doors(Staytuned service, Config settings) {
                return Main.this.doors(service, settings, inbox);
            }

            @Override
            public AutoCloseable bounces(Staytuned service, Config settings) {
                return Returns.taken(service.mailroom(), settings.bounces());
            }
        };
        var https = "https".equals(config.site().url().getScheme());
        var site = new Site(config.site().host(), config.site().port(), https, doors(first, config, inbox));
        var schedule = new Schedule(clock);
        var monitor = Monitor.start(first, config, schedule, site, clock);
        var place = new Work.Place(schedule, site, monitor, alive(first, config));
        var work = new Work(first, config, hands, place, clock);
        first.almanac().readDue(); // before anything is assembled
        // Nothing is assembled before the first poll: it may bring articles for a time that passed meanwhile.
        var polled = new AtomicBoolean();
        work.every(TICK, "poll", service -> {
            service.poller().pollDue();
            polled.set(true);
        });
        work.every(MINUTE, "holidays", service -> service.almanac().readDue());
        work.every(BEAT, "ask hubs", service -> service.asker().askDue());
        work.every(TICK, "guard", service -> service.guard().watchDue());
        work.every(TICK, "edit", service -> {
            if (polled.get()) service.editor().assembleDue();
            service.collector().collectDue();
            service.outbox().publishDue();
            service.outbox().finishDue();
        });
        work.every(TICK, "show to editors", Staytuned::proposeDue);
        work.every(TICK, "notices", service -> service.messenger().sendDue());
        work.every(HOUR, "old notices", service -> service.messenger().forgetOld());
        work.every(HOUR, "old answers", service -> Api.forgetOld(service.database(), clock));
        work.every(BEAT, "refusals", service -> service.mailroom().refusals().takeDue());
        work.every(MINUTE, "replies and alarm", Staytuned::writeDue);
        work.every(TICK, "webhooks", Staytuned::tellDue);
        work.start();
        return work;
    }

    private Site.Doors doors(Staytuned service, Config config, @Nullable Inbox inbox) {
        return Site.Doors.of(service.pages())
                .with(inbox)
                .with(service.callback())
                .with(Programs.webhooks(service, config.bounces()))
                .with(service.subscribePages())
                .with(service.readership().preferences())
                .with(Rooms.desk(service, config, clock))
                .with(Map.of(Api.ROOT, Programs.api(service, config, Programs.PER_MINUTE, clock)))
                .with(service.review().pages())
                .behind(config.site().proxies());
    }

    private Clerk.Desk mailDesk(
            Deliveries deliveries, Database database, @Nullable ReturnPaths returnPaths, UnsubscribeLinks links) {
        return new Clerk.Desk(
                database, new Events(database), new Suppressions(database, clock), deliveries, returnPaths, links,
                clock);
    }

    @Override
    public AutoCloseable alive(Staytuned service, Config config) {
        service.instances().start();
        service.outlook().settings().takeUp(config.settings(), clock.instant());
        service.nodes().join(config.database().embedded());
        var schedule = new Schedule(clock);
        schedule.every(BEAT, "alive", service.nodes()::beat);
        schedule.every(BEAT, "epoch", service.instances()::advance);
        schedule.start();
        return () -> {
            schedule.close();
            service.nodes().leave();
            service.instances().end();
        };
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder " + folder + " cannot be made: " + e.getMessage(), e);
        }
    }
}
