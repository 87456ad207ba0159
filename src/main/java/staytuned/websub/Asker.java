package staytuned.websub;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.article.Hub;
import staytuned.article.Sources;
import staytuned.fetch.Fetcher;
import staytuned.fetch.Network;
import staytuned.fetch.Posted;
import staytuned.newsletter.Newsletter;

/** Asks hubs to push what feeds bring: anew before the lease ends, later and later where they do not answer. */
public final class Asker {
    private static final Logger LOG = LoggerFactory.getLogger(Asker.class);

    /** How long the hub is asked to push; it decides. */
    private static final Duration LEASE = Duration.ofDays(10);

    private static final Duration FIRST_WAIT = Duration.ofMinutes(10);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final double JITTER = 0.1;
    /** A hub that does not let us go is left without its consent: its callback answers 410 from the first moment. */
    private static final int FAREWELLS = 3;

    private final Desk desk;
    private final URI site;
    private final boolean wanted;
    private final List<Newsletter> newsletters;

    /** What it works with. */
    public record Desk(
            Subscriptions subscriptions, Sources sources, Fetcher fetcher, InstantSource clock, SecureRandom random) {}

    /**
     * Asks nobody yet.
     *
     * @param site the public address of the pages, where hubs find the callback
     * @param wanted whether hubs are asked at all; where not, those that push are told to stop
     */
    public Asker(Desk desk, URI site, boolean wanted, List<Newsletter> newsletters) {
        this.desk = desk;
        this.site = site;
        this.wanted = wanted;
        this.newsletters = List.copyOf(newsletters);
    }

    /** Asks each hub whose time has come; leaves those that no feed of the config announces any more. */
    public void askDue() {
        var now = desk.clock.instant();
        var announced = announced();
        for (var each : desk.subscriptions.list()) {
            var hub = announced.remove(each.sourceId());
            if (each.state() != Subscription.State.LEAVING && !each.hub().equals(hub)) leave(each, now);
        }
        announced.forEach((source, hub) -> desk.subscriptions.begin(source, hub, unguessable(), unguessable(), now));
        for (var each : desk.subscriptions.due(now)) ask(each, now);
    }

    /** The hubs of the config's feeds, by the source's row. */
    private Map<Long, Hub> announced() {
        var hubs = new HashMap<Long, Hub>();
        for (var newsletter : wanted ? newsletters : List.<Newsletter>of()) {
            var feeds = newsletter.sources().stream()
                    .filter(Newsletter.Feed.class::isInstance).map(Newsletter.Source::location).toList();
            for (var each : desk.sources.list(newsletter.id())) {
                if (each.hub() == null || each.endedAt() != null || !feeds.contains(each.location())) continue;
                hubs.put(each.id(), each.hub());
            }
        }
        return hubs;
    }

    private void leave(Subscription each, Instant now) {
        desk.subscriptions.database().run(tx -> {
            desk.subscriptions.ended(tx, each, Subscription.State.LEAVING, now, null);
            desk.sources.pushed(tx, each.sourceId(), null);
        });
    }

    private void ask(Subscription each, Instant now) {
        boolean leaving = each.state() == Subscription.State.LEAVING;
        if (leaving && (each.askedAt() == null || each.attempts() >= FAREWELLS)) {
            desk.subscriptions.remove(each);
            return;
        }
        var hub = URI.create(each.hub().url());
        if (!leaving && !Network.reaches(hub, site)) {
            desk.subscriptions.rest(each, now.plus(LONGEST_WAIT), "site.url " + site + " cannot be reached from there");
            return;
        }
        if (!desk.subscriptions.asking(each, now, now.plus(wait(each.attempts())))) return;
        switch (desk.fetcher.post(hub, form(each, leaving))) {
            case Posted.Accepted _ -> {}
            case Posted.Refused no -> {
                desk.subscriptions.refused(each, no.reason());
                if (each.attempts() == 0) LOG.warn("hub {} of {}: {}; polled as before, and asked again later",
                        each.hub().url(), each.hub().topic(), no.reason());
            }
        }
    }

    /** WebSub section 5.1 */
    private String form(Subscription each, boolean leaving) {
        var form = "hub.mode=" + (leaving ? "unsubscribe" : "subscribe")
                + "&hub.topic=" + encoded(each.hub().topic())
                + "&hub.callback=" + encoded(site + "/websub/" + each.token());
        return leaving ? form : form + "&hub.lease_seconds=" + LEASE.toSeconds() + "&hub.secret=" + each.secret();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** 256 bits. */
    private String unguessable() {
        var bytes = new byte[32];
        desk.random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Twice as long after each attempt, up to a day, give or take a tenth. */
    private Duration wait(int attempts) {
        var wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts, 10));
        var most = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
        return Duration.ofMillis((long) (most.toMillis() * desk.random.nextDouble(1 - JITTER, 1 + JITTER)));
    }
}
