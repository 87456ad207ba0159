package staytuned.article;

import static staytuned.db.schema.Tables.ARTICLES;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.reading.Content;
import staytuned.reading.Reading;
import staytuned.text.Characters;

/** The table of articles: each once for a newsletter, ever. */
public final class Articles {
    private static final int CHUNK = 500;
    private static final List<String> MAY_BE_WITHDRAWN =
            List.of(ArticleState.WAITING.column(), ArticleState.SCHEDULED.column());

    private final Database database;

    public Articles(Database database) {
        this.database = database;
    }

    /** At most {@code limit} waiting articles that were found by {@code foundBy}, oldest first. */
    public List<Article> waiting(long newsletterId, Instant foundBy, int limit) {
        return waiting(newsletterId, foundBy, limit, Set.of());
    }

    /** As {@link #waiting(long, Instant, int)}, without those of the sources {@code resting}. */
    public List<Article> waiting(long newsletterId, Instant foundBy, int limit, Set<Long> resting) {
        return database.inTransaction(tx -> tx.sql().selectFrom(ARTICLES)
                .where(
                        ARTICLES.NEWSLETTER_ID.eq(newsletterId),
                        ARTICLES.STATE.eq(ArticleState.WAITING.column()),
                        ARTICLES.MEDIA_TYPE.ne(Unread.MEDIA_TYPE),
                        ARTICLES.FOUND_AT.le(foundBy),
                        ARTICLES.SOURCE_ID.notIn(resting))
                .orderBy(DSL.coalesce(ARTICLES.PUBLISHED_AT, ARTICLES.FOUND_AT), ARTICLES.FOUND_AT, ARTICLES.ID)
                .limit(limit)
                .fetch(Articles::article));
    }

    /** The sources of the waiting articles that can be mailed and were found by {@code foundBy}. */
    Set<Long> sourcesWaiting(long newsletterId, Instant foundBy) {
        return database.inTransaction(tx -> tx.sql().selectDistinct(ARTICLES.SOURCE_ID)
                .from(ARTICLES)
                .where(
                        ARTICLES.NEWSLETTER_ID.eq(newsletterId),
                        ARTICLES.STATE.eq(ArticleState.WAITING.column()),
                        ARTICLES.MEDIA_TYPE.ne(Unread.MEDIA_TYPE),
                        ARTICLES.FOUND_AT.le(foundBy))
                .fetchSet(ARTICLES.SOURCE_ID));
    }

    /** The links of the waiting articles that are in their source no longer, by the articles' ids. */
    Map<Long, String> missing(long newsletterId, Instant foundBy, int limit) {
        return database.inTransaction(tx -> tx.sql().select(ARTICLES.ID, ARTICLES.LINK)
                .from(ARTICLES)
                .where(
                        ARTICLES.NEWSLETTER_ID.eq(newsletterId),
                        ARTICLES.STATE.eq(ArticleState.WAITING.column()),
                        ARTICLES.FOUND_AT.le(foundBy),
                        ARTICLES.MISSING_SINCE.isNotNull(),
                        ARTICLES.LINK.isNotNull())
                .limit(limit)
                .fetchMap(ARTICLES.ID, ARTICLES.LINK));
    }

    /** The articles of a source that wait, for their letters or for their dates. */
    List<Long> waiting(Tx tx, long sourceId) {
        return tx.sql().select(ARTICLES.ID)
                .from(ARTICLES)
                .where(ARTICLES.SOURCE_ID.eq(sourceId), ARTICLES.STATE.in(MAY_BE_WITHDRAWN))
                .fetch(ARTICLES.ID);
    }

    /** Notes which of a source's waiting articles are in it no longer; all others are. */
    void noteMissing(Tx tx, long sourceId, Collection<Long> missing, Instant now) {
        tx.sql().update(ARTICLES)
                .setNull(ARTICLES.MISSING_SINCE)
                .where(
                        ARTICLES.SOURCE_ID.eq(sourceId),
                        ARTICLES.MISSING_SINCE.isNotNull(),
                        ARTICLES.ID.notIn(missing))
                .execute();
        if (missing.isEmpty()) return;
        tx.sql().update(ARTICLES)
                .set(ARTICLES.MISSING_SINCE, now)
                .where(ARTICLES.ID.in(missing), ARTICLES.MISSING_SINCE.isNull())
                .execute();
    }

    /** An article that waits was taken back: it is not mailed unless it comes back. */
    void withdraw(Tx tx, long id, String reason) {
        tx.sql().update(ARTICLES)
                .set(ARTICLES.STATE, ArticleState.WITHDRAWN.column())
                .set(ARTICLES.REASON, reason)
                .where(ARTICLES.ID.eq(id), ARTICLES.STATE.in(MAY_BE_WITHDRAWN))
                .execute();
    }

    /** Takes an article that waits for an issue, as it is at this moment; empty when it waits no longer. */
    public Optional<Article> issue(Tx tx, long id) {
        return mark(tx, List.of(id), ArticleState.ISSUED) == 0 ? Optional.empty() : mailing(tx, id);
    }

    /** At most {@code limit} mailed articles whose letter would show something else since {@code editedBy}. */
    public List<Article> edited(long newsletterId, Instant editedBy, int limit) {
        return database.inTransaction(tx -> tx.sql().selectFrom(ARTICLES)
                .where(ARTICLES.NEWSLETTER_ID.eq(newsletterId), ARTICLES.EDITED_AT.le(editedBy))
                .orderBy(ARTICLES.EDITED_AT, ARTICLES.ID)
                .limit(limit)
                .fetch(Articles::article));
    }

    /** Whether what a letter shows of any of these articles was changed after {@code since}, and not after {@code by}. */
    public boolean anyRevised(Tx tx, Collection<Long> ids, Instant since, Instant by) {
        return tx.sql().fetchExists(
                ARTICLES, ARTICLES.ID.in(ids), ARTICLES.REVISED_AT.gt(since), ARTICLES.REVISED_AT.le(by));
    }

    /** Takes an edited article for a correction, as it is at this moment; empty when there is nothing to correct. */
    public Optional<Article> correct(Tx tx, long id) {
        int taken = tx.sql().update(ARTICLES)
                .setNull(ARTICLES.EDITED_AT)
                .where(ARTICLES.ID.eq(id), ARTICLES.EDITED_AT.isNotNull())
                .execute();
        return taken == 0 ? Optional.empty() : mailing(tx, id);
    }

    /** Takes an article whose issue is set anew, as it is at this moment. */
    public Optional<Article> again(Tx tx, long id) {
        tx.sql().update(ARTICLES).setNull(ARTICLES.EDITED_AT).where(ARTICLES.ID.eq(id)).execute();
        return mailing(tx, id);
    }

    /** The article, whose letter shows from now on what it says at this moment. */
    private static Optional<Article> mailing(Tx tx, long id) {
        var article = tx.sql().selectFrom(ARTICLES).where(ARTICLES.ID.eq(id)).fetchOptional(Articles::article);
        article.ifPresent(each -> tx.sql().update(ARTICLES)
                .set(ARTICLES.MAILED, Essence.of(each.reading()))
                .where(ARTICLES.ID.eq(id))
                .execute());
        return article;
    }

    /**
     * Takes over what a mailed article says now. Where the text that it had says else, which {@code differs} tells,
     * notes when its letter would show else.
     */
    void revise(Tx tx, long id, Finding finding, String version, Predicate<Content> differs, Instant now) {
        var row = tx.sql().selectFrom(ARTICLES).where(ARTICLES.ID.eq(id)).forUpdate().fetchSingle();
        var mailed = row.getMailed() == null ? Essence.of(article(row).reading()) : row.getMailed();
        var values = values(finding, version, ArticleState.ISSUED, now);
        values.put(ARTICLES.MAILED, mailed);
        boolean same = mailed.equals(Essence.of(finding.reading()));
        values.put(ARTICLES.EDITED_AT, same ? null : differs.test(article(row).content()) ? now : row.getEditedAt());
        var before = Essence.of(article(row).reading());
        if (!before.equals(Essence.of(finding.reading()))) values.put(ARTICLES.REVISED_AT, now);
        tx.sql().update(ARTICLES).set(values).where(ARTICLES.ID.eq(id)).execute();
    }

    /** Says what becomes of those of these articles that still wait, and how many they are. */
    public int mark(Tx tx, List<Long> ids, ArticleState state) {
        return tx.sql().update(ARTICLES)
                .set(ARTICLES.STATE, state.column())
                .where(ARTICLES.ID.in(ids), ARTICLES.STATE.eq(ArticleState.WAITING.column()))
                .execute();
    }

    /** Every article that waits and was found by {@code foundBy} is never mailed. */
    public void skipWaiting(Tx tx, long newsletterId, Instant foundBy) {
        tx.sql().update(ARTICLES)
                .set(ARTICLES.STATE, ArticleState.SKIPPED.column())
                .where(
                        ARTICLES.NEWSLETTER_ID.eq(newsletterId),
                        ARTICLES.STATE.eq(ArticleState.WAITING.column()),
                        ARTICLES.FOUND_AT.le(foundBy))
                .execute();
    }

    /** Those of the articles with these keys that wait are held. */
    void hold(Tx tx, long newsletterId, List<String> keys, String reason) {
        for (int from = 0; from < keys.size(); from += CHUNK) {
            tx.sql().update(ARTICLES)
                    .set(ARTICLES.STATE, ArticleState.HELD.column())
                    .set(ARTICLES.REASON, reason)
                    .where(
                            ARTICLES.NEWSLETTER_ID.eq(newsletterId),
                            ARTICLES.STATE.eq(ArticleState.WAITING.column()),
                            ARTICLES.IDENTITY.in(keys.subList(from, Math.min(from + CHUNK, keys.size()))))
                    .execute();
        }
    }

    public Optional<Article> find(long id) {
        return database.inTransaction(tx ->
                tx.sql().selectFrom(ARTICLES).where(ARTICLES.ID.eq(id)).fetchOptional(Articles::article));
    }

    /** Those of these articles that there are, oldest first. */
    public List<Article> of(Tx tx, Collection<Long> ids) {
        return tx.sql().selectFrom(ARTICLES)
                .where(ARTICLES.ID.in(ids))
                .orderBy(DSL.coalesce(ARTICLES.PUBLISHED_AT, ARTICLES.FOUND_AT), ARTICLES.FOUND_AT, ARTICLES.ID)
                .fetch(Articles::article);
    }

    /** At most {@code limit} articles, newest first. */
    public List<Article> list(long newsletterId, int limit) {
        return database.inTransaction(tx -> tx.sql().selectFrom(ARTICLES)
                .where(ARTICLES.NEWSLETTER_ID.eq(newsletterId))
                .orderBy(
                        DSL.coalesce(ARTICLES.PUBLISHED_AT, ARTICLES.FOUND_AT).desc(),
                        ARTICLES.FOUND_AT.desc(),
                        ARTICLES.ID.desc())
                .limit(limit)
                .fetch(Articles::article));
    }

    public int count(long newsletterId, ArticleState state) {
        return database.inTransaction(tx -> tx.sql().fetchCount(
                ARTICLES, ARTICLES.NEWSLETTER_ID.eq(newsletterId), ARTICLES.STATE.eq(state.column())));
    }

    /** The ids of at most {@code limit} articles that wait, each with what changes when the article does. */
    public Map<Long, String> waitingVersions(long newsletterId, int limit) {
        return database.inTransaction(tx -> tx.sql().select(ARTICLES.ID, ARTICLES.VERSION)
                .from(ARTICLES)
                .where(
                        ARTICLES.NEWSLETTER_ID.eq(newsletterId),
                        ARTICLES.STATE.eq(ArticleState.WAITING.column()),
                        ARTICLES.MEDIA_TYPE.ne(Unread.MEDIA_TYPE))
                .orderBy(ARTICLES.ID)
                .limit(limit)
                .fetchMap(ARTICLES.ID, ARTICLES.VERSION));
    }

    /** The kept articles among these identities, by their keys. */
    Map<String, Known.Row> byKey(long newsletterId, List<Identity> identities) {
        return named(newsletterId, identities.stream().map(Identity::key).toList());
    }

    /** The kept articles that have any of these names, by name. */
    Map<String, Known.Row> named(long newsletterId, Collection<String> wanted) {
        return database.inTransaction(tx -> {
            var names = new Names(newsletterId).find(tx, wanted);
            var out = new HashMap<String, Known.Row>();
            for (var row : rows(tx, names.keySet())) {
                for (var name : names.getOrDefault(row.id(), Set.of())) out.put(name, row);
            }
            return out;
        });
    }

    /** These articles, as what they are known again by. */
    List<Known.Row> rows(Tx tx, Collection<Long> ids) {
        var all = List.copyOf(ids);
        var out = new ArrayList<Known.Row>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            tx.sql().select(
                            ARTICLES.ID, ARTICLES.SOURCE_ID, ARTICLES.IDENTITY, ARTICLES.STATE, ARTICLES.VERSION,
                            ARTICLES.CONTENT_TITLE, ARTICLES.LINK, ARTICLES.PUBLISHED_AT, ARTICLES.FOUND_AT,
                            ARTICLES.MEDIA_TYPE)
                    .from(ARTICLES)
                    .where(ARTICLES.ID.in(all.subList(from, Math.min(from + CHUNK, all.size()))))
                    .forEach(row -> out.add(new Known.Row(
                            row.value1(), row.value2(), row.value3(), ArticleState.of(row.value4()), row.value5(),
                            row.value6(), row.value7(), row.value8(), row.value9(),
                            row.value10().equals(Unread.MEDIA_TYPE))));
        }
        return out;
    }

    /** Keeps a new article; false when it is kept already. */
    boolean add(Tx tx, long newsletterId, long sourceId, Finding finding, String version, ArticleState state,
            Instant now) {
        var values = values(finding, version, state, now);
        values.put(ARTICLES.NEWSLETTER_ID, newsletterId);
        values.put(ARTICLES.SOURCE_ID, sourceId);
        values.put(ARTICLES.IDENTITY, finding.identity().key());
        values.put(ARTICLES.FOUND_AT, now);
        return tx.insertNew(tx.sql().insertInto(ARTICLES).set(values));
    }

    /** Takes over what a new version of a kept article says, unless it has gone into an issue meanwhile. */
    boolean replace(Tx tx, Known.Row row, long sourceId, Finding finding, String version, ArticleState state,
            Instant now) {
        var values = values(finding, version, state, now);
        if (row.state() != state) values.put(ARTICLES.FOUND_AT, now);
        if (row.state() == ArticleState.WITHDRAWN || row.state() == ArticleState.SCHEDULED) {
            values.put(ARTICLES.SOURCE_ID, sourceId); // where it came back, or is published now
            values.put(ARTICLES.MISSING_SINCE, null);
        }
        if (state == ArticleState.HELD) values.remove(ARTICLES.REASON); // still for the same reason
        return tx.sql().update(ARTICLES)
                        .set(values)
                        .where(ARTICLES.ID.eq(row.id()), ARTICLES.STATE.eq(row.state().column()))
                        .execute()
                == 1;
    }

    /** Notes that this version of a kept article was looked at, and gave nothing. */
    void seen(Tx tx, long id, String version) {
        tx.sql().update(ARTICLES).set(ARTICLES.VERSION, version).where(ARTICLES.ID.eq(id)).execute();
    }

    /** Takes over another reading of a kept article. */
    void reread(Tx tx, long newsletterId, String key, Reading reading) {
        tx.sql().update(ARTICLES)
                .set(taken(reading))
                .where(ARTICLES.NEWSLETTER_ID.eq(newsletterId), ARTICLES.IDENTITY.eq(key))
                .execute();
    }

    private static Map<Field<?>, @Nullable Object> taken(Reading reading) {
        var out = new HashMap<Field<?>, @Nullable Object>();
        out.put(ARTICLES.TITLE, Characters.cut(reading.title(), 300)); // for want of one it may be a long link
        out.put(ARTICLES.LANGUAGE, reading.language());
        out.put(ARTICLES.LEAD, reading.lead());
        out.put(ARTICLES.CONCLUSION, reading.conclusion());
        out.put(ARTICLES.PROMISE, reading.promise());
        out.put(ARTICLES.MINUTES, reading.minutes());
        return out;
    }

    private static Map<Field<?>, @Nullable Object> values(Finding finding, String version, ArticleState state,
            Instant now) {
        var item = finding.item();
        var content = item.content();
        var out = taken(finding.reading());
        out.put(ARTICLES.STATE, state.column());
        out.put(ARTICLES.VERSION, version);
        out.put(ARTICLES.PUBLISHED_AT, state == ArticleState.SCHEDULED ? item.published()
                : believable(item.published(), now));
        out.put(ARTICLES.LINK, item.link());
        out.put(ARTICLES.AUTHOR, item.author());
        out.put(ARTICLES.TAGS, item.labels().tags().isEmpty() ? null : String.join("\n", item.labels().tags()));
        out.put(ARTICLES.FOLLOWS, item.labels().follows());
        out.put(ARTICLES.MEDIA_TYPE, content.mediaType());
        out.put(ARTICLES.CONTENT, content.body());
        out.put(ARTICLES.CONTENT_TITLE, content.title());
        out.put(ARTICLES.CONTENT_LANGUAGE, content.language());
        out.put(ARTICLES.REASON, finding.reason());
        return out;
    }

    /** A date in the future, or before there was a web, is none. */
    private static @Nullable Instant believable(@Nullable Instant published, Instant now) {
        return published == null || published.isAfter(now) || published.getEpochSecond() < 0 ? null : published;
    }

    static Article article(Record row) {
        var link = row.get(ARTICLES.LINK);
        return new Article(
                row.get(ARTICLES.ID),
                row.get(ARTICLES.NEWSLETTER_ID),
                ArticleState.of(row.get(ARTICLES.STATE)),
                row.get(ARTICLES.FOUND_AT),
                row.get(ARTICLES.PUBLISHED_AT),
                link,
                row.get(ARTICLES.AUTHOR),
                new Content(
                        row.get(ARTICLES.MEDIA_TYPE),
                        row.get(ARTICLES.CONTENT),
                        row.get(ARTICLES.CONTENT_TITLE),
                        row.get(ARTICLES.CONTENT_LANGUAGE),
                        link),
                new Reading(
                        row.get(ARTICLES.TITLE),
                        row.get(ARTICLES.LANGUAGE),
                        row.get(ARTICLES.LEAD),
                        row.get(ARTICLES.CONCLUSION),
                        row.get(ARTICLES.PROMISE),
                        row.get(ARTICLES.MINUTES)),
                row.get(ARTICLES.REASON));
    }
}
