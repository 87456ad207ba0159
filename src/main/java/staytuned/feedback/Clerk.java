package staytuned.feedback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
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

    private static final Pattern LINK =
            Pattern.compile("/unsubscribe/(\\d{1,18}\\.[A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])");
    private static final Pattern MESSAGE_ID = Pattern.compile("(?i)Message-ID:\\s*<(\\d{1,18})\\.");
    private static final Pattern LEAVE = Pattern.compile("(?i)unsubscribe");
    private static final Pattern OUR_ID = Pattern.compile("(?<![A-Za-z0-9.])(\\d{1,18})\\.[A-Za-z0-9_-]{8,64}@");
    /** How many links of a mail are looked at. */
    private static final int MOST = 200;

    private final Desk desk;
    private final Policy policy;
    private final BounceReader reader = new BounceReader();
    private final Histories histories = new Histories();

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

    public Clerk(Desk desk) {
        this.desk = desk;
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
        if (verdict.kind() == Kind.NONE && wantsToLeave(incoming)) return leave(mail, envelope, incoming, verdict);
        if (!KEPT.contains(verdict.kind())) return new Taken(verdict, false, false, false);
        return desk.database.inTransaction(tx -> {
            var match = match(tx, text(mail, envelope, incoming));
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

    /** The mail that the mailto form of List-Unsubscribe makes (RFC 2369 section 3.2). */
    private static boolean wantsToLeave(Incoming mail) {
        return LEAVE.matcher(mail.header("Subject")).matches();
    }

    /** Ends the subscription whose letter's token it bears, as a click would; anybody else's goes on. */
    private Taken leave(byte[] mail, String envelope, Incoming incoming, Verdict verdict) {
        var text = text(mail, envelope, incoming);
        var match = desk.database.inTransaction(tx -> match(tx, text));
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
            var match = match(tx, told.text()).or(() -> byAddress(tx, told));
            var event = new Event(
                    0, source, match.map(Recipient::deliveryId).orElse(null),
                    match.map(Recipient::subscriberId).orElse(null), verdict, desk.clock.instant());
            var isNew = desk.events.keep(tx, Suppressions.hash(source + " " + told.id()), event);
            var suppressed = isNew && match.isPresent() && act(tx, match.get(), verdict, source);
            if (isNew) said(verdict, match.orElse(null), suppressed);
        });
    }

    /** A service that is believed may name the letter by its Message-ID, if it was for that reader. */
    private Optional<Recipient> byAddress(Tx tx, Told told) {
        return OUR_ID.matcher(told.text()).results()
                .limit(MOST)
                .flatMap(each -> histories.recipient(tx, Long.parseLong(each.group(1))).stream())
                .filter(each -> each.address().email().equalsIgnoreCase(told.verdict().recipient()))
                .findFirst();
    }

    /** Acts on what is new; a complaint counts for its issue too, which may stop it. */
    private boolean act(Tx tx, Recipient reader, Verdict verdict, String source) {
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

    private Optional<Recipient> match(Tx tx, String text) {
        var returnPaths = desk.returnPaths;
        var delivery = returnPaths == null ? Optional.<Long>empty() : returnPaths.delivery(text);
        return delivery.isPresent() ? histories.recipient(tx, delivery.get()) : byLink(tx, text);
    }

    /**
     * Complaints mostly lose the envelope, and return the message: its link for leaving is as secret as a token, and
     * its Message-ID, which is not, says which of that reader's letters it was.
     */
    private Optional<Recipient> byLink(Tx tx, String text) {
        var subscriptions = LINK.matcher(text).results()
                .limit(MOST)
                .flatMap(each -> desk.links.subscription(each.group(1)).stream())
                .toList();
        if (subscriptions.isEmpty()) return Optional.empty();
        return MESSAGE_ID.matcher(text).results()
                .limit(MOST)
                .flatMap(each -> histories.recipient(tx, Long.parseLong(each.group(1))).stream())
                .filter(each -> subscriptions.contains(each.subscriptionId()))
                .findFirst();
    }

    /** The same however often, and on whichever way, it comes in. */
    private static String fingerprint(byte[] mail, Incoming incoming, Verdict verdict, @Nullable Recipient match) {
        var id = incoming.header("Message-ID");
        if (match == null || id.isEmpty()) return Suppressions.hash(mail);
        return Suppressions.hash(match.deliveryId() + " " + verdict.kind().column() + " " + id);
    }
}
