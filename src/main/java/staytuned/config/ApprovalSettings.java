package staytuned.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * Who sees letters before they go out.
 *
 * @param to the editors, one at least
 * @param before how long before
 * @param unanswered what happens when none of them answers
 */
public record ApprovalSettings(List<Address> to, Duration before, Unanswered unanswered) {
    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** What happens to a letter that nobody has said anything about. */
    public enum Unanswered {
        SEND,
        HOLD
    }

    static @Nullable ApprovalSettings read(Section keys) {
        var to = keys.values("to", Notation::address);
        if (to.isEmpty() && !keys.has("to")) keys.need("to", "editor@example.org", Notation::address);
        var known = new HashSet<String>();
        for (var each : to) {
            if (!known.add(each.email())) keys.mistake("to", each.email() + " stands here twice; keep one of them");
        }
        var before = keys.or("before", Duration.ofMinutes(30), ApprovalSettings::before);
        var unanswered = keys.or("default", Unanswered.SEND, text -> Notation.word(Unanswered.class, text));
        return to.isEmpty() ? null : new ApprovalSettings(to, before, unanswered);
    }

    private static Duration before(String text) {
        var before = Notation.duration(text, SHORTEST);
        if (before.compareTo(LONGEST) <= 0) return before;
        throw new IllegalArgumentException(Notation.shown(text) + " is too long; write 1d or less");
    }
}
