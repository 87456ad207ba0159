package staytuned.issue;

import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.ISSUE_ARTICLES;
import static staytuned.db.schema.Tables.VARIANTS;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.article.Writings;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.followup.Writing;
import staytuned.herald.Happening;
import staytuned.herald.Tidings;
import staytuned.mail.Address;
import staytuned.newsletter.Newsletters;

/** The table of issues. */
public final class Issues {
    private static final int MOST = 1000;
    private static final Condition CANCELLED_UNFINISHED =
            ISSUES.STATE.eq(IssueState.CANCELLED.column()).and(ISSUES.FINISHED_AT.isNull());
    static final String DIGEST = "digest";
    private static final int LONGEST_REASON = 1_900;

    private final Database database;

    public Issues(Database database) {
        this.database = database;
    }

    /** Makes the row of an issue about these articles and gives its id; {@link #freeze} fills it in. */
    long open(Tx tx, long newsletterId, List<Long> articleIds, Instant now) {
        var id = row(tx, newsletterId, now);
        for (var articleId : articleIds) {
            tx.sql().insertInto(ISSUE_ARTICLES)
                    .set(ISSUE_ARTICLES.ISSUE_ID, id)
                    .set(ISSUE_ARTICLES.ARTICLE_ID, articleId)
                    .execute();
        }
        return id;
    }

    private static long row(Tx tx, long newsletterId, Instant now) {
        return tx.sql().insertInto(ISSUES)
                .set(ISSUES.NEWSLETTER_ID, newsletterId)
                .set(ISSUES.STATE, IssueState.READY.column())
                .set(ISSUES.SENDER, "")
                .set(ISSUES.SUBJECT, "")
                .set(ISSUES.PREHEADER, "")
                .set(ISSUES.LANGUAGE, "")
                .set(ISSUES.HTML, "")
                .set(ISSUES.PLAIN, "")
                .set(ISSUES.MARKER, "")
                .set(ISSUES.FROZEN_AT, now)
                .returningResult(ISSUES.ID)
                .fetchSingle(ISSUES.ID);
    }

    /** Makes the row of an issue that corrects the issue {@code original}, as {@link #open} does for an article. */
    long openCorrection(Tx tx, Issue original, Instant now) {
        var before = tx.sql().fetchCount(ISSUES, ISSUES.CORRECTS.eq(original.id()));
        var id = row(tx, original.newsletterId(), now);
        tx.sql().update(ISSUES)
                .set(ISSUES.CORRECTS, original.id())
                .set(ISSUES.CORRECTIONS_BEFORE, before)
                .where(ISSUES.ID.eq(id))
                .execute();
        return id;
    }

    /** Makes the row of an issue of articles that were published before, as {@link #open} does for new ones. */
    long openDigest(Tx tx, long newsletterId, Instant now) {
        var id = row(tx, newsletterId, now);
        tx.sql().update(ISSUES).set(ISSUES.EDITION, DIGEST).where(ISSUES.ID.eq(id)).execute();
        return id;
    }

    /** The articles of an issue with their tags; none for a correction, and for what was published before. */
    public Map<Long, Set<String>> tags(Tx tx, long id) {
        return Writings.of(tx, articles(tx, id)).stream().collect(Collectors.toMap(Writing::id, Writing::tags));
    }

    /** The articles of an issue; none for one that corrects another. */
    List<Long> articles(Tx tx, long id) {
        return tx.sql().select(ISSUE_ARTICLES.ARTICLE_ID)
                .from(ISSUE_ARTICLES)
                .where(ISSUE_ARTICLES.ISSUE_ID.eq(id))
                .fetch(ISSUE_ARTICLES.ARTICLE_ID);
    }

    /** The issue that an article was mailed in. */
    Optional<Issue> about(Tx tx, long articleId) {
        return select(tx, ISSUES.ID.in(tx.sql().select(ISSUE_ARTICLES.ISSUE_ID)
                        .from(ISSUE_ARTICLES)
                        .where(ISSUE_ARTICLES.ARTICLE_ID.eq(articleId))))
                .fetchOptional(Issues::issue);
    }

    /** The issue that an article was mailed in, or will be. */
    public Optional<Issue> about(long articleId) {
        return database.inTransaction(tx -> about(tx, articleId));
    }

    /** Whether a correction of an issue was frozen after {@code time}. */
    boolean correctedAfter(Tx tx, long original, Instant time) {
        return tx.sql().fetchExists(ISSUES, ISSUES.CORRECTS.eq(original), ISSUES.FROZEN_AT.gt(time));
    }

    /** The issue that an issue corrects; empty for one that corrects none. */
    public Optional<Long> corrects(Tx tx, long id) {
        return Optional.ofNullable(tx.sql().select(ISSUES.CORRECTS)
                .from(ISSUES)
                .where(ISSUES.ID.eq(id))
                .fetchSingle(ISSUES.CORRECTS));
    }

    void freeze(Tx tx, long id, Letter letter, Instant now) {
        tx.sql().deleteFrom(VARIANTS).where(VARIANTS.ISSUE_ID.eq(id)).execute();
        tx.sql().update(ISSUES)
                .set(ISSUES.SENDER, letter.sender().toString())
                .set(ISSUES.SUBJECT, letter.subject())
                .set(ISSUES.PREHEADER, letter.preheader())
                .set(ISSUES.LANGUAGE, letter.language())
                .set(ISSUES.HTML, letter.html())
                .set(ISSUES.PLAIN, letter.plain())
                .set(ISSUES.MARKER, letter.marker())
                .set(ISSUES.FROZEN_AT, now)
                .where(ISSUES.ID.eq(id))
                .execute();
    }

    /** Keeps an issue's letter as those get it who have chosen {@code content}; only its bodies may differ. */
    void vary(Tx tx, long id, String content, Letter letter) {
        tx.sql().insertInto(VARIANTS)
                .set(VARIANTS.ISSUE_ID, id)
                .set(VARIANTS.CONTENT, content)
                .set(VARIANTS.HTML, letter.html())
                .set(VARIANTS.PLAIN, letter.plain())
                .execute();
    }

    /** An issue's letter as those get it who have chosen to have more or less in it, by what they chose. */
    public Map<String, Letter> variants(long id) {
        return database.inTransaction(tx -> {
            var bodies = tx.sql().selectFrom(VARIANTS).where(VARIANTS.ISSUE_ID.eq(id)).fetch();
            if (bodies.isEmpty()) return Map.of();
            var its = letter(tx, id);
            return bodies.intoMap(VARIANTS.CONTENT, row -> its.with(row.getHtml(), row.getPlain()));
        });
    }

    /** The issues in {@code state}, oldest first, at most a thousand of them. */
    public List<Issue> in(IssueState state) {
        return database.inTransaction(
                tx -> select(tx, ISSUES.STATE.eq(state.column())).orderBy(ISSUES.ID).limit(MOST).fetch(Issues::issue));
    }

    /** At most {@code limit} issues of all newsletters, newest first, of those before the issue {@code before}. */
    public List<Issue> page(long before, int limit) {
        return database.inTransaction(tx ->
                select(tx, ISSUES.ID.lt(before)).orderBy(ISSUES.ID.desc()).limit(limit).fetch(Issues::issue));
    }

    /** The last {@code limit} issues of a newsletter, newest first. */
    public List<Issue> list(long newsletterId, int limit) {
        return database.inTransaction(tx -> select(tx, ISSUES.NEWSLETTER_ID.eq(newsletterId))
                .orderBy(ISSUES.ID.desc())
                .limit(limit)
                .fetch(Issues::issue));
    }

    /** The issue of a newsletter that went out last, corrections left aside. */
    public Optional<Long> latest(Tx tx, long newsletterId) {
        var out = List.of(IssueState.SENDING.column(), IssueState.SENT.column());
        return tx.sql().select(ISSUES.ID)
                .from(ISSUES)
                .where(ISSUES.NEWSLETTER_ID.eq(newsletterId), ISSUES.STATE.in(out), ISSUES.CORRECTS.isNull())
                .orderBy(ISSUES.ID.desc())
                .limit(1)
                .fetchOptional(ISSUES.ID);
    }

    /**
     * At most {@code limit} issues before the one with the id {@code before}, newest first.
     *
     * @param newsletterId null for those of all newsletters
     * @param state null for any
     */
    public List<Issue> page(@Nullable Long newsletterId, @Nullable IssueState state, long before, int limit) {
        var of = newsletterId == null ? DSL.noCondition() : ISSUES.NEWSLETTER_ID.eq(newsletterId);
        var in = state == null ? DSL.noCondition() : ISSUES.STATE.eq(state.column());
        return database.inTransaction(tx -> select(tx, ISSUES.ID.lt(before).and(of).and(in))
                .orderBy(ISSUES.ID.desc())
                .limit(limit)
                .fetch(Issues::issue));
    }

    public Optional<Issue> find(long id) {
        return database.inTransaction(tx -> select(tx, ISSUES.ID.eq(id)).fetchOptional(Issues::issue));
    }

    /** The frozen words of an issue. */
    public Letter letter(long id) {
        return database.inTransaction(tx -> letter(tx, id));
    }

    private static Letter letter(Tx tx, long id) {
        var row = tx.sql().selectFrom(ISSUES).where(ISSUES.ID.eq(id)).fetchSingle();
        return new Letter(
                Address.parse(row.getSender()),
                row.getSubject(),
                row.getPreheader(),
                row.getLanguage(),
                row.getHtml(),
                row.getPlain(),
                row.getMarker());
    }

    /** Notes that an issue keeps a promise of an {@code earlier} one: each reader's copy refers to their copy of it. */
    void follow(Tx tx, long id, long earlier) {
        tx.sql().update(ISSUES)
                .set(ISSUES.FOLLOWS, earlier)
                .set(ISSUES.THREAD, letter(tx, earlier).idSuffix())
                .where(ISSUES.ID.eq(id))
                .execute();
    }

    /** Takes an issue that is ready for its readers to be queued; false when another node has taken it. */
    public boolean publish(Tx tx, long id, Instant now) {
        var rows = tx.sql().update(ISSUES)
                .set(ISSUES.STATE, IssueState.SENDING.column())
                .set(ISSUES.PUBLISHED_AT, now)
                .where(ISSUES.ID.eq(id), ISSUES.STATE.eq(IssueState.READY.column()))
                .execute();
        return tell(tx, rows, id, Happening.ISSUE_QUEUED);
    }

    /**
     * Notes that no reader of an issue is open any more; false for one that was finished before, or is not going out.
     */
    public boolean finish(Tx tx, long id, Instant now) {
        var state = ISSUES.STATE;
        var ended = DSL.when(state.eq(IssueState.SENDING.column()), IssueState.SENT.column()).otherwise(state);
        var rows = tx.sql().update(ISSUES)
                .set(state, ended)
                .set(ISSUES.FINISHED_AT, now)
                .where(ISSUES.ID.eq(id))
                .and(state.eq(IssueState.SENDING.column()).or(CANCELLED_UNFINISHED))
                .execute();
        var sent = tx.sql().fetchExists(ISSUES, ISSUES.ID.eq(id), state.eq(IssueState.SENT.column()));
        return sent ? tell(tx, rows, id, Happening.ISSUE_SENT) : rows == 1;
    }

    /** The issues that an admin has ended and that are not known to be over. */
    public List<Long> cancelledUnfinished() {
        return database.inTransaction(tx -> tx.sql().select(ISSUES.ID)
                .from(ISSUES)
                .where(CANCELLED_UNFINISHED)
                .limit(MOST)
                .fetch(ISSUES.ID));
    }

    /** Holds an issue that is ready or proposed, for this reason; false when it is on its way already. */
    public boolean hold(Tx tx, long id, String reason) {
        var waiting = List.of(IssueState.READY.column(), IssueState.PROPOSED.column());
        var rows = tx.sql().update(ISSUES)
                .set(ISSUES.STATE, IssueState.HELD.column())
                .set(ISSUES.REASON, Excerpt.line(reason, LONGEST_REASON))
                .where(ISSUES.ID.eq(id), ISSUES.STATE.in(waiting))
                .execute();
        return tell(tx, rows, id, Happening.ISSUE_HELD);
    }

    /** Lets an issue that is held go out as it is; false where it is not held. */
    public boolean approve(Tx tx, long id) {
        return tx.sql().update(ISSUES)
                        .set(ISSUES.STATE, IssueState.READY.column())
                        .setNull(ISSUES.REASON)
                        .where(ISSUES.ID.eq(id), ISSUES.STATE.eq(IssueState.HELD.column()))
                        .execute()
                == 1;
    }

    /** Keeps an issue that is ready until its editors have had their word; false where it is not ready. */
    boolean propose(Tx tx, long id) {
        return change(tx, id, Set.of(IssueState.READY), IssueState.PROPOSED);
    }

    /** Lets an issue go that waited for its editors; false where it does not. */
    boolean release(Tx tx, long id) {
        return change(tx, id, Set.of(IssueState.PROPOSED), IssueState.READY);
    }

    boolean isProposed(Tx tx, long id) {
        return tx.sql().fetchExists(ISSUES, ISSUES.ID.eq(id), ISSUES.STATE.eq(IssueState.PROPOSED.column()));
    }

    /** Why an issue is held or paused; empty where it is not. */
    Optional<String> reason(Tx tx, long id) {
        return select(tx, ISSUES.ID.eq(id)).fetchOptional(ISSUES.REASON);
    }

    /** Brings an issue that is in one of these states into another; false where it is in none of them. */
    public boolean change(Tx tx, long id, Set<IssueState> from, IssueState to) {
        var rows = tx.sql().update(ISSUES)
                .set(ISSUES.STATE, to.column())
                .setNull(ISSUES.REASON)
                .where(ISSUES.ID.eq(id))
                .and(ISSUES.STATE.in(from.stream().map(IssueState::column).toList()))
                .execute();
        return switch (to) {
            case PAUSED -> tell(tx, rows, id, Happening.ISSUE_PAUSED);
            case CANCELLED -> tell(tx, rows, id, Happening.ISSUE_CANCELLED);
            case READY, PROPOSED, HELD, SENDING, SENT -> rows == 1;
        };
    }

    /** Pauses an issue that is going out, and keeps the reason; false for one that is not. */
    public boolean stop(Tx tx, long id, String reason) {
        var rows = tx.sql().update(ISSUES)
                .set(ISSUES.STATE, IssueState.PAUSED.column())
                .set(ISSUES.REASON, reason)
                .where(ISSUES.ID.eq(id), ISSUES.STATE.eq(IssueState.SENDING.column()))
                .execute();
        return tell(tx, rows, id, Happening.ISSUE_PAUSED);
    }

    /** Has others told what has become of an issue, where a row was changed; whether one was. */
    private static boolean tell(Tx tx, int rows, long id, Happening what) {
        if (rows == 1) Tidings.note(tx, what, () -> told(tx, select(tx, ISSUES.ID.eq(id)).fetchSingle(Issues::issue)));
        return rows == 1;
    }

    private static Map<String, Object> told(Tx tx, Issue issue) {
        var data = new LinkedHashMap<String, Object>();
        data.put("issue", issue.id());
        data.put("newsletter", Newsletters.key(tx, issue.newsletterId()));
        data.put("subject", issue.subject());
        if (issue.reason() != null) data.put("reason", issue.reason());
        return data;
    }

    /** Notes when an issue goes on each reader's own wall clock. */
    void goAt(Tx tx, long id, LocalDateTime wall) {
        tx.sql().update(ISSUES).set(ISSUES.WALL_TIME, wall.toString()).where(ISSUES.ID.eq(id)).execute();
    }

    /** When an issue goes on each reader's own wall clock; null for at once. */
    public @Nullable LocalDateTime wallTime(Tx tx, long id) {
        var time = tx.sql().select(ISSUES.WALL_TIME)
                .from(ISSUES)
                .where(ISSUES.ID.eq(id))
                .fetchSingle(ISSUES.WALL_TIME);
        return time == null ? null : LocalDateTime.parse(time);
    }

    private static SelectConditionStep<? extends Record> select(Tx tx, Condition which) {
        return tx.sql().select(
                        ISSUES.ID,
                        ISSUES.NEWSLETTER_ID,
                        ISSUES.STATE,
                        ISSUES.SUBJECT,
                        ISSUES.FROZEN_AT,
                        ISSUES.PUBLISHED_AT,
                        ISSUES.FINISHED_AT,
                        ISSUES.FOLLOWS,
                        ISSUES.THREAD,
                        ISSUES.REASON,
                        ISSUES.EDITION)
                .from(ISSUES)
                .where(which);
    }

    private static Issue issue(Record row) {
        return new Issue(
                row.get(ISSUES.ID),
                row.get(ISSUES.NEWSLETTER_ID),
                IssueState.of(row.get(ISSUES.STATE)),
                row.get(ISSUES.SUBJECT),
                row.get(ISSUES.FROZEN_AT),
                row.get(ISSUES.PUBLISHED_AT),
                row.get(ISSUES.FINISHED_AT),
                row.get(ISSUES.FOLLOWS),
                row.get(ISSUES.THREAD),
                row.get(ISSUES.REASON),
                DIGEST.equals(row.get(ISSUES.EDITION)));
    }
}
