package staytuned.delivery;

import static staytuned.db.schema.Tables.NOTICES;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.db.schema.tables.records.NoticesRecord;
import staytuned.issue.Issues;
import staytuned.mail.Address;
import staytuned.mail.Reply;
import staytuned.subscriber.AddressChange;
import staytuned.subscriber.AddressChanges;
import staytuned.subscriber.Consent;
import staytuned.subscriber.Registrar;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.Subscription;

/**
 * The table of notices: it is their queue. One that is being sent belongs to its node; if that dies, nobody knows
 * whether the relay has it, and it is sent again, the same to the byte.
 */
public final class Notices implements Registrar.Post, AddressChanges.Post {
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

    @Override
    public void move(Tx tx, AddressChange change) {
        var row = row(tx, Notice.Kind.MOVE, change.reader(), language(tx, change.reader()));
        insert(tx, about(row, change, change.address(), change.reader().address()));
    }

    @Override
    public void moved(Tx tx, AddressChange change) {
        var row = row(tx, Notice.Kind.MOVED, change.reader(), language(tx, change.reader()));
        insert(tx, about(row, change, change.reader().address(), change.address()));
    }

    private static NoticesRecord about(NoticesRecord row, AddressChange change, Address to, Address other) {
        row.setChangeId(change.id());
        row.setEmail(to.email());
        row.setOther(other.email());
        return row;
    }

    /** The one that they have chosen; empty for none. */
    private static String language(Tx tx, Subscription reader) {
        return Objects.requireNonNullElse(Subscribers.language(tx, reader.id()), "");
    }

    private void add(
            Tx tx, Notice.Kind kind, Consent consent, Subscription reader, String language, @Nullable Long issue) {
        var row = row(tx, kind, reader, language);
        row.setConsentId(consent.id());
        row.setIssueId(issue);
        insert(tx, row);
    }

    private NoticesRecord row(Tx tx, Notice.Kind kind, Subscription reader, String language) {
        var now = clock.instant();
        var row = tx.sql().newRecord(NOTICES);
        row.setNewsletterId(reader.newsletterId());
        row.setSubscriptionId(reader.id());
        row.setKind(kind.name().toLowerCase(Locale.ROOT));
        row.setLanguage(language);
        row.setEmail(reader.address().email());
        row.setStatus(DeliveryStatus.QUEUED.column());
        row.setAttempts(0);
        row.setDoubts(0);
        row.setDueAt(now);
        row.setCreatedAt(now);
        return row;
    }

    private static void insert(Tx tx, NoticesRecord row) {
        tx.sql().insertInto(NOTICES).set(row).execute();
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

    /** Forgets those that were settled before then: they hold addresses that nobody needs any more. */
    int forget(Instant before) {
        return database.inTransaction(tx -> tx.sql().deleteFrom(NOTICES).where(NOTICES.SETTLED_AT.lt(before)).execute());
    }

    private static Notice notice(NoticesRecord row) {
        return new Notice(
                row.getId(),
                Objects.requireNonNullElse(row.getConsentId(), row.getChangeId()),
                row.getNewsletterId(),
                row.getSubscriptionId(),
                Notice.Kind.valueOf(row.getKind().toUpperCase(Locale.ROOT)),
                row.getIssueId(),
                row.getOther() == null ? null : new Address(row.getOther(), ""),
                row.getLanguage(),
                new Address(row.getEmail(), ""),
                row.getAttempts(),
                row.getDoubts(),
                row.getCreatedAt());
    }
}
