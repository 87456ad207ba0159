package staytuned.api;

import static staytuned.api.Operation.get;
import static staytuned.api.Operation.post;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Area;
import staytuned.delivery.DeliveryStatus;
import staytuned.issue.Editor;
import staytuned.issue.Issue;
import staytuned.issue.IssueState;

/** The issues. */
final class IssueOperations {
    private static final Duration LATELY = Duration.ofMinutes(1);

    private final Stages stages;

    IssueOperations(Stages stages) {
        this.stages = stages;
    }

    /** For whom an issue is. */
    enum Edition {
        MAIN,
        DIGEST
    }

    @Note("An issue: one letter to everybody.")
    record Shown(
            @Note("Its number.") long issue,
            @Note("The key of its newsletter; null where that is no longer in the config.") @Nullable String newsletter,
            @Note("digest: for readers who want what was published together or later.") Edition edition,
            @Note("How far it has come.") IssueState state,
            @Note("Its subject.") String subject,
            @Note("When its words were frozen.") Instant frozen,
            @Note("When its readers were queued; null before.") @Nullable Instant published,
            @Note("When the last of them was settled; null before.") @Nullable Instant finished,
            @Note("Its readers, by the state of their deliveries.") Map<String, Integer> readers,
            @Note("Why it is held, or the service has paused it; null otherwise.") @Nullable String reason) {}

    @Note("How an issue goes.")
    record Progress(
            @Note("It.") Shown shown,
            @Note("How much of it readers are still to get in a digest, counting each article.") int later,
            @Note("How many readers may have got it more than once.") int possiblyTwice,
            @Note("Letters a second, in the last minute.") double rate,
            @Note("How many seconds it takes at that rate; null where nobody knows.") @Nullable Long left,
            @Note("When the next letter is due that nobody has in hand; null for none.") @Nullable Instant next,
            @Note("The last word of a relay, by the state of deliveries.") Map<String, String> replies,
            @Note("The ten receivers with the most readers, each by the state of deliveries.")
                    Map<String, Map<String, Integer>> receivers) {}

    @Note("How many letters.")
    record Count(@Note("So many letters were queued or settled.") int letters) {}

    record Wanted(
            @Note("Only those of this newsletter.") @Nullable String newsletter,
            @Note("Only those in this state.") @Nullable IssueState state,
            @Note("Where the page begins: \"next\" of the one before.") @Nullable String cursor,
            @Note("How many at most, 1 to 500; 50 where it is absent.") @Nullable Integer limit)
            implements Asked {}

    /** Changes an issue; false where it is in no state for that. */
    private interface Change {
        boolean make(long id, String by);
    }

    List<Operation> all() {
        var outbox = stages.post().outbox();
        return List.of(
                get(Area.ISSUES, "/issues", "listIssues", "Lists the issues, the newest first.")
                        .with(Wanted.class)
                        .lists(Shown.class, call -> list(call.asked())),
                get(Area.ISSUES, "/issues/{id}", "showIssue", "Shows how an issue goes.")
                        .with(Asked.One.class)
                        .gives(Progress.class, call -> progress(find(stages, call.asked().id()), call.now())),
                change("hold", "holdIssue", "Keeps an issue that nobody has been queued for from going out.", "held",
                        outbox::hold),
                change("approve", "approveIssue", "Lets an issue that is held go out as it is.", "approved",
                        outbox::approve),
                change("pause", "pauseIssue", "Stops an issue; what is being handed over at this moment is finished.",
                        "paused", (issue, _) -> outbox.pause(issue)),
                change("resume", "resumeIssue", "Lets a paused issue go on where it was.", "resumed",
                        (issue, _) -> outbox.resume(issue)),
                change("cancel", "cancelIssue", "Ends an issue: who has not got it by now does not get it.",
                        "cancelled", (issue, _) -> outbox.cancel(issue)),
                post(Area.ISSUES, "/issues/{id}/reset", "resetIssue",
                                "Sets a held issue anew, from its articles and the templates as they are now.")
                        .with(Asked.One.class)
                        .gives(Shown.class, call -> reset(find(stages, call.asked().id()))),
                post(Area.ISSUES, "/issues/{id}/resend-failed", "resendFailed",
                                "Sends an issue again to those who were refused or given up.")
                        .with(Asked.One.class)
                        .gives(Count.class, call ->
                                new Count(outbox.resendFailed(find(stages, call.asked().id()).id()))));
    }

    private Operation change(String word, String id, String says, String done, Change change) {
        return post(Area.ISSUES, "/issues/{id}/" + word, id, says)
                .with(Asked.One.class)
                .gives(Shown.class, call -> change(call.asked().id(), call.actor(), done, change));
    }

    static Issue find(Stages stages, long id) {
        return stages.press().issues().find(id).orElseThrow(() -> Problem.missing("issue", id, "/issues"));
    }

    private Page<Shown> list(Wanted wanted) {
        var rows = stages.press().issues().page(
                stages.narrowed(wanted.newsletter), wanted.state, Page.after(wanted.cursor, Long.MAX_VALUE),
                Page.rows(wanted.limit));
        return Page.of(rows, wanted.limit, Issue::id, this::shown);
    }

    private Shown change(long id, String by, String done, Change change) {
        var before = find(stages, id);
        if (change.make(id, by)) return shown(find(stages, id));
        throw Problem.of(Kind.CONFLICT, "issue " + id + " is " + before.state().column() + " and cannot be " + done);
    }

    private Shown reset(Issue issue) {
        var newsletter = stages.newsletters().stream().filter(each -> each.id() == issue.newsletterId()).findFirst()
                .orElseThrow(() -> Problem.of(
                        Kind.CONFLICT, "the newsletter of issue " + issue.id() + " is no longer in the config"));
        stages.intake().poller().pollAll(); // what was mended a moment ago counts
        try {
            var held = stages.press().editor().reset(newsletter, issue.id());
            if (held.isEmpty()) return shown(find(stages, issue.id()));
            throw Problem.of(Kind.CONFLICT, "issue " + issue.id() + " is still held: " + held.get());
        } catch (Editor.NotReset e) {
            throw Problem.of(Kind.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private Shown shown(Issue each) {
        return new Shown(
                each.id(), stages.key(each.newsletterId()), each.digest() ? Edition.DIGEST : Edition.MAIN, each.state(),
                each.subject(), each.frozenAt(), each.publishedAt(), each.finishedAt(),
                named(stages.post().tallies().counts(each.id())), each.reason());
    }

    private Progress progress(Issue issue, Instant now) {
        var overview = stages.post().overviews().of(issue.id(), now.minus(LATELY));
        var lately = overview.lately();
        var receivers = new LinkedHashMap<String, Map<String, Integer>>();
        overview.receivers().forEach((receiver, counts) -> receivers.put(receiver, named(counts)));
        return new Progress(
                shown(issue), overview.later(), overview.twice(), lately / (double) LATELY.toSeconds(),
                lately == 0 ? null : overview.open() * LATELY.toSeconds() / lately, overview.nextDue(),
                named(overview.replies()), receivers);
    }

    private static <V> Map<String, V> named(Map<DeliveryStatus, V> by) {
        var named = new LinkedHashMap<String, V>();
        by.forEach((status, value) -> named.put(status.column(), value));
        return named;
    }
}
