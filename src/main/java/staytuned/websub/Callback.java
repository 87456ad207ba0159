package staytuned.websub;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.article.Poller;
import staytuned.article.Sources;
import staytuned.db.Tx;
import staytuned.fetch.Decoding;
import staytuned.text.Characters;

/** What hubs say to us: whether we meant it, that they will not, and what is new. */
public final class Callback {
    private static final Logger LOG = LoggerFactory.getLogger(Callback.class);

    /** A hub may take its time to ask back, and ask again where our answer was lost. */
    private static final Duration ASKS_BACK = Duration.ofDays(1);
    /** Where the hub names none. */
    private static final Duration LEASE = Duration.ofDays(1);

    private static final Duration LONGEST_LEASE = Duration.ofDays(30);
    private static final Duration DENIED = Duration.ofDays(7);

    private final Subscriptions subscriptions;
    private final Sources sources;
    private final Poller poller;
    private final InstantSource clock;

    public Callback(Subscriptions subscriptions, Sources sources, Poller poller, InstantSource clock) {
        this.subscriptions = subscriptions;
        this.sources = sources;
        this.poller = poller;
        this.clock = clock;
    }

    /**
     * What to answer where the hub asks whether we meant it (WebSub section 5.3) or says that it denies us (5.2): its
     * challenge as it came, or nothing but yes. None where we did not ask for just this.
     *
     * @param parameter gives a parameter of the query, such as hub.mode
     */
    public Optional<String> verify(String token, Function<String, Optional<String>> parameter) {
        var topic = parameter.apply("hub.topic");
        var found = subscriptions.find(token).filter(each -> topic.equals(Optional.of(each.hub().topic())));
        if (found.isEmpty()) return Optional.empty();
        var each = found.get();
        boolean leaving = each.state() == Subscription.State.LEAVING;
        var challenge = parameter.apply("hub.challenge").filter(text -> !text.isEmpty());
        return switch (parameter.apply("hub.mode").orElse("")) {
            case "subscribe" -> {
                if (leaving || !asked(each) || challenge.isEmpty()) yield Optional.empty();
                verified(each, lease(parameter.apply("hub.lease_seconds").orElse("")));
                yield challenge;
            }
            case "unsubscribe" -> {
                if (!leaving || challenge.isEmpty()) yield Optional.empty();
                subscriptions.remove(each);
                yield challenge;
            }
            case "denied" -> {
                if (leaving) subscriptions.remove(each);
                else denied(each, parameter.apply("hub.reason").orElse(""));
                yield Optional.of("");
            }
            default -> Optional.empty();
        };
    }

    private boolean asked(Subscription each) {
        return each.askedAt() != null && !clock.instant().isAfter(each.askedAt().plus(ASKS_BACK));
    }

    /** What the hub grants counts, not what was asked for. */
    private static Duration lease(String seconds) {
        if (!seconds.matches("0*[1-9]\\d{0,8}")) return LEASE;
        var lease = Duration.ofSeconds(Long.parseLong(seconds));
        return lease.compareTo(LONGEST_LEASE) < 0 ? lease : LONGEST_LEASE;
    }

    private void verified(Subscription each, Duration lease) {
        var now = clock.instant();
        subscriptions.database().run(tx -> {
            subscriptions.verified(tx, each, now.plus(lease), now.plus(lease.multipliedBy(3).dividedBy(4)));
            sources.pushed(tx, each.sourceId(), now.plus(lease));
        });
        LOG.info("hub {} pushes {} until {}", each.hub().url(), each.hub().topic(), now.plus(lease));
    }

    private void denied(Subscription each, String reason) {
        var says = "the hub denies it" + (reason.isBlank() ? "" : ": " + Characters.line(reason, 300));
        subscriptions.database().run((Tx tx) -> {
            subscriptions.ended(tx, each, Subscription.State.DENIED, clock.instant().plus(DENIED), says);
            sources.pushed(tx, each.sourceId(), null);
        });
        LOG.warn("hub {} of {}: {}; polled as before", each.hub().url(), each.hub().topic(), says);
    }

    /** Whether anything may be pushed to this address; where not, it is gone for good. */
    public boolean listens(String token) {
        return subscriptions.find(token)
                .filter(each -> each.state() != Subscription.State.LEAVING)
                .filter(each -> each.state() != Subscription.State.DENIED)
                .isPresent();
    }

    /**
     * Takes what was pushed; without a right signature, nothing (WebSub section 7.1).
     *
     * @param signature the header X-Hub-Signature
     */
    public void take(String token, @Nullable String signature, @Nullable String contentType, byte[] body) {
        var each = subscriptions.find(token)
                .filter(found -> found.state() == Subscription.State.VERIFIED)
                .orElse(null);
        if (each == null) return;
        if (!Signature.isRight(each.secret(), signature, body)) {
            LOG.warn("ignored what was pushed for {}: {}", each.hub().topic(),
                    signature == null ? "it is not signed" : "its signature is wrong");
            return;
        }
        int found = poller.push(each.sourceId(), Decoding.text(body, contentType));
        if (found > 0) LOG.info("hub {} has pushed {} new articles of {}", each.hub().url(), found, each.hub().topic());
    }
}
