package staytuned.delivery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All relays of this process, and which newsletters they carry. */
public final class Fleet {
    private final List<Carrier> carriers;
    private final Map<Long, Route> routes;
    private final Map<Long, Shares> shares;

    /**
     * @throws IllegalArgumentException a route names a relay that is not there
     */
    public Fleet(List<Carrier> carriers, List<Route> routes) {
        var named = carriers.stream().collect(Collectors.toMap(Carrier::name, Function.identity()));
        this.carriers = List.copyOf(carriers);
        this.routes = routes.stream().collect(Collectors.toMap(each -> each.newsletter().id(), Function.identity()));
        this.shares = routes.stream()
                .collect(Collectors.toMap(each -> each.newsletter().id(), each -> shares(named, each)));
    }

    private static Shares shares(Map<String, Carrier> carriers, Route route) {
        var weights = new LinkedHashMap<Carrier, Integer>();
        route.relays().forEach((name, weight) -> {
            var carrier = carriers.get(name);
            if (carrier == null) throw new IllegalArgumentException("there is no relay " + name);
            weights.put(carrier, weight);
        });
        return new Shares(weights);
    }

    /** A relay, by its name. */
    public Carrier carrier(String name) {
        return carriers.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    /** The newsletters that {@code carrier} carries, by their id. */
    Map<Long, Route> of(Carrier carrier) {
        return routes.values().stream()
                .filter(each -> each.relays().containsKey(carrier.name()))
                .collect(Collectors.toMap(each -> each.newsletter().id(), Function.identity()));
    }

    /** The relays of a newsletter, the one with the largest share first. */
    List<Carrier> inOrder(long newsletterId) {
        var route = Objects.requireNonNull(routes.get(newsletterId));
        return route.relays().entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(each -> carrier(each.getKey()))
                .toList();
    }

    /** How the relays of a newsletter divide its letters. */
    Shares shares(long newsletterId) {
        return Objects.requireNonNull(shares.get(newsletterId));
    }
}
