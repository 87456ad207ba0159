package staytuned.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this node has in hand, for one shift, of all the limits that the letters of a relay meet. */
final class Allowances {
    private final Limits limits;
    private final Allowance relay;
    private final Map<String, Allowance> receivers = new HashMap<>();
    private final Map<Long, Allowance> newsletters = new HashMap<>();

    Allowances(Limits limits, Carrier carrier) {
        this.limits = limits;
        this.relay = new Allowance(limits, carrier.limit());
        carrier.limits().forEach((receiver, limit) -> receivers.put(receiver, new Allowance(limits, limit)));
    }

    private Allowance of(Route route) {
        return newsletters.computeIfAbsent(route.newsletter().id(), _ -> new Allowance(limits, route.limit()));
    }

    /** Whether a letter of this newsletter to this receiver may go now. */
    boolean isOpen(Route route, String receiver, long now) {
        var its = receivers.get(receiver);
        return (its == null || its.isOpen(now)) && of(route).isOpen(now) && relay.isOpen(now);
    }

    /** Whether it is known that none of a newsletter's letters may go now. */
    boolean isShut(Route route, long now) {
        return relay.isShut(now) || of(route).isShut(now);
    }

    /** The receivers of which it is known that none of their letters may go now. */
    Set<String> shut(long now) {
        return receivers.entrySet().stream()
                .filter(each -> each.getValue().isShut(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Such a letter goes. */
    void spend(Route route, String receiver, long now) {
        var its = receivers.get(receiver);
        if (its != null) its.spend(now);
        of(route).spend(now);
        relay.spend(now);
    }

    /** When the next of what is shut opens; {@link Long#MAX_VALUE} where nothing is shut. */
    long opens(long now) {
        return all().filter(each -> each.isShut(now)).mapToLong(Allowance::opens).min().orElse(Long.MAX_VALUE);
    }

    void giveBack() {
        all().forEach(Allowance::giveBack);
    }

    private Stream<Allowance> all() {
        return Stream.of(Stream.of(relay), newsletters.values().stream(), receivers.values().stream())
                .flatMap(each -> each);
    }
}
