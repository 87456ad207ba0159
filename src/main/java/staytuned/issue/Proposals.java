package staytuned.issue;

import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.PROPOSALS;
import static staytuned.db.schema.Tables.PROPOSAL_COPIES;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.db.schema.tables.records.ProposalsRecord;
import staytuned.issue.Proposal.Copy;
import staytuned.issue.Proposal.Verdict;
import staytuned.mail.Address;
import staytuned.newsletter.Approval;

/**
 * The table of proposals: letters that their editors see before they go out. The last word counts, until it goes; for
 * want of one, what the config says happens. The issue's row is always changed first, so that of two nodes, or of an
 * editor and the clock, one is the first.
 */
public final class Proposals {
    private static final Logger LOG = LoggerFactory.getLogger(Proposals.class);

    /** By so much less than they are promised editors may see a letter earlier: the clock ticks, and sources are polled. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private static final int AT_ONCE = 100;

    private final Database database;
    private final Issues issues;

    public Proposals(Database database, Issues issues) {
        this.database = database;
        this.issues = issues;
    }

    /** Shows the letter of an issue that is ready to its editors, who have the whole time for it. */
    void propose(Tx tx, long issueId, Approval approval, Instant goesAt, Instant now) {
        if (!issues.propose(tx, issueId)) return;
        var whole = now.plus(approval.before()).minus(TOLERANCE);
        var id = tx.sql().insertInto(PROPOSALS)
                .set(PROPOSALS.ISSUE_ID, issueId)
                .set(PROPOSALS.MADE_AT, now)
                .set(PROPOSALS.GOES_AT, goesAt)
                .set(PROPOSALS.DUE_AT, goesAt.isBefore(whole) ? now.plus(approval.before()) : goesAt)
                .set(PROPOSALS.UNANSWERED, approval.sends() ? "send" : "hold")
                .returningResult(PROPOSALS.ID)
                .fetchSingle(PROPOSALS.ID);
        for (var email : approval.editors().stream().map(Address::email).collect(Collectors.toSet())) {
            tx.sql().insertInto(PROPOSAL_COPIES)
                    .set(PROPOSAL_COPIES.PROPOSAL_ID, id)
                    .set(PROPOSAL_COPIES.EMAIL, email)
                    .set(PROPOSAL_COPIES.ATTEMPTS, 0)
                    .set(PROPOSAL_COPIES.DUE_AT, now)
                    .execute();
        }
    }

    /** The words of an issue are others now: what was said of the old ones counts no longer. */
    void replace(Tx tx, long issueId, Instant now) {
        tx.sql().update(PROPOSALS)
                .set(PROPOSALS.VERDICT, column(Verdict.REPLACED))
                .setNull(PROPOSALS.DECIDED_BY)
                .set(PROPOSALS.DECIDED_AT, now)
                .where(PROPOSALS.ISSUE_ID.eq(issueId))
                .and(PROPOSALS.VERDICT.isNull().or(PROPOSALS.VERDICT.ne(column(Verdict.REPLACED))))
                .execute();
    }

    /**
     * Lets an issue go that is held or waits for this word: at its time where that is still to come, else at once.
     *
     * @param by who says so
     * @return false where it is neither held nor waiting
     */
    public boolean approve(Tx tx, long issueId, String by, Instant now) {
        var last = lock(tx, issueId);
        if (last.isEmpty()) return issues.approve(tx, issueId);
        var early = last.get().goesAt().isAfter(now);
        var done = early
                ? issues.isProposed(tx, issueId) || (issues.approve(tx, issueId) && issues.propose(tx, issueId))
                : issues.approve(tx, issueId) || issues.release(tx, issueId);
        if (done) decide(tx, last.get(), Verdict.APPROVED, by, now);
        return done;
    }

    /**
     * Keeps an issue from going out that waits for its editors, or that nobody has been queued for.
     *
     * @param by who says so
     * @return false where it is on its way already, or held
     */
    public boolean hold(Tx tx, long issueId, String by, Instant now) {
        var last = lock(tx, issueId);
        if (!issues.hold(tx, issueId, "held by " + by)) return false;
        last.ifPresent(each -> decide(tx, each, Verdict.HELD, by, now));
        return true;
    }

    /** Does what is to be done at {@code now}: approved ones go, and those that nobody answered do what they are to. */
    public void settleDue(Instant now) {
        var due = database.inTransaction(tx -> tx.sql().select(PROPOSALS.ID)
                .from(PROPOSALS)
                .join(ISSUES).on(ISSUES.ID.eq(PROPOSALS.ISSUE_ID))
                .where(ISSUES.STATE.eq(IssueState.PROPOSED.column()))
                .and(PROPOSALS.VERDICT.isNull().and(PROPOSALS.DUE_AT.le(now))
                        .or(PROPOSALS.VERDICT.eq(column(Verdict.APPROVED)).and(PROPOSALS.GOES_AT.le(now))))
                .orderBy(PROPOSALS.ID)
                .limit(AT_ONCE)
                .fetch(PROPOSALS.ID));
        for (var id : due) database.run(tx -> settle(tx, id, now));
    }

    private void settle(Tx tx, long id, Instant now) {
        var found = select(tx, PROPOSALS.ID.eq(id)).orElseThrow();
        var proposal = lock(tx, found.issueId()).filter(each -> each.id() == id).orElse(null);
        if (proposal == null || proposal.verdict() == Verdict.HELD) return; // somebody was faster
        var issueId = proposal.issueId();
        if (proposal.verdict() == Verdict.APPROVED) {
            issues.release(tx, issueId);
        } else if (proposal.sends()) {
            if (!issues.release(tx, issueId)) return;
            decide(tx, proposal, Verdict.APPROVED, null, now);
            LOG.info("issue {}: nobody has answered, so it goes out", issueId);
        } else {
            if (!issues.hold(tx, issueId, "nobody has approved it")) return;
            decide(tx, proposal, Verdict.HELD, null, now);
            LOG.warn("issue {} is held: nobody has approved it; \"issues approve {}\" lets it go", issueId, issueId);
        }
    }

    /** The last proposal of an issue, which no other node changes until this transaction ends. */
    private static Optional<Proposal> lock(Tx tx, long issueId) {
        tx.sql().update(ISSUES).set(ISSUES.STATE, ISSUES.STATE).where(ISSUES.ID.eq(issueId)).execute();
        return last(tx, issueId);
    }

    private static void decide(Tx tx, Proposal proposal, Verdict verdict, @Nullable String by, Instant now) {
        tx.sql().update(PROPOSALS)
                .set(PROPOSALS.VERDICT, column(verdict))
                .set(PROPOSALS.DECIDED_BY, by)
                .set(PROPOSALS.DECIDED_AT, now)
                .where(PROPOSALS.ID.eq(proposal.id()))
                .execute();
    }

    /** The version of an issue's letter that counts; empty where its editors are shown none. */
    public static Optional<Proposal> last(Tx tx, long issueId) {
        return select(tx, PROPOSALS.ISSUE_ID.eq(issueId)
                .and(PROPOSALS.VERDICT.isNull().or(PROPOSALS.VERDICT.ne(column(Verdict.REPLACED)))));
    }

    public Optional<Proposal> last(long issueId) {
        return database.inTransaction(tx -> last(tx, issueId));
    }

    /** What an editor was sent. */
    public Optional<Copy> copy(long id) {
        return database.inTransaction(tx -> copy(tx, id));
    }

    /**
     * At most {@code limit} copies that are due, for this node to hand over; for whoever asks next not before
     * {@code next}.
     */
    public List<Copy> takeDue(Instant now, Instant next, int limit) {
        return database.inTransaction(tx -> tx.sql().select(PROPOSAL_COPIES.ID)
                        .from(PROPOSAL_COPIES)
                        .where(PROPOSAL_COPIES.DUE_AT.le(now))
                        .orderBy(PROPOSAL_COPIES.ID)
                        .limit(limit)
                        .fetch(PROPOSAL_COPIES.ID)
                        .stream()
                        .filter(id -> tx.sql().update(PROPOSAL_COPIES)
                                        .set(PROPOSAL_COPIES.DUE_AT, next)
                                        .set(PROPOSAL_COPIES.ATTEMPTS, PROPOSAL_COPIES.ATTEMPTS.plus(1))
                                        .where(PROPOSAL_COPIES.ID.eq(id), PROPOSAL_COPIES.DUE_AT.le(now))
                                        .execute()
                                == 1)
                        .flatMap(id -> copy(tx, id).stream())
                        .toList());
    }

    /** A copy was handed over, or is given up. */
    public void end(Copy copy) {
        database.run(tx -> tx.sql().update(PROPOSAL_COPIES)
                .setNull(PROPOSAL_COPIES.DUE_AT)
                .where(PROPOSAL_COPIES.ID.eq(copy.id()))
                .execute());
    }

    private static Optional<Copy> copy(Tx tx, long id) {
        return tx.sql().selectFrom(PROPOSAL_COPIES)
                .where(PROPOSAL_COPIES.ID.eq(id))
                .fetchOptional()
                .flatMap(row -> select(tx, PROPOSALS.ID.eq(row.getProposalId()))
                        .map(each -> new Copy(id, each, row.getEmail(), row.getAttempts())));
    }

    private static Optional<Proposal> select(Tx tx, Condition which) {
        return tx.sql().selectFrom(PROPOSALS)
                .where(which)
                .orderBy(PROPOSALS.ID.desc())
                .limit(1)
                .fetchOptional(Proposals::proposal);
    }

    private static Proposal proposal(ProposalsRecord row) {
        return new Proposal(
                row.getId(),
                row.getIssueId(),
                row.getGoesAt(),
                row.getDueAt(),
                row.getUnanswered().equals("send"),
                row.getVerdict() == null ? null : Verdict.valueOf(row.getVerdict().toUpperCase(Locale.ROOT)),
                row.getDecidedBy(),
                row.getDecidedAt());
    }

    private static String column(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
