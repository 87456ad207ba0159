package staytuned.subscriber;

import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import staytuned.db.Tx;
import staytuned.mail.Address;
import staytuned.subscriber.Subscribers.Doorkeeper;

/** The tables of subscribers and of their subscriptions, as lists take them away and bring them again. */
public final class Rolls {
    private Rolls() {}

    /** One subscription, with all that is needed to bring it again. */
    public record Listed(long id, Arrival arrival) {}

    static List<Listed> page(Tx tx, Doorkeeper doorkeeper, long newsletterId, long after, int limit) {
        var rows = tx.sql().select(
                        SUBSCRIPTIONS.ID,
                        SUBSCRIBERS.EMAIL,
                        SUBSCRIBERS.EMAIL_KEY,
                        SUBSCRIBERS.NAME,
                        SUBSCRIBERS.LANGUAGE,
                        SUBSCRIBERS.TIME_ZONE,
                        SUBSCRIPTIONS.STATUS,
                        SUBSCRIPTIONS.SOURCE,
                        SUBSCRIPTIONS.CREATED_AT,
                        SUBSCRIPTIONS.CONFIRMED_AT,
                        SUBSCRIPTIONS.UNSUBSCRIBED_AT,
                        SUBSCRIPTIONS.CADENCE,
                        SUBSCRIPTIONS.CADENCE_HOUR,
                        SUBSCRIPTIONS.PAUSED_UNTIL,
                        SUBSCRIPTIONS.CATCH_UP,
                        SUBSCRIPTIONS.TOPICS,
                        SUBSCRIPTIONS.CONTENT,
                        SUBSCRIPTIONS.FORMAT)
                .from(SUBSCRIPTIONS)
                .join(SUBSCRIBERS).on(SUBSCRIBERS.ID.eq(SUBSCRIPTIONS.SUBSCRIBER_ID))
                .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId), SUBSCRIPTIONS.ID.gt(after))
                .orderBy(SUBSCRIPTIONS.ID)
                .limit(limit)
                .fetch();
        var reasons = doorkeeper.reasons(tx, new HashSet<>(rows.getValues(SUBSCRIBERS.EMAIL_KEY)));
        return rows.map(row -> new Listed(row.get(SUBSCRIPTIONS.ID), arrival(row, reasons)));
    }

    private static Arrival arrival(Record row, Map<String, Reason> reasons) {
        var status = Status.of(row.get(SUBSCRIPTIONS.STATUS));
        var zone = row.get(SUBSCRIBERS.TIME_ZONE) == null ? null : ZoneId.of(row.get(SUBSCRIBERS.TIME_ZONE));
        var address = new Address(row.get(SUBSCRIBERS.EMAIL), row.get(SUBSCRIBERS.NAME));
        return new Arrival(
                new Person(address, zone),
                status,
                reasons.get(row.get(SUBSCRIBERS.EMAIL_KEY)),
                row.get(SUBSCRIPTIONS.SOURCE),
                row.get(SUBSCRIPTIONS.CREATED_AT),
                row.get(SUBSCRIPTIONS.CONFIRMED_AT),
                status == Status.UNSUBSCRIBED ? row.get(SUBSCRIPTIONS.UNSUBSCRIBED_AT) : null,
                choices(row, zone));
    }

    private static Choices choices(Record row, @Nullable ZoneId zone) {
        var topics = row.get(SUBSCRIPTIONS.TOPICS);
        return new Choices(
                row.get(SUBSCRIBERS.LANGUAGE),
                zone,
                Choices.Cadence.of(row.get(SUBSCRIPTIONS.CADENCE)),
                row.get(SUBSCRIPTIONS.CADENCE_HOUR),
                row.get(SUBSCRIPTIONS.PAUSED_UNTIL),
                row.get(SUBSCRIPTIONS.CATCH_UP),
                topics == null ? null : List.of(topics.split(",", -1)),
                Choices.Content.of(row.get(SUBSCRIPTIONS.CONTENT)),
                Choices.Format.of(row.get(SUBSCRIPTIONS.FORMAT)));
    }

    /** Keeps what a list says that a reader has chosen, unless they have chosen something here. */
    static void choose(Tx tx, long newsletterId, String key, Choices choices, Instant now) {
        var id = tx.sql().select(SUBSCRIPTIONS.ID)
                .from(SUBSCRIPTIONS)
                .join(SUBSCRIBERS).on(SUBSCRIBERS.ID.eq(SUBSCRIPTIONS.SUBSCRIBER_ID))
                .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId), SUBSCRIBERS.EMAIL_KEY.eq(key))
                .fetchSingle(SUBSCRIPTIONS.ID);
        var here = Preferences.read(tx, id, now).orElse(Choices.NONE);
        var nothing = new Choices(null, here.zone(), null, null, null, false, null, null, null);
        if (!here.equals(nothing)) return;
        Preferences.write(tx, id, new Choices(
                choices.language(),
                choices.zone() == null ? here.zone() : choices.zone(),
                choices.cadence(),
                choices.hour(),
                choices.pausedUntil() != null && choices.pausedUntil().isAfter(now) ? choices.pausedUntil() : null,
                choices.catchUp(),
                choices.topics(),
                choices.content(),
                choices.format()), now);
    }
}
