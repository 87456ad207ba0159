package staytuned.feedback;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Tx;
import staytuned.feedback.Kept.State;
import staytuned.mail.Address;

/**
 * Takes in what people write back, for those who answer for the newsletter. What a program has written is none of it
 * (RFC 3834 section 2), so that nothing goes round in circles.
 */
public final class Letterbox {
    private static final Logger LOG = LoggerFactory.getLogger(Letterbox.class);

    /** Stands in what we forward: it is not forwarded again, whichever way it comes back. */
    static final String OURS = "X-Staytuned-Forwarded";

    /** So many of a newsletter, and of one letter, are forwarded in a day; more are only kept. */
    private static final int MOST = 100;

    private static final int MOST_OF_ONE = 10;
    private static final Duration DAY = Duration.ofDays(1);

    /** A larger one is forwarded in words. */
    private static final int LARGEST = 1_000_000;

    private static final int LONGEST_WORDS = 20_000;
    private static final int LONGEST_SUBJECT = 500;
    private static final int LONGEST_ADDRESS = 320;
    /** RFC 5321 section 6.3: a mail that has passed so many servers goes in circles. */
    private static final int MOST_SERVERS = 50;

    private static final Pattern BULK = Pattern.compile("(?i)bulk|list|junk|auto_reply");
    private static final Pattern PROGRAM =
            Pattern.compile("(?i)(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+-].*)?@.*");
    /** What no database keeps: NUL, and halves of characters. */
    private static final Pattern UNKEPT = Pattern.compile("[\\x00\\p{Cs}]");

    private static final List<String> MACHINES = List.of(
            OURS, "List-Id", "List-Unsubscribe", "List-Post", "X-Autoreply", "X-Autorespond", "X-Loop");

    private final Replies replies;
    private final Map<Long, Sender> senders;
    private final InstantSource clock;

    /**
     * @param senders the newsletters, by id
     */
    public Letterbox(Replies replies, Map<Long, Sender> senders, InstantSource clock) {
        this.replies = replies;
        this.senders = senders;
        this.clock = clock;
    }

    /** Whether a person has written this, as far as one can see. */
    static boolean isPersonal(Incoming mail) {
        var from = from(mail);
        var automatic = mail.header("Auto-Submitted").strip();
        return from != null
                && !PROGRAM.matcher(from).matches()
                && (automatic.isEmpty() || automatic.equalsIgnoreCase("no"))
                && !BULK.matcher(mail.header("Precedence").strip()).matches()
                && !mail.header("Return-Path").replace(" ", "").equals("<>")
                && MACHINES.stream().allMatch(each -> mail.headers(each).isEmpty())
                && mail.headers("Received").size() <= MOST_SERVERS
                && mail.pieces().stream().noneMatch(each -> each.level() == 0 && isReport(each));
    }

    private static boolean isReport(Incoming.Piece piece) {
        return piece.is("message/delivery-status", "message/global-delivery-status", "message/feedback-report",
                "message/disposition-notification");
    }

    private static @Nullable String from(Incoming mail) {
        var found = Addresses.in(mail.header("From"));
        return found.isEmpty() || found.getLast().length() > LONGEST_ADDRESS ? null : found.getLast();
    }

    /**
     * Takes in what {@link #isPersonal a person} wrote, and says whether it is new.
     *
     * @param newsletterId null where it bears no token of ours, as {@code deliveryId}
     */
    boolean take(Tx tx, byte[] mail, Incoming incoming, @Nullable Long newsletterId, @Nullable Long deliveryId) {
        var from = String.valueOf(from(incoming));
        var written = new Written(
                newsletterId, deliveryId, from, Address.oneLine(incoming.header("Subject"), LONGEST_SUBJECT),
                words(incoming), mail.length > LARGEST ? null : mail, clock.instant());
        var reason = reason(tx, written);
        var state = reason == null ? State.WAITING : State.KEPT;
        var isNew = replies.keep(tx, fingerprint(mail, incoming, from), written, state, reason);
        if (isNew) {
            LOG.info("somebody wrote back{}: {}", deliveryId == null ? "" : ", to delivery " + deliveryId,
                    reason == null ? "to be forwarded" : "kept, since " + reason);
        }
        return isNew;
    }

    /** The same however often, and on whichever way, it comes in. */
    private static String fingerprint(byte[] mail, Incoming incoming, String from) {
        var id = incoming.header("Message-ID");
        return id.isEmpty() ? Suppressions.hash(mail) : Suppressions.hash("reply " + from + " " + id);
    }

    /** Why it is only kept; null where it is forwarded. */
    private @Nullable String reason(Tx tx, Written written) {
        if (written.newsletterId() == null) return "it bears no token of ours";
        var sender = senders.get(written.newsletterId());
        if (sender == null) return "its newsletter is no longer in the config";
        if (sender.replyTo() == null) return "newsletter " + sender.key() + " has no reply-to";
        if (written.sender().equalsIgnoreCase(sender.replyTo().email())) return "it would go back to who wrote it";
        var since = clock.instant().minus(DAY);
        if (replies.forwarded(tx, written, true, since) >= MOST_OF_ONE) {
            return "there were " + MOST_OF_ONE + " to one letter in a day";
        }
        return replies.forwarded(tx, written, false, since) >= MOST ? "there were " + MOST + " in a day" : null;
    }

    private static String words(Incoming mail) {
        var plain = text(mail, "text/plain");
        var words = plain.isBlank() ? text(mail, "text/html") : plain;
        var cut = words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) + " …" : words;
        return UNKEPT.matcher(cut.replaceAll("\\r\\n?", "\n")).replaceAll("").strip();
    }

    private static String text(Incoming mail, String type) {
        return mail.pieces().stream()
                .filter(each -> each.is(type) && each.level() == 0)
                .map(Incoming.Piece::text)
                .collect(Collectors.joining("\n"));
    }
}
