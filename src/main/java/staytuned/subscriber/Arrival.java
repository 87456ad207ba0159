package staytuned.subscriber;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom a list brings to a newsletter, and what the list says about them.
 *
 * @param reason why they must not be mailed, by no newsletter; null where nothing is said against it
 * @param source where it came from, such as "admin" or "import readers.csv"
 * @param since when they came; null where nobody knows
 * @param confirmedAt when they confirmed that they want letters; null where they have not, or nobody knows
 * @param leftAt when they left; null where they have not, or nobody knows
 */
public record Arrival(
        Person person,
        Status status,
        @Nullable Reason reason,
        String source,
        @Nullable Instant since,
        @Nullable Instant confirmedAt,
        @Nullable Instant leftAt,
        Choices choices) {
    /** Somebody of whom nothing else is known. */
    static Arrival of(Person person, Status status, String source) {
        return new Arrival(person, status, null, source, null, null, null, Choices.NONE);
    }

    /** The same, when a list of ours says that they must not be mailed; who has left has left. */
    Arrival suppressed(Instant now) {
        if (status != Status.CONFIRMED && status != Status.UNCONFIRMED) return this;
        var confirmed = status == Status.CONFIRMED && confirmedAt == null ? now : confirmedAt;
        return new Arrival(person, Status.SUPPRESSED, null, source, since, confirmed, leftAt, choices);
    }

    /** Of two rows about the same person the one that asks for fewer letters; the first, where both are alike. */
    static Arrival stricter(Arrival one, Arrival other) {
        var more = other.status.compareTo(Status.SUPPRESSED) >= 0 && other.status.compareTo(one.status) > 0 ? other : one;
        return more.because(one.reason == null ? other.reason : one.reason);
    }

    private Arrival because(@Nullable Reason why) {
        return new Arrival(person, status, why, source, since, confirmedAt, leftAt, choices);
    }
}
