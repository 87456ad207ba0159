package staytuned.feedback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.delivery.Deliveries;
import staytuned.delivery.Histories;
import staytuned.delivery.Histories.Recipient;
import staytuned.delivery.ReturnPaths;
import staytuned.subscriber.UnsubscribeLinks;

/**
 * Takes in the mails that come back, whatever way they come. A mail counts for the one delivery whose token it carries,
 * and for nobody where it carries none: everybody can write a bounce, and only who got the letter knows its token. The
 * same mail twice changes nothing. Nothing is ever answered (RFC 3834 section 2).
 */
public final class Clerk {
    private static final Logger LOG = LoggerFactory.getLogger(Clerk.class);

    /** What is kept; the rest is looked at and forgotten. */
    private static final Set<Kind> KEPT = EnumSet.of(Kind.HARD, Kind.SOFT, Kind.COMPLAINT);

    private static final Pattern LEAVE = Pattern.compile("(?i)unsubscribe");

    private final Desk desk;
    private final Policy policy;
    private final BounceReader reader = new BounceReader();
    private final Tracer tracer;
    private final Letterbox letterbox;

    /**
     * What the clerk works with.
     *
     * @param returnPaths null where letters bear none of ours
     */
    public record Desk(
            Database database,
            Events events,
            Suppressions suppressions,
            Deliveries deliveries,
            @Nullable ReturnPaths returnPaths,
            UnsubscribeLinks links,
            InstantSource clock) {}

    /**
     * What became of a mail.
     *
     * @param matched whether it carries a token of ours
     * @param isNew whether it was not taken in before; also false where such mails are not kept
     * @param suppressed whether somebody is not mailed any more who was until now
     */
    public record Taken(Verdict verdict, boolean matched, boolean isNew, boolean suppressed) {}

    /**
     * @param letterbox takes what people write back
     */
    public Clerk(Desk desk, Letterbox letterbox) {
        this.desk = desk;
        this.letterbox = letterbox;
        this.tracer = new Tracer(desk.returnPaths, desk.links);
        this.policy = new Policy(desk.events, desk.suppressions);
    }

    /**
     * Takes a mail in.
     *
     * @param envelope the recipients with which it came, where that is known; else an empty string
     * @param source the way it came, such as "imap"
     */
    public Taken take(byte[] mail, String envelope, String source) {
        var incoming = Incoming.of(mail);
        var verdict = reader.read(incoming).verdict();
        if (verdict.kind() == Kind.NONE) {
            var left = wantsToLeave(incoming) ? leave(mail, envelope, incoming, verdict) : null;
            if (left != null && left.matched) return left;
            if (Letterbox.isPersonal(incoming)) return wroteBack(mail, envelope, incoming, verdict);
        }
        if (!KEPT.contains(verdict.kind())) return new Taken(verdict, false, false, false);
        return desk.database.inTransaction(tx -> {
            var match = tracer.trace(tx, text(mail, envelope, incoming));
            var fingerprint = fingerprint(mail, incoming, verdict, match.orElse(null));
            var event = new Event(
                    0, source, match.map(Recipient::deliveryId).orElse(null),
                    match.map(Recipient::subscriberId).orElse(null), verdict, desk.clock.instant());
            var isNew = desk.events.keep(tx, fingerprint, event);
            var suppressed = isNew && match.isPresent() && act(tx, match.get(), verdict, source);
            if (isNew) said(verdict, match.orElse(null), suppressed);
            return new Taken(verdict, match.isPresent(), isNew, suppressed);
        });
    }

    /** What a person wrote is for people: it changes nothing here. */
    private Taken wroteBack(byte[] mail, String envelope, Incoming incoming, Verdict verdict) {
        var text = text(mail, envelope, incoming);
        return desk.database.inTransaction(tx -> {
            var answered = tracer.answered(tx, text);
            var isNew = letterbox.take(
                    tx, mail, incoming, answered.map(Histories.Letter::newsletterId).orElse(null),
                    answered.map(Histories.Letter::deliveryId).orElse(null));
            return new Taken(verdict, answered.isPresent(), isNew, false);
        });
    }

    /** The mail that the mailto form of List-Unsubscribe makes (RFC 2369 section 3.2). */
    private static boolean wantsToLeave(Incoming mail) {
        return LEAVE.matcher(mail.header("Subject")).matches();
    }

    /** Ends the subscription whose letter's token it bears, as a click would; anybody else's goes on. */
    private Taken leave(byte[] mail, String envelope, Incoming incoming, Verdict verdict) {
        var text = text(mail, envelope, incoming);
        var match = desk.database.inTransaction(tx -> tracer.trace(tx, text));
        match.ifPresent(each -> {
            desk.suppressions.subscribers().unsubscribe(each.subscriptionId());
            LOG.info("delivery {}: its reader has left by mail", each.deliveryId());
        });
        return new Taken(verdict, match.isPresent(), false, false);
    }

    /** Takes in what a mail service tells, whose word for it is genuine. */
    void told(Told told, String source) {
        var verdict = told.verdict();
        desk.database.run(tx -> {
            var match = tracer.trace(tx, told.text()).or(() -> tracer.byAddress(tx, told));
            var event = new Event(
                    0, source, match.map(Recipient::deliveryId).orElse(null),
                    match.map(Recipient::subscriberId).orElse(null), verdict, desk.clock.instant());
            var isNew = desk.events.keep(tx, Suppressions.hash(source + " " + told.id()), event);
            var suppressed = isNew && match.isPresent() && act(tx, match.get(), verdict, source);
            if (isNew) said(verdict, match.orElse(null), suppressed);
        });
    }

    /** Acts on what is new; it counts for its issue too, which may stop. */
    private boolean act(Tx tx, Recipient reader, Verdict verdict, String source) {
        if (verdict.failed()) desk.deliveries.returned(tx, reader.deliveryId(), desk.clock.instant());
        if (verdict.kind() == Kind.COMPLAINT) {
            desk.deliveries.complained(tx, reader.deliveryId(), desk.clock.instant());
        }
        return policy.act(tx, reader, verdict, source);
    }

    private static void said(Verdict verdict, @Nullable Recipient match, boolean suppressed) {
        if (match == null) {
            LOG.info("a {} for {} bears no token of ours: kept as unmatched", verdict.kind().column(),
                    verdict.recipient());
        } else {
            LOG.info("delivery {}: {}{}", match.deliveryId(), verdict.kind().column(),
                    suppressed ? ", never mailed again" : "");
        }
    }

    /** The mail as it is and as it is meant: a token may stand in an encoded part. */
    private static String text(byte[] mail, String envelope, Incoming incoming) {
        var text = new StringBuilder(envelope).append('\n');
        text.append(new String(mail, 0, Math.min(mail.length, Incoming.MOST), ISO_8859_1)).append('\n');
        for (var piece : incoming.pieces()) text.append(piece.text()).append('\n');
        return text.toString();
    }

    /** The same however often, and on whichever way, it comes in. */
    private static String fingerprint(byte[] mail, Incoming incoming, Verdict verdict, @Nullable Recipient match) {
        var id = incoming.header("Message-ID");
        if (match == null || id.isEmpty()) return Suppressions.hash(mail);
        return Suppressions.hash(match.deliveryId() + " " + verdict.kind().column() + " " + id);
    }
}
