package staytuned.config;

import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * Who is told when something goes wrong.
 *
 * @param to by mail; null for nobody
 */
public record AlertSettings(@Nullable Address to) {
    static AlertSettings read(Section keys, BouncesSettings bounces) {
        var to = keys.maybe("to", Notation::address);
        if (to != null && bounces.takes(to)) {
            keys.mistake("to", "is the mailbox of bounces, which no person reads; name another");
        }
        return new AlertSettings(to);
    }
}
