package staytuned.subscriber;

import static staytuned.db.schema.Tables.CONSENTS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.db.schema.tables.records.ConsentsRecord;
import staytuned.subscriber.Consent.Word;

/** The table of what readers have agreed to. */
public final class Consents {
    private static final String CONFIRM_PAGE = "the page that the mail leads to";

    private final Database database;

    public Consents(Database database) {
        this.database = database;
    }

    /** Keeps that a subscription was asked for. */
    Consent add(Tx tx, long subscriptionId, Word asked) {
        var id = tx.sql().insertInto(CONSENTS)
                .set(CONSENTS.SUBSCRIPTION_ID, subscriptionId)
                .set(CONSENTS.ASKED_AT, asked.at())
                .set(CONSENTS.PAGE, asked.page())
                .set(CONSENTS.CLIENT, asked.client())
                .set(CONSENTS.WORDS, asked.words())
                .returningResult(CONSENTS.ID)
                .fetchSingle(CONSENTS.ID);
        return new Consent(id, subscriptionId, asked, null);
    }

    /** Whether a reader was asked to confirm something after {@code since}, and has not. */
    boolean anyOpen(Tx tx, Subscription subscription, Instant since) {
        return tx.sql().fetchExists(tx.sql().selectOne()
                .from(CONSENTS)
                .join(SUBSCRIPTIONS).on(SUBSCRIPTIONS.ID.eq(CONSENTS.SUBSCRIPTION_ID))
                .where(SUBSCRIPTIONS.SUBSCRIBER_ID.eq(tx.sql().select(SUBSCRIPTIONS.SUBSCRIBER_ID)
                        .from(SUBSCRIPTIONS)
                        .where(SUBSCRIPTIONS.ID.eq(subscription.id()))))
                .and(CONSENTS.ASKED_AT.gt(since))
                .and(CONSENTS.CONFIRMED_AT.isNull()));
    }

    Optional<Consent> find(Tx tx, long id) {
        return tx.sql().selectFrom(CONSENTS).where(CONSENTS.ID.eq(id)).fetchOptional(Consents::consent);
    }

    /** As {@link #find}; nobody else changes it before the transaction ends. */
    Optional<Consent> lock(Tx tx, long id) {
        return tx.sql().selectFrom(CONSENTS).where(CONSENTS.ID.eq(id)).forUpdate().fetchOptional(Consents::consent);
    }

    void confirm(Tx tx, long id, Word confirmed) {
        tx.sql().update(CONSENTS)
                .set(CONSENTS.CONFIRMED_AT, confirmed.at())
                .set(CONSENTS.CONFIRMED_CLIENT, confirmed.client())
                .set(CONSENTS.CONFIRMED_WORDS, confirmed.words())
                .where(CONSENTS.ID.eq(id))
                .execute();
    }

    /** What was agreed to for a subscription, in its order. */
    public List<Consent> of(long subscriptionId) {
        return database.inTransaction(tx -> tx.sql().selectFrom(CONSENTS)
                .where(CONSENTS.SUBSCRIPTION_ID.eq(subscriptionId))
                .orderBy(CONSENTS.ID)
                .fetch(Consents::consent));
    }

    private static Consent consent(ConsentsRecord row) {
        var confirmedAt = row.getConfirmedAt();
        return new Consent(
                row.getId(),
                row.getSubscriptionId(),
                new Word(row.getAskedAt(), row.getPage(), row.getClient(), row.getWords()),
                confirmedAt == null ? null
                        : new Word(confirmedAt, CONFIRM_PAGE, row.getConfirmedClient(), row.getConfirmedWords()));
    }
}
