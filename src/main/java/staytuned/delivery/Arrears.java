package staytuned.delivery;

import static staytuned.db.schema.Tables.ARREARS;
import static staytuned.db.schema.Tables.DELIVERIES;
import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.ISSUE_ARTICLES;
import static staytuned.db.schema.Tables.SUBSCRIBERS;
import static staytuned.db.schema.Tables.SUBSCRIPTIONS;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jooq.Condition;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.SelectConditionStep;
import org.jooq.SelectHavingStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Tx;
import staytuned.issue.Editor;
import staytuned.issue.IssueState;
import staytuned.subscriber.Status;

/**
 * The table of arrears: which articles that were published a reader is still to get.
 *
 * <p>Where an issue is published, each of its readers has a delivery of it or owes nothing more than what stands here,
 * decided in one transaction. So it makes no difference how often and when they change their minds: what stands here
 * goes into one digest, and the row says in which.
 */
final class Arrears {
    private static final Pattern COMMA = Pattern.compile(",");

    /** The articles of an issue with their topics, as {@link staytuned.subscriber.Choices#topic} writes them. */
    record Contents(long issueId, long newsletterId, Map<Long, List<String>> topics) {}

    /** Readers whose digests go at the same times; without a cadence, as soon as may be. */
    record Group(@Nullable String cadence, @Nullable Integer hour, @Nullable String zone) {}

    /**
     * What a group is to get.
     *
     * @param until only what was published before this
     */
    record Due(Group group, Instant until) {}

    /** Readers who are to get the same articles. */
    record Portion(List<Long> articles, int readers) {
        /** As many of the articles as one letter holds. */
        List<Long> first() {
            return articles.subList(0, Math.min(articles.size(), Editor.MOST_IN_A_DIGEST));
        }
    }

    /** Whether some reader of a newsletter has chosen something by which an issue may pass them by. */
    boolean anyChoice(Tx tx, long newsletterId) {
        return tx.sql().fetchExists(SUBSCRIPTIONS, SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId), chosen());
    }

    /** As the index on PostgreSQL has it. */
    private static Condition chosen() {
        return SUBSCRIPTIONS.CADENCE.isNotNull()
                .or(SUBSCRIPTIONS.PAUSED_UNTIL.isNotNull())
                .or(SUBSCRIPTIONS.TOPICS.isNotNull());
    }

    /** Whether a reader gets an issue as it is. Without statistics PostgreSQL takes a CASE for half of the readers. */
    static Condition direct(Contents contents) {
        var wanted = contents.topics().values().stream().map(Arrears::wants).reduce(DSL.noCondition(), Condition::and);
        var now = SUBSCRIPTIONS.PAUSED_UNTIL.isNull()
                .and(SUBSCRIPTIONS.CADENCE.isNull().or(SUBSCRIPTIONS.CADENCE.eq("each")))
                .and(wanted);
        return DSL.condition(DSL.when(chosen(), DSL.field(now)).otherwise(DSL.inline(true)));
    }

    private static Condition wants(List<String> tags) {
        var topics = DSL.concat(DSL.inline(","), SUBSCRIPTIONS.TOPICS, DSL.inline(","));
        return tags.stream()
                .map(tag -> DSL.position(topics, DSL.val("," + tag + ",")).gt(0))
                .reduce(SUBSCRIPTIONS.TOPICS.isNull(), Condition::or);
    }

    /**
     * Notes what those readers are to get later for whom an issue was not queued. They are found by that alone: who
     * changes their mind at this moment is in one of both.
     */
    int owe(Tx tx, Contents contents, Instant now) {
        if (contents.topics().isEmpty()) return 0;
        var wanted = contents.topics().entrySet().stream()
                .map(each -> ISSUE_ARTICLES.ARTICLE_ID.eq(each.getKey()).and(wants(each.getValue())))
                .reduce(DSL.falseCondition(), Condition::or);
        return tx.sql().insertInto(
                        ARREARS, ARREARS.SUBSCRIPTION_ID, ARREARS.ARTICLE_ID, ARREARS.ISSUE_ID, ARREARS.OWED_AT)
                .select(tx.sql().select(
                                SUBSCRIPTIONS.ID, ISSUE_ARTICLES.ARTICLE_ID, ISSUE_ARTICLES.ISSUE_ID, DSL.val(now))
                        .from(SUBSCRIPTIONS)
                        .join(ISSUE_ARTICLES).on(ISSUE_ARTICLES.ISSUE_ID.eq(contents.issueId()))
                        .where(SUBSCRIPTIONS.NEWSLETTER_ID.eq(contents.newsletterId()))
                        .and(SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column()))
                        .and(SUBSCRIPTIONS.PAUSED_UNTIL.isNull().or(SUBSCRIPTIONS.CATCH_UP))
                        .and(wanted)
                        .andNotExists(tx.sql().selectOne().from(DELIVERIES)
                                .where(DELIVERIES.ISSUE_ID.eq(contents.issueId()))
                                .and(DELIVERIES.SUBSCRIPTION_ID.eq(SUBSCRIPTIONS.ID))))
                .execute();
    }

    /** Notes what those are to get when their pause is over whose letters of {@code deliveryIds} it has just ended. */
    static void oweAgain(Tx tx, Collection<Long> deliveryIds) {
        if (deliveryIds.isEmpty()) return;
        // What may have come already does not come again.
        var held = DELIVERIES.ID.in(deliveryIds).and(DELIVERIES.DOUBTS.eq(0)).and(DELIVERIES.SUBSCRIPTION_ID.in(
                tx.sql().select(SUBSCRIPTIONS.ID).from(SUBSCRIPTIONS).where(waits())));
        var letters = tx.sql().select(DELIVERIES.SUBSCRIPTION_ID, DELIVERIES.ISSUE_ID)
                .from(DELIVERIES)
                .where(held)
                .fetch();
        for (var letter : letters) {
            tx.sql().update(ARREARS)
                    .setNull(ARREARS.DIGEST_ID)
                    .where(ARREARS.SUBSCRIPTION_ID.eq(letter.value1()), ARREARS.DIGEST_ID.eq(letter.value2()))
                    .execute();
        }
        tx.sql().insertInto(ARREARS, ARREARS.SUBSCRIPTION_ID, ARREARS.ARTICLE_ID, ARREARS.ISSUE_ID, ARREARS.OWED_AT)
                .select(tx.sql().select(
                                DELIVERIES.SUBSCRIPTION_ID, ISSUE_ARTICLES.ARTICLE_ID, ISSUES.ID, ISSUES.PUBLISHED_AT)
                        .from(DELIVERIES)
                        .join(ISSUE_ARTICLES).on(ISSUE_ARTICLES.ISSUE_ID.eq(DELIVERIES.ISSUE_ID))
                        .join(ISSUES).on(ISSUES.ID.eq(DELIVERIES.ISSUE_ID))
                        .where(held)
                        .andNotExists(tx.sql().selectOne().from(ARREARS)
                                .where(ARREARS.SUBSCRIPTION_ID.eq(DELIVERIES.SUBSCRIPTION_ID))
                                .and(ARREARS.ARTICLE_ID.eq(ISSUE_ARTICLES.ARTICLE_ID))))
                .execute();
    }

    /** Pauses, and wants afterwards what was missed. */
    private static Condition waits() {
        return SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column())
                .and(SUBSCRIPTIONS.PAUSED_UNTIL.isNotNull())
                .and(SUBSCRIPTIONS.CATCH_UP);
    }

    /** Those who are to get something, each with the time at which the oldest of it was published. */
    Map<Group, Instant> groups(Tx tx, long newsletterId) {
        return tx.sql().select(
                        SUBSCRIPTIONS.CADENCE, SUBSCRIPTIONS.CADENCE_HOUR, SUBSCRIBERS.TIME_ZONE,
                        DSL.min(ARREARS.OWED_AT))
                .from(ARREARS)
                .join(SUBSCRIPTIONS).on(SUBSCRIPTIONS.ID.eq(ARREARS.SUBSCRIPTION_ID))
                .join(SUBSCRIBERS).on(SUBSCRIBERS.ID.eq(SUBSCRIPTIONS.SUBSCRIBER_ID))
                .where(open(tx, newsletterId))
                .groupBy(SUBSCRIPTIONS.CADENCE, SUBSCRIPTIONS.CADENCE_HOUR, SUBSCRIBERS.TIME_ZONE)
                .fetchMap(row -> new Group(row.value1(), row.value2(), row.value3()), row -> row.value4());
    }

    /** In no digest yet, not of an issue that an admin has stopped, and for a reader who may be mailed. */
    private static Condition open(Tx tx, long newsletterId) {
        return ARREARS.DIGEST_ID.isNull()
                .and(SUBSCRIPTIONS.NEWSLETTER_ID.eq(newsletterId))
                .and(SUBSCRIPTIONS.STATUS.eq(Status.CONFIRMED.column()))
                .and(SUBSCRIPTIONS.PAUSED_UNTIL.isNull())
                .and(ARREARS.ISSUE_ID.in(tx.sql().select(ISSUES.ID)
                        .from(ISSUES)
                        .where(ISSUES.NEWSLETTER_ID.eq(newsletterId))
                        .and(ISSUES.STATE.in(IssueState.SENDING.column(), IssueState.SENT.column()))));
    }

    /** What is due, at most {@code limit} portions, those of most readers first. */
    List<Portion> portions(Tx tx, long newsletterId, List<Due> due, int limit) {
        var each = each(tx, newsletterId, due).asTable("each");
        var articles = DSL.field(DSL.name("each", "articles"), String.class);
        return tx.sql().select(articles, DSL.count())
                .from(each)
                .groupBy(articles)
                .orderBy(DSL.count().desc(), articles)
                .limit(limit)
                .fetch(row -> new Portion(
                        COMMA.splitAsStream(row.value1()).map(Long::valueOf).toList(), row.value2()));
    }

    /**
     * Notes in which digest its readers get the first articles of a portion. The embedded database would ask whose they
     * are anew for each row that it has changed; a MERGE asks once.
     */
    void gather(Tx tx, long newsletterId, List<Due> due, Portion portion, long digestId) {
        var each = each(tx, newsletterId, due).asTable("each");
        var reader = DSL.field(DSL.name("reader"), Long.class);
        var whole = String.join(",", portion.articles().stream().map(String::valueOf).toList());
        var whose = tx.sql().select(reader).from(each).where(DSL.field(DSL.name("articles"), String.class).eq(whole));
        var which = ARREARS.DIGEST_ID.isNull().and(ARREARS.ARTICLE_ID.in(portion.first()));
        if (tx.updatesFrom()) {
            tx.sql().update(ARREARS)
                    .set(ARREARS.DIGEST_ID, digestId)
                    .where(which, ARREARS.SUBSCRIPTION_ID.in(whose))
                    .execute();
            return;
        }
        tx.sql().mergeInto(ARREARS)
                .using(whose.asTable("whose"))
                .on(ARREARS.SUBSCRIPTION_ID.eq(DSL.field(DSL.name("whose", "reader"), Long.class)), which)
                .whenMatchedThenUpdate()
                .set(ARREARS.DIGEST_ID, digestId)
                .execute();
    }

    /** Each reader with the ids of the articles that are due to them. */
    private static SelectHavingStep<Record2<Long, String>> each(Tx tx, long newsletterId, List<Due> due) {
        return tx.sql().select(
                        ARREARS.SUBSCRIPTION_ID.as("reader"),
                        DSL.listAgg(ARREARS.ARTICLE_ID, ",").withinGroupOrderBy(ARREARS.ARTICLE_ID).as("articles"))
                .from(ARREARS)
                .join(SUBSCRIPTIONS).on(SUBSCRIPTIONS.ID.eq(ARREARS.SUBSCRIPTION_ID))
                .join(SUBSCRIBERS).on(SUBSCRIBERS.ID.eq(SUBSCRIPTIONS.SUBSCRIBER_ID))
                .where(open(tx, newsletterId))
                .and(due.stream().map(Arrears::of).reduce(DSL.falseCondition(), Condition::or))
                .groupBy(ARREARS.SUBSCRIPTION_ID);
    }

    private static Condition of(Due due) {
        var group = due.group();
        return SUBSCRIPTIONS.CADENCE.isNotDistinctFrom(group.cadence())
                .and(SUBSCRIPTIONS.CADENCE_HOUR.isNotDistinctFrom(group.hour()))
                .and(SUBSCRIBERS.TIME_ZONE.isNotDistinctFrom(group.zone()))
                .and(ARREARS.OWED_AT.lt(due.until()));
    }

    /** Those who get a digest now: a condition on their subscriptions, looked up in the index for each. */
    static Condition gathered(Tx tx, long digestId) {
        return SUBSCRIPTIONS.PAUSED_UNTIL.isNull().andExists(tx.sql().selectOne()
                .from(ARREARS)
                .where(ARREARS.DIGEST_ID.eq(digestId), ARREARS.SUBSCRIPTION_ID.eq(SUBSCRIPTIONS.ID)));
    }

    /** Those for whom a digest was not queued, because they had paused since it was made, get it when that is over. */
    void putBack(Tx tx, long digestId) {
        tx.sql().update(ARREARS)
                .setNull(ARREARS.DIGEST_ID)
                .where(ARREARS.DIGEST_ID.eq(digestId))
                .and(ARREARS.SUBSCRIPTION_ID.in(tx.sql().select(SUBSCRIPTIONS.ID)
                        .from(SUBSCRIPTIONS)
                        .where(SUBSCRIPTIONS.PAUSED_UNTIL.isNull().or(SUBSCRIPTIONS.CATCH_UP))))
                .andNotExists(tx.sql().selectOne().from(DELIVERIES)
                        .where(DELIVERIES.ISSUE_ID.eq(digestId))
                        .and(DELIVERIES.SUBSCRIPTION_ID.eq(ARREARS.SUBSCRIPTION_ID)))
                .execute();
    }

    /** Those who got an issue in a digest that was frozen before the issue {@code correction}, by its deliveries. */
    static SelectConditionStep<Record1<Long>> got(
            Tx tx, long issueId, long correction, staytuned.db.schema.tables.Deliveries got) {
        var digest = ISSUES.as("digest");
        return tx.sql().select(got.SUBSCRIPTION_ID)
                .from(ARREARS)
                .join(got).on(got.ISSUE_ID.eq(ARREARS.DIGEST_ID), got.SUBSCRIPTION_ID.eq(ARREARS.SUBSCRIPTION_ID))
                .join(digest).on(digest.ID.eq(ARREARS.DIGEST_ID))
                .where(ARREARS.ISSUE_ID.eq(issueId))
                .and(digest.FROZEN_AT.lt(DSL.select(ISSUES.FROZEN_AT).from(ISSUES).where(ISSUES.ID.eq(correction))));
    }

    /** How much of an issue readers are still to get, one for each reader and article. */
    int count(Tx tx, long issueId) {
        return tx.sql().fetchCount(ARREARS, ARREARS.ISSUE_ID.eq(issueId), ARREARS.DIGEST_ID.isNull());
    }

    /** The digests in which readers get an issue. */
    List<Long> digests(Tx tx, long issueId) {
        return tx.sql().selectDistinct(ARREARS.DIGEST_ID)
                .from(ARREARS)
                .where(ARREARS.ISSUE_ID.eq(issueId), ARREARS.DIGEST_ID.isNotNull())
                .fetch(ARREARS.DIGEST_ID);
    }

    /** Nobody gets any more what an issue held. */
    void drop(Tx tx, long issueId) {
        tx.sql().deleteFrom(ARREARS).where(ARREARS.ISSUE_ID.eq(issueId), ARREARS.DIGEST_ID.isNull()).execute();
    }
}
