package staytuned.desk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Audit;
import staytuned.admin.Office;
import staytuned.article.Inquiries;
import staytuned.issue.Promise;
import staytuned.issue.PromiseState;
import staytuned.newsletter.Newsletter;
import staytuned.outlook.Explanation;
import staytuned.web.Answer;
import staytuned.web.Visit;

/** What is kept: articles with what became of them, promises, what came back, and who did what. */
final class Records {
    private static final int ARTICLES = 30;
    private static final int PROMISES = 100;
    private static final int EVENTS = 100;
    private static final int LINES = 50;

    private final Shelf shelf;
    private final Office office;
    private final Printer printer;

    /** An article and why it was sent, or not. */
    public record Told(
            String title, String newsletter, @Nullable String link, When found, String verdict, String why,
            @Nullable String cure, @Nullable When at, @Nullable Long issue) {}

    /** A promise. */
    public record Promised(
            long id, String sentence, String newsletter, String state, When made, String due, String keptBy,
            long issue) {}

    /** What a mail said that came back. */
    public record Back(When at, String kind, String recipient, String status, String words, String source) {}

    /** A line of the audit log. */
    public record Done(When at, String actor, String action, String thing, String detail) {}

    /** Somebody with an account. */
    public record Person(String email, String role, boolean ready, When since) {}

    Records(Shelf shelf, Office office, Printer printer) {
        this.shelf = shelf;
        this.office = office;
        this.printer = printer;
    }

    Answer articles(Guest guest, Visit visit) {
        var wanted = visit.asked("q");
        var newsletter = shelf.newsletter(visit.asked("newsletter"));
        var told = wanted.isEmpty() ? latest(newsletter) : shelf.outlook().explainer().explain(wanted);
        return printer.page(guest, visit, "articles", Map.of(
                "q", wanted, "articles", told.stream().map(this::told).toList()));
    }

    private List<Explanation> latest(@Nullable Newsletter only) {
        var told = new ArrayList<Explanation>();
        for (var newsletter : shelf.newsletters()) {
            if (only != null && only.id() != newsletter.id()) continue;
            var ids = shelf.articles().list(newsletter.id(), ARTICLES);
            for (var each : ids) {
                inquire(newsletter, each.id()).stream()
                        .map(found -> shelf.outlook().explainer().explain(newsletter, found))
                        .forEach(told::add);
            }
        }
        return told;
    }

    private List<Inquiries.Found> inquire(Newsletter newsletter, long id) {
        return shelf.inquiries().named(newsletter, String.valueOf(id));
    }

    private Told told(Explanation it) {
        var now = shelf.now();
        var article = it.found() == null ? null : it.found().article();
        return new Told(
                article == null ? "Unknown" : article.reading().title(),
                it.newsletter() == null ? "" : it.newsletter().title(),
                article == null ? null : article.link(),
                When.of(article == null ? now : article.foundAt(), now),
                it.verdict().word(), it.why(), it.cure(), When.or(it.at(), now), it.issue());
    }

    Answer promises(Guest guest, Visit visit) {
        var state = visit.asked("state");
        var wanted = List.of(PromiseState.values()).stream()
                .filter(each -> each.column().equals(state))
                .findFirst()
                .orElse(null);
        var all = new ArrayList<Promised>();
        for (var newsletter : shelf.newsletters()) {
            for (var each : shelf.promises().list(newsletter.id(), wanted, PROMISES)) {
                all.add(promised(newsletter, each));
            }
        }
        return printer.page(guest, visit, "promises", Map.of(
                "promises", all, "state", state,
                "states", List.of(PromiseState.values()).stream().map(PromiseState::column).toList()));
    }

    private Promised promised(Newsletter newsletter, Promise it) {
        var keeper = it.keptBy() == null ? null : shelf.articles().find(it.keptBy()).orElse(null);
        return new Promised(
                it.id(), it.sentence(), newsletter.title(), it.state().column(),
                When.of(it.madeAt(), shelf.now()), Objects.toString(it.dueOn(), ""),
                keeper == null ? "" : keeper.reading().title(), it.issueId());
    }

    Answer feedback(Guest guest, Visit visit) {
        var back = shelf.events().latest(visit.asked("unmatched").equals("yes"), EVENTS).stream()
                .map(each -> new Back(
                        When.of(each.receivedAt(), shelf.now()), each.verdict().kind().column(),
                        Objects.toString(each.verdict().recipient(), ""),
                        Objects.toString(each.verdict().status(), ""),
                        Objects.toString(each.verdict().diagnostic(), ""), each.source()))
                .toList();
        return printer.page(guest, visit, "feedback", Map.of("events", back));
    }

    Answer audit(Guest guest, Visit visit) {
        var lines = office.audit().lines(
                IssuePages.number(visit.asked("before")).orElse(Long.MAX_VALUE), LINES);
        return printer.page(guest, visit, "audit", Map.of(
                "lines", lines.stream().map(this::done).toList(),
                "next", lines.size() < LINES ? "" : String.valueOf(lines.getLast().id())));
    }

    private Done done(Audit.Line it) {
        return new Done(When.of(it.at(), shelf.now()), it.actor(), it.action(), it.thing(), it.detail());
    }

    /** @param link the invitation that was just made; null for none */
    Answer people(Guest guest, Visit visit, @Nullable String link) {
        var model = new HashMap<String, Object>();
        model.put("people", office.admins().list().stream()
                .map(each -> new Person(
                        each.email(), each.role().column(), each.ready(),
                        When.of(each.createdAt(), shelf.now())))
                .toList());
        model.put("link", Objects.toString(link, ""));
        return printer.page(guest, visit, "people", model);
    }
}
