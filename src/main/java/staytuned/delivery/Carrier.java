package staytuned.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Courier;

/** A relay as the dispatcher sees it: who carries mail there, how much at once, and whether it takes any now. */
public final class Carrier {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final String name;
    private final Courier courier;
    private final Terms terms;
    private final Gates gates;
    private final Logbook logbook = new Logbook();
    private Duration pause = Duration.ZERO;
    private @Nullable Instant restsUntil;

    public Carrier(String name, Courier courier, Terms terms) {
        this.name = name;
        this.courier = courier;
        this.terms = terms;
        this.gates = new Gates(terms.connections(), receiver -> {
            var its = terms.receivers().get(receiver);
            return its == null ? terms.connections() : its.connections();
        });
    }

    String name() {
        return name;
    }

    /** Takes mails there. */
    public Courier courier() {
        return courier;
    }

    int connections() {
        return terms.connections();
    }

    /** How many letters of each receiver may be under way at once. */
    Gates gates() {
        return gates;
    }

    /** How its letters ended. */
    Logbook logbook() {
        return logbook;
    }

    /** What all letters together may not exceed. */
    Limit limit() {
        return new Limit(limitName(name), terms.rates(), terms.warmUp());
    }

    /** Under which name the letters of a relay are counted. */
    public static String limitName(String relay) {
        return "relay " + relay;
    }

    /** What the letters to some receivers may not exceed. */
    Map<String, Limit> limits() {
        return terms.receivers().entrySet().stream().collect(Collectors.toMap(
                Map.Entry::getKey,
                each -> new Limit(limitName(name) + " receiver " + each.getKey(), each.getValue().rates(), null)));
    }

    synchronized boolean rests(Instant now) {
        return restsUntil != null && restsUntil.isAfter(now);
    }

    /**
     * The relay takes no mail: it is left alone, longer each time, and the end of the rest is given back.
     *
     * @param longest whether there is no hope that it gets better by itself
     */
    synchronized Instant rest(Instant now, Retry retry, boolean longest) {
        if (restsUntil == null || !restsUntil.isAfter(now)) {
            var longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
            pause = longest || longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
            restsUntil = now.plus(retry.jittered(pause));
        }
        return restsUntil;
    }

    /** Whether it took what it got last; what has rested has yet to prove that. */
    synchronized boolean isHealthy() {
        return pause.isZero();
    }

    /** The relay has taken a message. */
    synchronized void works() {
        pause = Duration.ZERO;
        restsUntil = null;
    }
}
