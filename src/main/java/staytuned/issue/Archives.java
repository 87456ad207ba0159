package staytuned.issue;

import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.ISSUE_ARTICLES;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import staytuned.article.Readings;
import staytuned.db.Database;
import staytuned.db.Tx;

/** The table of issues, as an archive of those that went out, newest first. */
public final class Archives {
    /** A page has as many issues; the newest one up to twice as many, so that no other ever changes. */
    public static final int PAGE = 25;

    private static final int LONGEST_SEARCH = 100;
    private static final int MOST_WORDS = 5;
    private static final int MOST_FOUND = 50;
    /** Not the digests that readers have chosen: these repeat articles of letters that are here. */
    private static final Condition OUT =
            ISSUES.PUBLISHED_AT.isNotNull().and(ISSUES.EDITION.ne(DSL.inline(Issues.DIGEST)));

    private final Database database;

    public Archives(Database database) {
        this.database = database;
    }

    /**
     * An issue that went out.
     *
     * @param corrects the issue that it corrects; null for none
     * @param articles what its articles say now
     */
    public record Entry(
            long id,
            long newsletterId,
            String subject,
            String preheader,
            String language,
            Instant publishedAt,
            @Nullable Long corrects,
            List<Readings.Said> articles) {
        /** Its subject; for the letter about one article that was edited since, what that is called now. */
        public String title() {
            return articles.size() == 1 && revised() && corrects == null
                    ? articles.getFirst().reading().title()
                    : subject;
        }

        /** Whether it reads otherwise now than when it went out. */
        public boolean revised() {
            return articles.stream().anyMatch(each -> each.revisedAt() != null);
        }

        /** When its text was last changed. */
        public Instant updatedAt() {
            return articles.stream()
                    .map(Readings.Said::revisedAt)
                    .filter(Objects::nonNull)
                    .reduce(publishedAt, (a, b) -> a.isAfter(b) ? a : b);
        }
    }

    /**
     * A page of the archive.
     *
     * @param number counts from the oldest, which is 1
     * @param pages how many there are; the last is the newest
     */
    public record Page(List<Entry> entries, int number, int pages) {}

    /** Where an issue stands. */
    public record Place(long newsletterId, long id) {}

    /** What stands beside an issue in the archive; null where nothing does. */
    public record Neighbours(@Nullable Entry previous, @Nullable Entry next) {}

    /** A page, or the newest where {@code number} is null; empty where there is none of this number. */
    public Optional<Page> page(long newsletterId, @Nullable Integer number) {
        return database.inTransaction(tx -> {
            var its = ISSUES.NEWSLETTER_ID.eq(newsletterId);
            var count = tx.sql().fetchCount(ISSUES, its, OUT);
            var pages = Math.max(1, count / PAGE);
            var wanted = number == null ? pages : number;
            if (wanted < 1 || wanted > pages) return Optional.empty();
            var newer = wanted == pages ? 0 : count - wanted * PAGE;
            var older = (wanted - 1) * PAGE;
            var rows = select(tx, its)
                    .orderBy(ISSUES.ID.desc())
                    .offset(newer)
                    .limit(count - newer - older)
                    .fetch();
            return Optional.of(new Page(entries(tx, rows), wanted, pages));
        });
    }

    /** The newest issues. */
    public List<Entry> newest(long newsletterId, int limit) {
        return database.inTransaction(tx -> entries(
                tx, select(tx, ISSUES.NEWSLETTER_ID.eq(newsletterId)).orderBy(ISSUES.ID.desc()).limit(limit).fetch()));
    }

    /** An issue that went out. */
    public Optional<Entry> find(long id) {
        return database.inTransaction(tx -> entries(tx, select(tx, ISSUES.ID.eq(id)).fetch()).stream().findFirst());
    }

    public Neighbours neighbours(Entry entry) {
        var its = ISSUES.NEWSLETTER_ID.eq(entry.newsletterId);
        return database.inTransaction(tx -> {
            var before = select(tx, its.and(ISSUES.ID.lt(entry.id))).orderBy(ISSUES.ID.desc()).limit(1).fetch();
            var after = select(tx, its.and(ISSUES.ID.gt(entry.id))).orderBy(ISSUES.ID).limit(1).fetch();
            return new Neighbours(
                    entries(tx, before).stream().findFirst().orElse(null),
                    entries(tx, after).stream().findFirst().orElse(null));
        });
    }

    /**
     * The newest 50 issues in whose subject, or in one of whose articles as they read now, all of these words stand: in
     * whatever case, and as parts of words too. The first five words count.
     */
    public List<Entry> search(long newsletterId, String query) {
        var cut = query.length() > LONGEST_SEARCH ? query.substring(0, LONGEST_SEARCH) : query;
        var words = Arrays.stream(cut.split("[\\s\\p{Cntrl}]+", -1))
                .filter(each -> !each.isEmpty())
                .limit(MOST_WORDS)
                .toList();
        if (words.isEmpty()) return List.of();
        return database.inTransaction(tx -> {
            var articles = Readings.matching(tx, newsletterId, words, MOST_FOUND * 4);
            var subject = DSL.and(words.stream().map(ISSUES.SUBJECT::containsIgnoreCase).toList());
            var about = ISSUES.ID.in(tx.sql().select(ISSUE_ARTICLES.ISSUE_ID)
                    .from(ISSUE_ARTICLES)
                    .where(ISSUE_ARTICLES.ARTICLE_ID.in(articles)));
            return entries(tx, select(tx, ISSUES.NEWSLETTER_ID.eq(newsletterId).and(subject.or(about)))
                    .orderBy(ISSUES.ID.desc())
                    .limit(MOST_FOUND)
                    .fetch());
        });
    }

    /** How many issues of these newsletters went out. */
    public int count(Collection<Long> newsletterIds) {
        return database.inTransaction(
                tx -> tx.sql().fetchCount(ISSUES, ISSUES.NEWSLETTER_ID.in(newsletterIds), OUT));
    }

    /** The issues of these newsletters that went out, from the one at {@code offset} on, oldest first. */
    public List<Place> places(Collection<Long> newsletterIds, int offset, int limit) {
        return database.inTransaction(tx -> tx.sql().select(ISSUES.NEWSLETTER_ID, ISSUES.ID)
                .from(ISSUES)
                .where(ISSUES.NEWSLETTER_ID.in(newsletterIds), OUT)
                .orderBy(ISSUES.ID)
                .offset(offset)
                .limit(limit)
                .fetch(row -> new Place(row.value1(), row.value2())));
    }

    private static SelectConditionStep<? extends Record> select(Tx tx, Condition which) {
        return tx.sql().select(
                        ISSUES.ID, ISSUES.NEWSLETTER_ID, ISSUES.SUBJECT, ISSUES.PREHEADER, ISSUES.LANGUAGE,
                        ISSUES.PUBLISHED_AT, ISSUES.CORRECTS)
                .from(ISSUES)
                .where(which, OUT);
    }

    /** A correction is about the article of the issue that it corrects. */
    private static long origin(Record row) {
        var corrects = row.get(ISSUES.CORRECTS);
        return corrects == null ? row.get(ISSUES.ID) : corrects;
    }

    private static List<Entry> entries(Tx tx, List<? extends Record> rows) {
        if (rows.isEmpty()) return List.of();
        var about = tx.sql().select(ISSUE_ARTICLES.ISSUE_ID, ISSUE_ARTICLES.ARTICLE_ID)
                .from(ISSUE_ARTICLES)
                .where(ISSUE_ARTICLES.ISSUE_ID.in(rows.stream().map(Archives::origin).toList()))
                .orderBy(ISSUE_ARTICLES.ARTICLE_ID)
                .fetchGroups(ISSUE_ARTICLES.ISSUE_ID, ISSUE_ARTICLES.ARTICLE_ID);
        var said = Readings.of(tx, about.values().stream().flatMap(List::stream).toList());
        return rows.stream()
                .map(row -> new Entry(
                        row.get(ISSUES.ID),
                        row.get(ISSUES.NEWSLETTER_ID),
                        row.get(ISSUES.SUBJECT),
                        row.get(ISSUES.PREHEADER),
                        row.get(ISSUES.LANGUAGE),
                        row.get(ISSUES.PUBLISHED_AT),
                        row.get(ISSUES.CORRECTS),
                        about.getOrDefault(origin(row), List.of()).stream()
                                .map(said::get)
                                .filter(Objects::nonNull)
                                .toList()))
                .toList();
    }
}
