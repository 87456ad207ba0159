package staytuned.template;

import java.time.Duration;

/**
 * How much one rendering may take.
 *
 * @param characters the longest output
 * @param time the longest time, looked at whenever the template writes something
 */
record Limits(int characters, Duration time) {
    /** Two million characters, twenty times what a receiver shows of a letter, and five seconds. */
    static final Limits DEFAULT = new Limits(2_000_000, Duration.ofSeconds(5));
}
