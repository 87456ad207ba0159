package staytuned.delivery;

import static staytuned.db.schema.Tables.NOTICES;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.db.schema.tables.records.NoticesRecord;
import staytuned.issue.Issues;
import staytuned.mail.Address;
import staytuned.mail.Reply;
import staytuned.subscriber.Consent;
import staytuned.subscriber.Registrar;
import staytuned.subscriber.Subscription;

/**
 * The table of notices: it is their queue. One that is being sent belongs to its node; if that dies, nobody knows
 * whether the relay has it, and it is sent again, the same to the byte.
 */
public final class Notices implements Registrar.Post {
    private static final int LONGEST_REPLY = 1000;

    private final Database database;
    private final Issues issues;
    private final Map<Long, Greeting> greetings;
    private final InstantSource clock;

    /** What new readers get at once: a mail that bids them welcome, and the letter that went out last. */
    public record Greeting(boolean welcome, boolean latest) {}

    /**
     * The table.
     *
     * @param greetings by the newsletter; who is not in it gets nothing at once
     */
    public Notices(Database database, Issues issues, Map<Long, Greeting> greetings, InstantSource clock) {
        this.database = database;
        this.issues = issues;
        this.greetings = Map.copyOf(greetings);
        this.clock = clock;
    }

    @Override
    public void confirmation(Tx tx, Consent consent, Subscription subscription, String language) {
        add(tx, Notice.Kind.CONFIRMATION, consent, subscription, language, null);
    }

    @Override
    public void welcome(Tx tx, Consent consent, Subscription subscription, String language) {
        var greeting = greetings.get(subscription.newsletterId());
        if (greeting == null) return;
        if (greeting.welcome) add(tx, Notice.Kind.WELCOME, consent, subscription, language, null);
        if (!greeting.latest) return;
        issues.latest(tx, subscription.newsletterId())
                .ifPresent(issue -> add(tx, Notice.Kind.LATEST, consent, subscription, language, issue));
    }

    private void add(
            Tx tx, Notice.Kind kind, Consent consent, Subscription reader, String language, @Nullable Long issue) {
        var now = clock.instant();
        tx.sql().insertInto(NOTICES)
                .set(NOTICES.CONSENT_ID, consent.id())
                .set(NOTICES.NEWSLETTER_ID, reader.newsletterId())
                .set(NOTICES.SUBSCRIPTION_ID, reader.id())
                .set(NOTICES.KIND, kind.name().toLowerCase(Locale.ROOT))
                .set(NOTICES.ISSUE_ID, issue)
                .set(NOTICES.LANGUAGE, language)
                .set(NOTICES.EMAIL, reader.address().email())
                .set(NOTICES.STATUS, DeliveryStatus.QUEUED.column())
                .set(NOTICES.ATTEMPTS, 0)
                .set(NOTICES.DOUBTS, 0)
                .set(NOTICES.DUE_AT, now)
                .set(NOTICES.CREATED_AT, now)
                .execute();
    }

    /** Those that are due, in their order, at most {@code limit}; none that another node is sending. */
    List<Notice> due(Instant now, int limit) {
        return database.inTransaction(tx -> tx.sql().selectFrom(NOTICES)
                .where(NOTICES.STATUS.in(DeliveryStatus.columns(DeliveryStatus.WAITING)), NOTICES.DUE_AT.le(now))
                .orderBy(NOTICES.ID)
                .limit(limit)
                .fetch(Notices::notice));
    }

    /** Takes one in hand; false where another node has it, or this one would not be believed to be alive. */
    boolean begin(Notice notice, String node) {
        return database.inTransaction(tx -> tx.sql().update(NOTICES)
                        .set(NOTICES.STATUS, DeliveryStatus.SENDING.column())
                        .set(NOTICES.NODE, node)
                        .where(NOTICES.ID.eq(notice.id()))
                        .and(NOTICES.STATUS.in(DeliveryStatus.columns(DeliveryStatus.WAITING)))
                        .and(NOTICES.ATTEMPTS.eq(notice.attempts()))
                        .and(NOTICES.DOUBTS.eq(notice.doubts()))
                        .and(Nodes.alive(DSL.val(node), Nodes.PROOF))
                        .execute()
                == 1);
    }

    /** Not to be sent any more: its reader has decided otherwise. */
    void cancel(Notice notice) {
        database.run(tx -> tx.sql().update(NOTICES)
                .set(NOTICES.STATUS, DeliveryStatus.CANCELLED.column())
                .set(NOTICES.SETTLED_AT, clock.instant())
                .where(NOTICES.ID.eq(notice.id()))
                .and(NOTICES.STATUS.in(DeliveryStatus.columns(DeliveryStatus.WAITING)))
                .execute());
    }

    /** Not before {@code due}: something on our side failed. */
    void postpone(Notice notice, Instant due) {
        database.run(tx -> tx.sql().update(NOTICES)
                .set(NOTICES.DUE_AT, due)
                .where(NOTICES.ID.eq(notice.id()))
                .and(NOTICES.STATUS.in(DeliveryStatus.columns(DeliveryStatus.WAITING)))
                .execute());
    }

    /**
     * How an attempt of this node ended.
     *
     * @param due when the next one is; null for none
     */
    record Ended(DeliveryStatus status, int attempts, int doubts, @Nullable Instant due, Reply reply) {}

    /** Keeps how it ended, where the node has it still in hand. */
    void settle(Notice notice, String node, Ended ended) {
        database.run(tx -> {
            var row = tx.sql().update(NOTICES)
                    .set(NOTICES.STATUS, ended.status().column())
                    .setNull(NOTICES.NODE)
                    .set(NOTICES.ATTEMPTS, ended.attempts())
                    .set(NOTICES.DOUBTS, ended.doubts())
                    .set(NOTICES.REPLY, Address.oneLine(ended.reply().toString(), LONGEST_REPLY));
            var later = ended.due() == null
                    ? row.set(NOTICES.SETTLED_AT, clock.instant()) : row.set(NOTICES.DUE_AT, ended.due());
            later.where(inHand(notice, node)).execute();
        });
    }

    private static Condition inHand(Notice notice, String node) {
        return NOTICES.ID.eq(notice.id())
                .and(NOTICES.STATUS.eq(DeliveryStatus.SENDING.column()))
                .and(NOTICES.NODE.eq(node));
    }

    /**
     * Takes back what this node, which is sending none now, and those that have died were sending: nobody knows whether
     * the relay has it. What a dead one had waits for {@code grace}, because it may be frozen inside it.
     */
    int takeBack(String node, Duration grace) {
        var now = clock.instant();
        return database.inTransaction(tx -> {
            var known = Nodes.known(NOTICES.NODE);
            return doubt(tx, NOTICES.NODE.eq(node), now) + doubt(tx, DSL.not(known), now.plus(grace));
        });
    }

    private static int doubt(Tx tx, Condition whose, Instant due) {
        return tx.sql().update(NOTICES)
                .set(NOTICES.STATUS, DeliveryStatus.DOUBTFUL.column())
                .setNull(NOTICES.NODE)
                .set(NOTICES.DOUBTS, NOTICES.DOUBTS.plus(1))
                .set(NOTICES.DUE_AT, due)
                .where(NOTICES.STATUS.eq(DeliveryStatus.SENDING.column()).and(whose))
                .execute();
    }

    private static Notice notice(NoticesRecord row) {
        return new Notice(
                row.getId(),
                row.getConsentId(),
                row.getNewsletterId(),
                row.getSubscriptionId(),
                Notice.Kind.valueOf(row.getKind().toUpperCase(Locale.ROOT)),
                row.getIssueId(),
                row.getLanguage(),
                new Address(row.getEmail(), ""),
                row.getAttempts(),
                row.getDoubts(),
                row.getCreatedAt());
    }
}
