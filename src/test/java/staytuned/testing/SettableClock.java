package staytuned.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock in the test's hands. */
public final class SettableClock implements InstantSource {
    private volatile Instant now;

    public SettableClock(String start) {
        this.now = Instant.parse(start);
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void set(String instant) {
        now = Instant.parse(instant);
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }
}
