package staytuned.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What holds for one receiver at one relay.
 *
 * @param connections how many letters of it may be under way at once
 * @param rates all of them hold
 */
public record ReceiverTerms(int connections, List<Rate> rates) {
    /** Those of all receivers that are named, each in a map of its own. */
    static Map<String, ReceiverTerms> read(Section receivers, int most) {
        var terms = new LinkedHashMap<String, ReceiverTerms>();
        for (var name : receivers.names()) {
            receivers.check(name, Notation::receiver);
            terms.put(name, receivers.in(name, each -> one(each, most)));
        }
        return Collections.unmodifiableMap(terms);
    }

    private static ReceiverTerms one(Section keys, int most) {
        return new ReceiverTerms(keys.or("connections", most, text -> Notation.whole(text, 1, most)), Rate.read(keys));
    }
}
