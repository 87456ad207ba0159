package staytuned.desk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import staytuned.delivery.DeliveryStatus;
import staytuned.delivery.Listings;
import staytuned.delivery.Overview;
import staytuned.issue.Issue;
import staytuned.mail.Address;
import staytuned.web.Answer;
import staytuned.web.Visit;

/** The issues, one of them, and its letters one by one. */
final class IssuePages {
    private static final int PAGE = 25;
    private static final int LETTERS = 50;

    private final Shelf shelf;
    private final Pulse pulse;
    private final Printer printer;

    /** An issue in a list. */
    public record Line(Progress progress, When frozen) {}

    /** A receiver with its readers by state. */
    public record Receiver(String name, List<Progress.Part> parts) {}

    /** A relay's last word about those of a state. */
    public record Said(String state, String reply) {}

    /** One letter to one reader. */
    public record Letter(
            String email, String receiver, String state, int attempts, boolean twice, @Nullable When next,
            @Nullable When settled, String reply) {}

    IssuePages(Shelf shelf, Pulse pulse, Printer printer) {
        this.shelf = shelf;
        this.pulse = pulse;
        this.printer = printer;
    }

    Answer list(Guest guest, Visit visit) {
        var issues = shelf.issues().page(number(visit.asked("before")).orElse(Long.MAX_VALUE), PAGE);
        var progress = pulse.of(issues);
        var now = shelf.now();
        var lines = issues.stream()
                .map(each -> new Line(progress.get(issues.indexOf(each)), When.of(each.frozenAt(), now)))
                .toList();
        return printer.page(guest, visit, "issues", Map.of(
                "issues", lines, "next", issues.size() < PAGE ? "" : String.valueOf(issues.getLast().id())));
    }

    @Nullable Answer one(Guest guest, Visit visit, String id) {
        var issue = find(id).orElse(null);
        if (issue == null) return null;
        var overview = pulse.overview(issue.id());
        var now = shelf.now();
        var model = new HashMap<String, @Nullable Object>();
        model.put("issue", issue.id());
        model.put("state", issue.state().column());
        model.put("subject", issue.subject());
        model.put("reason", Objects.toString(issue.reason(), ""));
        model.put("frozen", When.of(issue.frozenAt(), now));
        model.put("published", When.or(issue.publishedAt(), now));
        model.put("finished", When.or(issue.finishedAt(), now));
        model.put("going", List.of(pulse.of(issue)));
        model.put("single", true);
        model.put("doubtful", overview.counts().getOrDefault(DeliveryStatus.DOUBTFUL, 0));
        model.put("failed", overview.counts().getOrDefault(DeliveryStatus.BOUNCED, 0));
        model.put("twice", overview.twice());
        model.put("later", overview.later());
        model.put("receivers", receivers(overview));
        model.put("said", overview.replies().entrySet().stream()
                .map(each -> new Said(each.getKey().column(), each.getValue()))
                .toList());
        return printer.page(guest, visit, "issue", model);
    }

    private static List<Receiver> receivers(Overview overview) {
        return overview.receivers().entrySet().stream()
                .map(each -> new Receiver(each.getKey(), each.getValue().entrySet().stream()
                        .map(part -> new Progress.Part(part.getKey().column(), part.getValue()))
                        .toList()))
                .toList();
    }

    /** The part of an issue's page that changes by itself; null where there is no such issue. */
    @Nullable String going(String id) {
        return find(id)
                .map(each -> printer.part("going", Map.of("going", List.of(pulse.of(each)), "single", true)))
                .orElse(null);
    }

    @Nullable Answer letter(String id) {
        return find(id).map(each -> Answer.letter(shelf.issues().letter(each.id()).html("#"))).orElse(null);
    }

    @Nullable Answer deliveries(Guest guest, Visit visit, String id) {
        var issue = find(id).orElse(null);
        if (issue == null) return null;
        var state = visit.asked("state");
        var receiver = visit.asked("receiver");
        var email = visit.asked("email");
        var found = email.isEmpty() || address(email) != null
                ? shelf.mail().listings().list(new Listings.Wanted(
                        issue.id(), status(state), receiver.isEmpty() ? null : receiver, address(email),
                        number(visit.asked("after")).orElse(0L), LETTERS))
                : List.<Listings.Listed>of();
        var model = new HashMap<String, @Nullable Object>();
        model.put("issue", issue.id());
        model.put("subject", issue.subject());
        model.put("state", state);
        model.put("receiver", receiver);
        model.put("email", email);
        model.put("states", List.of(DeliveryStatus.values()).stream().map(DeliveryStatus::column).toList());
        model.put("letters", found.stream().map(this::line).toList());
        model.put("next", found.size() < LETTERS ? "" : String.valueOf(found.getLast().id()));
        return printer.page(guest, visit, "deliveries", model);
    }

    private Letter line(Listings.Listed it) {
        var now = shelf.now();
        return new Letter(
                it.to().email(), it.receiver(), it.leased() ? "in hand" : it.status().column(), it.attempts(),
                it.doubts() > 0, When.or(it.dueAt(), now), When.or(it.settledAt(), now),
                Objects.toString(it.reply(), ""));
    }

    private Optional<Issue> find(String id) {
        return number(id).flatMap(shelf.issues()::find);
    }

    static Optional<Long> number(String text) {
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** Null for any. */
    private static @Nullable DeliveryStatus status(String state) {
        for (var each : DeliveryStatus.values()) {
            if (each.column().equals(state)) return each;
        }
        return null;
    }

    /** Null for what is no address. */
    static @Nullable Address address(String email) {
        try {
            return Address.parse(email);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
