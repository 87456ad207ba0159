package staytuned.delivery;

import java.util.List;
import java.util.Map;
import staytuned.newsletter.Newsletter;

/**
 * How the letters of a newsletter go out.
 *
 * @param relays the names of those that carry it, each with its share; one whose share is 0 carries only what no other
 *     takes
 * @param rates all of them hold, for all relays and nodes together
 */
public record Route(Newsletter newsletter, Map<String, Integer> relays, InDoubt inDoubt, List<Rate> rates) {
    /** What its letters may not exceed. */
    Limit limit() {
        return new Limit("newsletter " + newsletter.key(), rates, null);
    }

    /** All by one relay, and what is in doubt again. */
    public static Route by(String relay, Newsletter newsletter) {
        return new Route(newsletter, Map.of(relay, 1), InDoubt.RESEND, List.of());
    }
}
