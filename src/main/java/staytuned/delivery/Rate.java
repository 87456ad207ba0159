package staytuned.delivery;

import java.time.Duration;

/** At most {@code count} letters in each {@code period}. */
public record Rate(int count, Duration period) {
    /** Longer periods are counted; within shorter ones letters are spread evenly. */
    private static final Duration LONGEST_SPREAD = Duration.ofMinutes(1);
    private static final int SPANS = 24;

    boolean isSpread() {
        return period.compareTo(LONGEST_SPREAD) <= 0;
    }

    /** The pause between two letters where they are spread. */
    Duration pause() {
        return period.dividedBy(count);
    }

    /** What is counted together where letters are counted. */
    Duration span() {
        return period.dividedBy(SPANS);
    }
}
