package staytuned.cli;

import org.jspecify.annotations.Nullable;
import staytuned.config.Config;
import staytuned.web.Inbox;

/** Builds the service that a config describes, and sets it going. */
public interface Builder {
    Service open(Config config);

    /**
     * Starts every loop of {@code service} and its web server; closing the result ends them.
     *
     * @param inbox mailboxes to show beside the pages; null for none
     */
    AutoCloseable start(Service service, Config config, @Nullable Inbox inbox);
}
