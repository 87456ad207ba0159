package staytuned.delivery;

import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Tx;
import staytuned.issue.IssueState;
import staytuned.mail.Address;
import staytuned.mail.Reply;

/** What became of deliveries, for those who come later: whom one was for, and what a reader got before it. */
public final class Histories {
    /**
     * Whom a delivery was for.
     *
     * @param address the reader's as it is now
     */
    public record Recipient(long deliveryId, long issueId, long subscriptionId, long subscriberId, Address address) {}

    /** One of a reader's deliveries. */
    public record Past(long deliveryId, DeliveryStatus status) {}

    /** A delivery that the relay refused, or that was given up, and the relay's last word. */
    public record Refusal(long deliveryId, Reply reply) {}

    /** Whom a delivery was for; none where there is no such delivery. */
    public Optional<Recipient> recipient(Tx tx, long deliveryId) {
        return tx.sql().select(
                        DELIVERIES.ID,
                        DELIVERIES.ISSUE_ID,
                        SUBSCRIPTIONS.ID,
                        SUBSCRIBERS.ID,
                        SUBSCRIBERS.EMAIL,
                        SUBSCRIBERS.NAME)
                .from(DELIVERIES)
                .join(SUBSCRIPTIONS).on(SUBSCRIPTIONS.ID.eq(DELIVERIES.SUBSCRIPTION_ID))
                .join(SUBSCRIBERS).on(SUBSCRIBERS.ID.eq(SUBSCRIPTIONS.SUBSCRIBER_ID))
                .where(DELIVERIES.ID.eq(deliveryId))
                .fetchOptional(row -> new Recipient(
                        row.value1(), row.value2(), row.value3(), row.value4(),
                        new Address(row.value5(), row.value6())));
    }

    /**
     * A letter to a reader.
     *
     * @param twice whether it may have come more than once
     */
    public record Sent(
            long issueId, String subject, DeliveryStatus status, boolean twice, @Nullable Instant settledAt,
            @Nullable String reply) {}

    /** At most {@code most} letters of one subscription, the latest first. */
    public List<Sent> letters(Tx tx, long subscriptionId, long newsletterId, int most) {
        return tx.sql().select(
                        ISSUES.ID, ISSUES.SUBJECT, DELIVERIES.STATUS, DELIVERIES.DOUBTS, DELIVERIES.SETTLED_AT,
                        DELIVERIES.REPLY)
                .from(ISSUES)
                .join(DELIVERIES).on(
                        DELIVERIES.ISSUE_ID.eq(ISSUES.ID), DELIVERIES.SUBSCRIPTION_ID.eq(subscriptionId))
                .where(ISSUES.NEWSLETTER_ID.eq(newsletterId))
                .orderBy(ISSUES.ID.desc())
                .limit(most)
                .fetch(row -> new Sent(
                        row.value1(), row.value2(), DeliveryStatus.of(row.value3()), row.value4() > 0, row.value5(),
                        row.value6()));
    }

    /** At most {@code most} of a subscriber's settled deliveries, of all newsletters, the latest first. */
    public List<Past> latest(Tx tx, long subscriberId, int most) {
        return tx.sql().select(DELIVERIES.ID, DELIVERIES.STATUS)
                .from(SUBSCRIPTIONS)
                .join(ISSUES).on(ISSUES.NEWSLETTER_ID.eq(SUBSCRIPTIONS.NEWSLETTER_ID))
                .join(DELIVERIES).on(
                        DELIVERIES.ISSUE_ID.eq(ISSUES.ID), DELIVERIES.SUBSCRIPTION_ID.eq(SUBSCRIPTIONS.ID))
                .where(SUBSCRIPTIONS.SUBSCRIBER_ID.eq(subscriberId))
                .and(DELIVERIES.STATUS.in(DeliveryStatus.SENT.column(), DeliveryStatus.BOUNCED.column()))
                .orderBy(DELIVERIES.ID.desc())
                .limit(most)
                .fetch(row -> new Past(row.value1(), DeliveryStatus.of(row.value2())));
    }

    /** The issues that were finished, with the time; those that were begun again are not. */
    public List<Finished> finished(Tx tx) {
        return tx.sql().select(ISSUES.ID, ISSUES.FINISHED_AT)
                .from(ISSUES)
                .where(ISSUES.STATE.eq(IssueState.SENT.column()), ISSUES.FINISHED_AT.isNotNull())
                .fetch(row -> new Finished(row.value1(), Objects.requireNonNull(row.value2())));
    }

    /**
     * An issue that people have got.
     *
     * @param stopped why it is paused; null where the service has not paused it
     */
    public record Published(long issueId, long newsletterId, Instant at, @Nullable String stopped) {}

    /** The issues that were published since, the latest first. */
    public List<Published> published(Tx tx, Instant since) {
        var paused = ISSUES.STATE.eq(IssueState.PAUSED.column());
        return tx.sql().select(
                        ISSUES.ID, ISSUES.NEWSLETTER_ID, ISSUES.PUBLISHED_AT, DSL.when(paused, ISSUES.REASON))
                .from(ISSUES)
                .where(ISSUES.PUBLISHED_AT.ge(since))
                .orderBy(ISSUES.ID.desc())
                .fetch(row -> new Published(
                        row.value1(), row.value2(), Objects.requireNonNull(row.value3()), row.value4()));
    }

    /**
     * One reader's letter.
     *
     * @param random what stands in its Message-ID between its number and the @; only its issue's readers have seen it
     */
    public record Letter(long deliveryId, long newsletterId, String random) {}

    /** The letter of a delivery; none where there is no such delivery. */
    public Optional<Letter> letter(Tx tx, long deliveryId) {
        return tx.sql().select(ISSUES.NEWSLETTER_ID, ISSUES.MARKER)
                .from(DELIVERIES)
                .join(ISSUES).on(ISSUES.ID.eq(DELIVERIES.ISSUE_ID))
                .where(DELIVERIES.ID.eq(deliveryId))
                .fetchOptional(row -> new Letter(
                        deliveryId, row.value1(), staytuned.issue.Letter.random(row.value2())));
    }

    /** An issue that is over. */
    public record Finished(long issueId, Instant at) {}

    /** At most {@code most} of an issue's refusals after the delivery {@code after}, in their order. */
    public List<Refusal> refusals(Tx tx, long issueId, long after, int most) {
        return tx.sql().select(DELIVERIES.ID, DSL.coalesce(DELIVERIES.REPLY, ""))
                .from(DELIVERIES)
                .where(DELIVERIES.ISSUE_ID.eq(issueId), DELIVERIES.STATUS.eq(DeliveryStatus.BOUNCED.column()))
                .and(DELIVERIES.ID.gt(after))
                .orderBy(DELIVERIES.ID)
                .limit(most)
                .fetch(row -> new Refusal(row.value1(), Reply.parse(row.value2())));
    }
}
