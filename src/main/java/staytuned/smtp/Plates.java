package staytuned.smtp;

import java.util.LinkedHashMap;
import java.util.Map;
import staytuned.mail.Mailing;

/** The plates of the mailings that went out last; each is made once, by the first who needs it. */
final class Plates {
    private static final int KEPT = 16;

    private final LinkedHashMap<Mailing, Plate> plates = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Mailing, Plate> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * The plate of a mailing.
     *
     * @throws IllegalArgumentException no mail can carry one of its headers
     */
    synchronized Plate of(Mailing mailing) {
        return plates.computeIfAbsent(mailing, Plate::new);
    }
}
