package staytuned.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much a relay, a newsletter or a receiver allows.
 *
 * @param name under which all nodes count
 * @param rates all of them hold
 */
record Limit(String name, List<Rate> rates, @Nullable WarmUp warmUp) {
    boolean isNone() {
        return rates.isEmpty() && warmUp == null;
    }
}
