package staytuned.delivery;

import java.util.Map;
import staytuned.newsletter.Newsletter;

/**
 * How the letters of a newsletter go out.
 *
 * @param relays the names of those that carry it, each with its share; one whose share is 0 carries only what no other
 *     takes
 */
public record Route(Newsletter newsletter, Map<String, Integer> relays, InDoubt inDoubt) {
    /** All by one relay, and what is in doubt again. */
    public static Route by(String relay, Newsletter newsletter) {
        return new Route(newsletter, Map.of(relay, 1), InDoubt.RESEND);
    }
}
