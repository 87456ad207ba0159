package staytuned.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import staytuned.config.Config;
import staytuned.mail.Courier;
import staytuned.preflight.Finding;
import staytuned.web.Inbox;

/** Builds the service that a config describes, and sets it going. */
public interface Builder {
    Staytuned open(Config config);

    /**
     * What is wrong with a sample letter of each newsletter, by its key; fails where a template does not work.
     *
     * @param online whether its links, those of logo and sponsor, are asked
     */
    Map<String, List<Finding>> proof(Config config, boolean online);

    /** Who takes letters to each relay, by its name; they connect nowhere before they are told to. */
    Map<String, Courier> couriers(Config config);

    /** Makes this process known as one that sends, until the result is closed. */
    AutoCloseable alive(Staytuned service, Config config);

    /**
     * Starts every loop of {@code service} and its web server; closing the result ends them.
     *
     * @param inbox mailboxes to show beside the pages; null for none
     */
    AutoCloseable start(Staytuned service, Config config, @Nullable Inbox inbox);
}
