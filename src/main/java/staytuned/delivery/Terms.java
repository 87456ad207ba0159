package staytuned.delivery;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much a relay carries.
 *
 * @param connections how many at once, from each node
 * @param rates all of them hold, for all nodes together
 * @param receivers what holds besides for some receivers, by their names
 */
public record Terms(
        int connections, List<Rate> rates, @Nullable WarmUp warmUp, Map<String, Receiver> receivers) {
    /**
     * How much of that may be for one receiver.
     *
     * @param connections no more than of the relay count
     */
    public record Receiver(int connections, List<Rate> rates) {}

    /** No limit but that of connections. */
    public static Terms of(int connections) {
        return new Terms(connections, List.of(), null, Map.of());
    }
}
