package staytuned.api;

import static staytuned.api.Operation.get;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Area;
import staytuned.admin.Audit;

/** Who did what. */
final class AuditOperations {
    private final Audit audit;

    AuditOperations(Audit audit) {
        this.audit = audit;
    }

    @Note("What somebody did.")
    record Shown(
            @Note("Its number.") long line,
            @Note("When.") Instant at,
            @Note("Who: an admin, \"token NAME\", or \"command line\".") String actor,
            @Note("What they did.") String action,
            @Note("What they did it to.") String thing,
            @Note("More about it; empty where there is nothing.") String detail) {}

    record Wanted(
            @Note("Where the page begins: \"next\" of the one before.") @Nullable String cursor,
            @Note("How many at most, 1 to 500; 50 where it is absent.") @Nullable Integer limit)
            implements Asked {}

    List<Operation> all() {
        return List.of(get(Area.AUDIT, "/audit", "listAudit", "Lists who did what, the latest first.")
                .with(Wanted.class)
                .lists(Shown.class, call -> list(call.asked())));
    }

    private Page<Shown> list(Wanted wanted) {
        var rows = audit.lines(Page.after(wanted.cursor, Long.MAX_VALUE), Page.rows(wanted.limit));
        return Page.of(rows, wanted.limit, Audit.Line::id, each -> new Shown(
                each.id(), each.at(), each.actor(), each.action(), each.thing(), each.detail()));
    }
}
