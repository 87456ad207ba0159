package staytuned.newsletter;

import java.time.Duration;
import java.util.List;
import staytuned.mail.Address;

/**
 * Who sees a letter before it goes out, and may keep it from going.
 *
 * @param editors one at least
 * @param before how long before
 * @param sends whether it goes out when none of them answers; else it is held
 */
public record Approval(List<Address> editors, Duration before, boolean sends) {
    public Approval {
        editors = List.copyOf(editors);
    }
}
