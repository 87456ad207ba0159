package staytuned.cli;

import org.jspecify.annotations.Nullable;
import staytuned.feedback.Clerk;
import staytuned.feedback.Events;
import staytuned.feedback.Mailbox;
import staytuned.feedback.Refusals;
import staytuned.feedback.Suppressions;

/**
 * What takes in what comes back.
 *
 * @param mailbox null where the config names none
 */
public record Mailroom(
        Clerk clerk, Events events, Suppressions suppressions, Refusals refusals, @Nullable Mailbox mailbox) {}
