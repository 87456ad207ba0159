package staytuned.subscriber;

import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import staytuned.db.Tx;

/** The columns of subscribers and subscriptions that hold what readers have chosen. */
final class Preferences {
    /** Whoever wants to hear nothing for longer than this leaves. */
    private static final Duration LONGEST_PAUSE = Duration.ofDays(366);

    private static final Pattern COMMA = Pattern.compile(",");

    private Preferences() {}

    /** What a reader has chosen; empty where there is no such subscription. A pause that is over is none. */
    static Optional<Choices> read(Tx tx, long subscriptionId, Instant now) {
        return tx.sql().select(
                        SUBSCRIBERS.LANGUAGE,
                        SUBSCRIBERS.TIME_ZONE,
                        SUBSCRIPTIONS.CADENCE,
                        SUBSCRIPTIONS.CADENCE_HOUR,
                        SUBSCRIPTIONS.PAUSED_UNTIL,
                        SUBSCRIPTIONS.CATCH_UP,
                        SUBSCRIPTIONS.TOPICS,
                        SUBSCRIPTIONS.CONTENT,
                        SUBSCRIPTIONS.FORMAT)
                .from(SUBSCRIPTIONS)
                .join(SUBSCRIBERS).on(SUBSCRIBERS.ID.eq(SUBSCRIPTIONS.SUBSCRIBER_ID))
                .where(SUBSCRIPTIONS.ID.eq(subscriptionId))
                .fetchOptional(row -> choices(row).at(now));
    }

    /** What a row with these columns says; a pause may be over. */
    static Choices choices(Record row) {
        var zone = row.get(SUBSCRIBERS.TIME_ZONE);
        var topics = row.get(SUBSCRIPTIONS.TOPICS);
        return new Choices(
                row.get(SUBSCRIBERS.LANGUAGE),
                zone == null ? null : ZoneId.of(zone),
                Choices.Cadence.of(row.get(SUBSCRIPTIONS.CADENCE)),
                row.get(SUBSCRIPTIONS.CADENCE_HOUR),
                row.get(SUBSCRIPTIONS.PAUSED_UNTIL),
                row.get(SUBSCRIPTIONS.CATCH_UP),
                topics == null ? null : COMMA.splitAsStream(topics).toList(),
                Choices.Content.of(row.get(SUBSCRIPTIONS.CONTENT)),
                Choices.Format.of(row.get(SUBSCRIPTIONS.FORMAT)));
    }

    /** Keeps what a reader has chosen; false where there is no such subscription. */
    static boolean write(Tx tx, long subscriptionId, Choices choices, Instant now) {
        var until = choices.pausedUntil();
        if (until != null && !until.isAfter(now)) {
            throw new IllegalArgumentException("the day until which letters pause is over; choose a later one");
        }
        if (until != null && until.isAfter(now.plus(LONGEST_PAUSE))) {
            throw new IllegalArgumentException("letters may pause for a year; choose an earlier day, or unsubscribe");
        }
        var known = tx.sql().update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.CADENCE, column(choices.cadence()))
                .set(SUBSCRIPTIONS.CADENCE_HOUR, choices.hour())
                .set(SUBSCRIPTIONS.PAUSED_UNTIL, until)
                .set(SUBSCRIPTIONS.CATCH_UP, choices.catchUp())
                .set(SUBSCRIPTIONS.TOPICS, choices.topics() == null ? null : String.join(",", choices.topics()))
                .set(SUBSCRIPTIONS.CONTENT, column(choices.content()))
                .set(SUBSCRIPTIONS.FORMAT, column(choices.format()))
                .where(SUBSCRIPTIONS.ID.eq(subscriptionId))
                .returningResult(SUBSCRIPTIONS.SUBSCRIBER_ID)
                .fetchOptional(SUBSCRIPTIONS.SUBSCRIBER_ID);
        known.ifPresent(subscriber -> tx.sql().update(SUBSCRIBERS)
                .set(SUBSCRIBERS.LANGUAGE, choices.language())
                .set(SUBSCRIBERS.TIME_ZONE, choices.zone() == null ? null : choices.zone().getId())
                .where(SUBSCRIBERS.ID.eq(subscriber))
                .execute());
        return known.isPresent();
    }

    static @Nullable String language(Tx tx, long subscriptionId) {
        return tx.sql().select(SUBSCRIBERS.LANGUAGE)
                .from(SUBSCRIBERS)
                .join(SUBSCRIPTIONS).on(SUBSCRIPTIONS.SUBSCRIBER_ID.eq(SUBSCRIBERS.ID))
                .where(SUBSCRIPTIONS.ID.eq(subscriptionId))
                .fetchOne(SUBSCRIBERS.LANGUAGE);
    }

    /** Whether a confirmed reader wants so much of a newsletter's articles. */
    static boolean anyWants(Tx tx, long newsletterId, Choices.Content content) {
        return tx.sql().fetchExists(
                SUBSCRIPTIONS,
                SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId),
                SUBSCRIPTIONS.CONTENT.eq(Choices.column(content)),
                SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column()));
    }

    /** Nothing pauses any more whose time has come; how many that were. */
    static int endPauses(Tx tx, Instant now) {
        return tx.sql().update(SUBSCRIPTIONS)
                .setNull(SUBSCRIPTIONS.PAUSED_UNTIL)
                .set(SUBSCRIPTIONS.CATCH_UP, false)
                .where(SUBSCRIPTIONS.PAUSED_UNTIL.le(now))
                .execute();
    }

    private static @Nullable String column(@Nullable Enum<?> value) {
        return value == null ? null : Choices.column(value);
    }
}
