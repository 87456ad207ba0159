package staytuned;

import java.net.URI;
import java.nio.file.Files;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import staytuned.config.ApprovalSettings;
import staytuned.config.ApprovalSettings.Unanswered;
import staytuned.config.Auth;
import staytuned.config.Config;
import staytuned.config.ExportSettings;
import staytuned.config.FeedSettings;
import staytuned.config.FolderSettings;
import staytuned.config.LetterContent;
import staytuned.config.LetterSettings;
import staytuned.config.MailboxSettings;
import staytuned.config.NewsletterSettings;
import staytuned.config.PageSettings;
import staytuned.config.RelaySettings;
import staytuned.config.SendSettings;
import staytuned.config.SitemapSettings;
import staytuned.config.SourceSettings;
import staytuned.config.StopSettings;
import staytuned.db.Database;
import staytuned.delivery.Carrier;
import staytuned.delivery.Fleet;
import staytuned.delivery.InDoubt;
import staytuned.delivery.Notices;
import staytuned.delivery.Rate;
import staytuned.delivery.Route;
import staytuned.delivery.StopRule;
import staytuned.delivery.Terms;
import staytuned.delivery.WarmUp;
import staytuned.feedback.Account;
import staytuned.feedback.Sender;
import staytuned.mail.Address;
import staytuned.mail.Courier;
import staytuned.newsletter.Approval;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Stationery;
import staytuned.newsletter.Visibility;
import staytuned.schedule.Hours;
import staytuned.smtp.DkimKey;
import staytuned.smtp.Relay;
import staytuned.smtp.SmtpCourier;

/** What the config says, as the packages want to hear it: each knows plain values, and none the config. */
final class Settings {
    private Settings() {}

    static Newsletter newsletter(NewsletterSettings settings, long id) {
        return new Newsletter(
                id,
                settings.key(),
                settings.title(),
                settings.from(),
                settings.postalAddress(),
                settings.language(),
                settings.sources().stream().map(Settings::source).toList(),
                cadence(settings.send()),
                stationery(settings.letter()),
                Visibility.valueOf(settings.archive().name()));
    }

    private static Stationery stationery(LetterSettings settings) {
        var sponsor = settings.sponsor();
        return new Stationery(
                new Stationery.Look(settings.theme().name().toLowerCase(Locale.ROOT), settings.accent(),
                        settings.logo(), settings.font()),
                settings.content() == LetterContent.FULL,
                new Stationery.Lines(settings.subject(), settings.preheader()),
                settings.disclaimer(),
                sponsor == null ? null : new Stationery.Sponsor(sponsor.text(), sponsor.link()));
    }

    private static Newsletter.Source source(SourceSettings settings) {
        return switch (settings) {
            case FeedSettings feed ->
                new Newsletter.Feed(feed.url(), Newsletter.FullText.valueOf(feed.fullText().name()), feed.poll(),
                        feed.sendsFirstPoll(), feed.flood());
            case SitemapSettings map ->
                new Newsletter.Sitemap(map.url(), map.only(), map.poll(), map.sendsFirstPoll(), map.flood());
            case PageSettings page ->
                new Newsletter.Page(page.url(), page.poll(), page.sendsFirstPoll(), page.flood());
            case FolderSettings folder ->
                new Newsletter.Folder(folder.path(), folder.poll(), folder.sendsFirstPoll(), folder.flood());
            case ExportSettings export ->
                new Newsletter.Export(export.file(), export.poll(), export.sendsFirstPoll(), export.flood());
        };
    }

    /** The hosts that the config names: the only ones that may stand in a private network. */
    static Set<String> namedHosts(List<Newsletter> newsletters) {
        var calendars = calendars(newsletters).stream()
                .map(Hours.Listed::source)
                .filter(each -> each.matches("https?://.*"))
                .map(URI::create);
        var sources = newsletters.stream()
                .flatMap(each -> each.sources().stream())
                .flatMap(each -> switch (each) {
                    case Newsletter.Feed feed -> Stream.of(feed.url());
                    case Newsletter.Sitemap map -> Stream.of(map.url());
                    case Newsletter.Page page -> Stream.of(page.url());
                    case Newsletter.Folder _, Newsletter.Export _ -> Stream.<URI>empty();
                });
        return Stream.concat(calendars, sources)
                .map(URI::getHost)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The calendars of holidays that newsletters keep. */
    static List<Hours.Listed> calendars(List<Newsletter> newsletters) {
        return newsletters.stream()
                .flatMap(each -> each.cadence().times().hours().blackout().stream())
                .filter(Hours.Listed.class::isInstance)
                .map(Hours.Listed.class::cast)
                .toList();
    }

    private static Cadence cadence(SendSettings settings) {
        var missed = Cadence.Missed.valueOf(settings.missed().name());
        var edited = Cadence.Edited.valueOf(settings.edited().name());
        return new Cadence(settings.times(), settings.settle(), missed, edited, settings.coming(),
                settings.digest(), approval(settings.approval()));
    }

    private static @Nullable Approval approval(@Nullable ApprovalSettings settings) {
        return settings == null ? null
                : new Approval(settings.to(), settings.before(), settings.unanswered() == Unanswered.SEND);
    }

    /** What new readers get at once, by the id of their newsletter. */
    static Map<Long, Notices.Greeting> greetings(List<NewsletterSettings> settings, List<Newsletter> newsletters) {
        var greetings = new HashMap<Long, Notices.Greeting>();
        for (var i = 0; i < newsletters.size(); i++) {
            var its = settings.get(i).subscribe();
            greetings.put(newsletters.get(i).id(), new Notices.Greeting(its.welcome(), its.latest()));
        }
        return greetings;
    }

    /** The keys of the newsletters that anybody may subscribe to. */
    static Set<String> open(List<NewsletterSettings> settings) {
        return settings.stream()
                .filter(each -> each.subscribe().open())
                .map(NewsletterSettings::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    static Route route(NewsletterSettings settings, Newsletter newsletter) {
        return new Route(newsletter, settings.relays(), InDoubt.valueOf(settings.send().inDoubt().name()),
                rates(settings.rates()));
    }

    /** The newsletters as they write to their own people, by id. */
    static Map<Long, Sender> senders(Config config, List<Newsletter> newsletters, Fleet fleet) {
        var senders = new HashMap<Long, Sender>();
        for (var i = 0; i < newsletters.size(); i++) {
            var settings = config.newsletters().get(i);
            var bounces = config.bounces().address();
            // The one that carries most of its letters.
            var relay = Collections.max(settings.relays().entrySet(), Map.Entry.comparingByValue()).getKey();
            senders.put(newsletters.get(i).id(), new Sender(
                    settings.key(), settings.title(), settings.from(),
                    bounces == null ? settings.from().email() : bounces.email(), settings.replyTo(),
                    fleet.carrier(relay).courier()));
        }
        return senders;
    }

    /** Who gets the answers to each newsletter, by id. */
    static Map<Long, Address> replyTo(Map<Long, Sender> senders) {
        var replyTo = new HashMap<Long, Address>();
        senders.forEach((id, sender) -> {
            if (sender.replyTo() != null) replyTo.put(id, sender.replyTo());
        });
        return replyTo;
    }

    static StopRule stopRule(StopSettings settings) {
        return new StopRule(settings.bounces(), settings.refused(), settings.complaints());
    }

    static Carrier carrier(RelaySettings settings) {
        var relay = new Relay(
                settings.name(),
                settings.host(),
                settings.port(),
                Relay.Tls.valueOf(settings.tls().name()),
                login(settings),
                settings.messages() == null ? Integer.MAX_VALUE : settings.messages(),
                Relay.Timeouts.RFC_5321);
        var keys = settings.dkim().stream()
                .map(each -> new DkimKey(each.domain(), each.selector(), each.key(), each.from()))
                .toList();
        return new Carrier(settings.name(), new SmtpCourier(relay, keys), terms(settings));
    }

    static Database database(Config config) {
        var settings = config.database();
        var url = settings.url();
        return url == null
                ? Database.embedded(config.data())
                : Database.postgresql(url, settings.user(), settings.password());
    }

    static Map<String, Courier> couriers(Config config) {
        return config.relays().stream()
                .collect(Collectors.toMap(RelaySettings::name, each -> carrier(each).courier()));
    }

    private static Terms terms(RelaySettings settings) {
        var plan = settings.warmUp();
        var receivers = settings.receivers().entrySet().stream().collect(Collectors.toUnmodifiableMap(
                Map.Entry::getKey,
                each -> new Terms.Receiver(each.getValue().connections(), rates(each.getValue().rates()))));
        return new Terms(
                settings.connections(), rates(settings.rates()),
                plan == null ? null : new WarmUp(plan.from(), plan.days()), receivers);
    }

    private static List<Rate> rates(List<staytuned.config.Rate> settings) {
        return settings.stream().map(each -> new Rate(each.count(), each.per())).toList();
    }

    /** An access token lives for an hour or so: its file is read for each connection. */
    private static Relay.@Nullable Login login(RelaySettings settings) {
        var user = settings.user();
        var password = settings.password();
        if (user == null || password == null) return null;
        var file = settings.passwordFile();
        if (settings.auth() == Auth.PASSWORD) return new Relay.Login(user, false, () -> password);
        return new Relay.Login(user, true, () -> file == null ? password : Files.readString(file).strip());
    }

    static Account account(MailboxSettings settings) {
        return new Account(
                settings.imap() ? Account.Protocol.IMAP : Account.Protocol.POP3, settings.host(), settings.port(),
                Account.Tls.valueOf(settings.tls().name()), settings.user(), settings.password(), settings.folder());
    }
}
