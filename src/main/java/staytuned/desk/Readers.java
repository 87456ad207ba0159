package staytuned.desk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import staytuned.delivery.Histories;
import staytuned.subscriber.Censuses;
import staytuned.subscriber.Consents;
import staytuned.subscriber.Subscription;
import staytuned.web.Answer;
import staytuned.web.Visit;

/** The readers: how many, one of them with all that is kept, and who is never mailed again. */
final class Readers {
    private static final int FOUND = 50;
    private static final int LETTERS = 50;
    private static final int SUPPRESSED = 100;

    private final Shelf shelf;
    private final Printer printer;
    private final Censuses censuses;
    private final Consents consents;
    private final Histories histories = new Histories();

    /** A newsletter with its readers by status. */
    public record Count(String title, List<Progress.Part> parts) {}

    /** What somebody has subscribed to, and what became of it. */
    public record Membership(
            String newsletter, String status, String source, When since, List<Agreed> agreed, List<Letter> letters) {}

    /** What somebody has agreed to. */
    public record Agreed(When at, String page, String words, @Nullable When confirmed) {}

    /** A letter that they were to get. */
    public record Letter(
            long issue, String subject, String state, boolean twice, @Nullable When settled, String reply) {}

    /** Whom never to mail again. */
    public record Silenced(String who, String reason, String source, When since, boolean known) {}

    Readers(Shelf shelf, Printer printer) {
        this.shelf = shelf;
        this.printer = printer;
        this.censuses = new Censuses(shelf.database());
        this.consents = new Consents(shelf.database());
    }

    Answer show(Guest guest, Visit visit) {
        var wanted = visit.asked("q");
        var known = wanted.isEmpty() ? List.<Subscription>of() : of(wanted);
        var model = new HashMap<String, Object>();
        model.put("q", wanted);
        model.put("memberships", known.stream().map(this::membership).toList());
        model.put("found", wanted.isEmpty() || !known.isEmpty() ? List.of() : censuses.beginning(wanted, FOUND));
        model.put("counts", wanted.isEmpty() ? counts() : List.of());
        return printer.page(guest, visit, "readers", model);
    }

    private List<Subscription> of(String wanted) {
        var address = IssuePages.address(wanted);
        return address == null ? List.of() : shelf.subscribers().of(address.key());
    }

    private List<Count> counts() {
        var counts = new ArrayList<Count>();
        for (var each : shelf.newsletters()) {
            counts.add(new Count(each.title(), censuses.of(each.id()).entrySet().stream()
                    .map(part -> new Progress.Part(part.getKey().column(), part.getValue()))
                    .toList()));
        }
        return counts;
    }

    private Membership membership(Subscription it) {
        var now = shelf.now();
        var agreed = consents.of(it.id()).stream()
                .map(each -> new Agreed(
                        When.of(each.asked().at(), now), each.asked().page(), each.asked().words(),
                        each.confirmed() == null ? null : When.of(each.confirmed().at(), now)))
                .toList();
        var letters = shelf.database().inTransaction(
                        tx -> histories.letters(tx, it.id(), it.newsletterId(), LETTERS)).stream()
                .map(each -> new Letter(
                        each.issueId(), each.subject(), each.status().column(), each.twice(),
                        When.or(each.settledAt(), now), Objects.toString(each.reply(), "")))
                .toList();
        return new Membership(
                shelf.title(it.newsletterId()), it.status().column(), it.source(), When.of(it.createdAt(), now),
                agreed, letters);
    }

    Answer suppressions(Guest guest, Visit visit) {
        var page = shelf.suppressions().list(IssuePages.number(visit.asked("after")).orElse(0L), SUPPRESSED);
        var shown = page.stream()
                .map(each -> new Silenced(
                        each.email() == null ? "known by its hash: " + each.hash().substring(0, 12) + "…" : each.email(),
                        each.reason().column(), each.source(), When.of(each.createdAt(), shelf.now()),
                        each.email() != null))
                .toList();
        return printer.page(guest, visit, "suppressions", Map.of(
                "suppressions", shown,
                "next", page.size() < SUPPRESSED ? "" : String.valueOf(page.getLast().id())));
    }
}
