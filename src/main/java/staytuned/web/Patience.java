package staytuned.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts by client what leads nowhere, in a memory of fixed size. Who guesses gets short answers; what is right is
 * answered whoever asks, so that nobody can shut out the readers behind one address.
 */
final class Patience {
    private static final int MOST = 30;
    private static final long MINUTE = 60_000_000_000L;
    private static final int CLIENTS = 10_000;

    private final LongSupplier nanos;
    /** The one that has not failed for longest stands first. */
    private final Map<String, Failures> clients = new LinkedHashMap<>();

    /** So many since then. */
    private record Failures(int count, long since) {}

    /** @param nanos a clock that only runs on, in nanoseconds */
    Patience(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Notes a request that led nowhere, and says whether the client has had more than 30 of these in a minute. */
    synchronized boolean failed(String client) {
        var now = nanos.getAsLong();
        var before = clients.remove(client);
        var next = before == null || now - before.since > MINUTE
                ? new Failures(1, now)
                : new Failures(Math.min(before.count + 1, MOST + 1), before.since);
        if (clients.size() == CLIENTS) clients.remove(clients.keySet().iterator().next());
        clients.put(client, next);
        return next.count > MOST;
    }
}
