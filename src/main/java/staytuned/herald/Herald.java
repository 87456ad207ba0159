package staytuned.herald;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.fetch.Fetcher;
import staytuned.fetch.Posted;

/**
 * Tells what is due. Whoever does not answer with 2xx is told again, later and later, with the same id, so that who has
 * heard it already knows that; who answers 410 is told nothing more.
 */
public final class Herald implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Herald.class);
    private static final int AT_ONCE = 20;
    /** Longer than the longest call, so that no other node makes it meanwhile. */
    private static final Duration LEASE = Duration.ofMinutes(2);
    /** How long it waits after each attempt that failed; after the last it is given up. */
    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(2),
            Duration.ofHours(5), Duration.ofHours(10), Duration.ofHours(10));

    private static final String GONE = "HTTP 410";

    private final Hooks hooks;
    private final Tidings tidings;
    private final Fetcher fetcher;
    private final InstantSource clock;

    /**
     * One that calls by {@code fetcher}.
     *
     * @param fetcher goes into private networks only to hosts that the config names
     */
    public Herald(Hooks hooks, Tidings tidings, Fetcher fetcher, InstantSource clock) {
        this.hooks = hooks;
        this.tidings = tidings;
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /** Tells what is due, and says how much of it was heard. */
    public int tellDue() {
        var due = tidings.claim(AT_ONCE, LEASE);
        if (due.isEmpty()) return 0;
        tidings.forget();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var heard = due.stream()
                    .map(each -> CompletableFuture.supplyAsync(() -> tell(each), threads))
                    .toList();
            return (int) heard.stream().filter(CompletableFuture::join).count();
        }
    }

    /** Those who are told. */
    public Hooks hooks() {
        return hooks;
    }

    /** What they are told. */
    public Tidings tidings() {
        return tidings;
    }

    @Override
    public void close() {
        fetcher.close();
    }

    private boolean tell(Tidings.Tiding tiding) {
        var hook = hooks.find(tiding.hookId()).filter(each -> each.removedAt() == null);
        if (hook.isEmpty()) {
            tidings.giveUp(tiding, "the webhook was removed");
            return false;
        }
        var posted = fetcher.tell(hook.get().url(), tiding.body(), headers(tiding, hook.get()));
        switch (posted) {
            case Posted.Accepted _ -> tidings.told(tiding);
            case Posted.Refused refused when refused.reason().startsWith(GONE) -> {
                LOG.warn("webhook {}: wants to be told no more ({})", hook.get().id(), GONE);
                tidings.giveUp(tiding, refused.reason());
                hooks.remove(hook.get().id());
            }
            case Posted.Refused refused when tiding.attempts() < WAITS.size() ->
                tidings.later(tiding, WAITS.get(tiding.attempts()), refused.reason());
            case Posted.Refused refused -> {
                LOG.warn("webhook {}: {} is given up: {}", hook.get().id(), tiding.messageId(), refused.reason());
                tidings.giveUp(tiding, refused.reason());
            }
        }
        return posted instanceof Posted.Accepted;
    }

    /** Standard Webhooks 1.0, "Webhook headers". */
    private Map<String, String> headers(Tidings.Tiding tiding, Hook hook) {
        var now = clock.instant();
        return Map.of(
                "webhook-id", tiding.messageId(),
                "webhook-timestamp", String.valueOf(now.getEpochSecond()),
                "webhook-signature", hook.secret().signature(tiding.messageId(), now, tiding.body()));
    }
}
