package staytuned;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.cli.Staytuned;
import staytuned.config.Config;

/** A service from the moment at which it takes up its config until another has done so and nothing uses it any more. */
final class Tenure {
    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);

    private final Staytuned service;
    private final Config config;
    private int users;
    private boolean over;

    Tenure(Staytuned service, Config config) {
        this.service = service;
        this.config = config;
    }

    Staytuned service() {
        return service;
    }

    Config config() {
        return config;
    }

    /** Uses it until {@link #leave}; false where another has taken its place. */
    synchronized boolean enter() {
        if (over) return false;
        users++;
        return true;
    }

    void leave() {
        if (left()) end();
    }

    private synchronized boolean left() {
        users--;
        return isOver();
    }

    /** Another has taken its place: who uses it finishes what they do. */
    void retire() {
        if (retired()) end();
    }

    private synchronized boolean retired() {
        over = true;
        return isOver();
    }

    /** Whether nothing uses it any more. */
    synchronized boolean isOver() {
        return over && users == 0;
    }

    private void end() {
        try {
            service.retire();
        } catch (RuntimeException e) {
            LOG.warn("the config before did not end cleanly: {}", e.getMessage());
        }
    }
}
