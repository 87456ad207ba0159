package staytuned.cli;

import org.jspecify.annotations.Nullable;
import staytuned.feedback.Alarm;
import staytuned.feedback.Clerk;
import staytuned.feedback.Events;
import staytuned.feedback.Figures;
import staytuned.feedback.Forwarder;
import staytuned.feedback.Mailbox;
import staytuned.feedback.Refusals;
import staytuned.feedback.Replies;
import staytuned.feedback.Suppressions;

/**
 * What takes in what comes back.
 *
 * @param mailbox null where the config names none
 */
public record Mailroom(
        Clerk clerk,
        Events events,
        Replies replies,
        Suppressions suppressions,
        Refusals refusals,
        Figures figures,
        Alarm alarm,
        Forwarder forwarder,
        @Nullable Mailbox mailbox) {}
