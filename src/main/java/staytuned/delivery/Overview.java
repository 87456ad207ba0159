package staytuned.delivery;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an issue goes.
 *
 * @param counts deliveries by their status
 * @param leased how many of those that wait are in the hands of a node, by their status
 * @param later how many readers are still to get its articles in a digest, one for each article
 * @param twice how many readers may have got it more than once
 * @param lately how many the relay has taken since the time that was asked for
 * @param replies the last word of a relay about those of each status
 * @param receivers the receivers with the most readers, and their deliveries by status
 * @param nextDue when the first of those is due that nobody has in hand; null where none is, or an admin must decide
 */
public record Overview(
        Map<DeliveryStatus, Integer> counts,
        Map<DeliveryStatus, Integer> leased,
        int later,
        int twice,
        int lately,
        Map<DeliveryStatus, String> replies,
        Map<String, Map<DeliveryStatus, Integer>> receivers,
        @Nullable Instant nextDue) {

    /** How many are not settled yet. */
    public int open() {
        return counts.entrySet().stream()
                .filter(each -> each.getKey().isOpen())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
