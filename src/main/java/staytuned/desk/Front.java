package staytuned.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import staytuned.article.ArticleState;
import staytuned.issue.IssueState;
import staytuned.issue.PromiseState;
import staytuned.newsletter.Newsletter;
import staytuned.outlook.Forecast;
import staytuned.web.Answer;
import staytuned.web.Visit;

/** The front page: what waits for a person, what goes on, and what comes next. */
final class Front {
    private static final Duration AHEAD = Duration.ofDays(31);
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final int SUGGESTIONS = 5;

    private final Shelf shelf;
    private final Pulse pulse;
    private final Printer printer;
    private volatile @Nullable Seen seen;

    /** The newsletters as they were: nobody counts a million readers for each look. */
    private record Seen(List<Line> lines, Instant at) {}

    /**
     * What waits for a person.
     *
     * @param link where there is more about it; empty for nowhere
     */
    public record Urgent(String title, String text, String link, List<Button> buttons) {}

    /**
     * What settles it.
     *
     * @param action where the form goes, below the desk
     * @param strong whether it is what most would press
     * @param rules whether it is for admins alone
     */
    public record Button(String action, String label, boolean strong, boolean rules) {
        Button(String action, String label, boolean strong) {
            this(action, label, strong, false);
        }
    }

    /** A newsletter in one line. */
    public record Line(
            String title, String key, @Nullable When next, String cadence, int readers, int waiting,
            List<Inlet> inlets) {}

    /** Where its articles come from. */
    public record Inlet(String location, String state, @Nullable String reason, @Nullable When next) {}

    Front(Shelf shelf, Pulse pulse, Printer printer) {
        this.shelf = shelf;
        this.pulse = pulse;
        this.printer = printer;
    }

    Answer show(Guest guest, Visit visit) {
        var going = pulse.going();
        var model = new HashMap<String, Object>();
        model.put("urgent", urgent(going));
        model.put("going", going);
        model.put("newsletters", newsletters());
        return printer.page(guest, visit, "home", model);
    }

    /** The part of the page that changes by itself. */
    String going() {
        return printer.part("going", Map.of("going", pulse.going()));
    }

    private List<Urgent> urgent(List<Progress> going) {
        var urgent = new ArrayList<Urgent>();
        shelf.mail().instances().held().ifPresent(why -> urgent.add(new Urgent(
                "Nothing is sent", why, "",
                List.of(new Button("after-restore", "This database may mail", true, true)))));
        for (var each : going) {
            var issue = "issues/" + each.id();
            if (each.doubtful() > 0) {
                urgent.add(new Urgent(
                        each.doubtful() + " doubtful: " + each.subject(),
                        "Handed over whole, but the relay never answered: nobody knows whether it has them.",
                        issue + "/deliveries?state=doubtful",
                        List.of(new Button(issue + "/arrived", "They have arrived", true),
                                new Button(issue + "/send-again", "Send them again", false))));
            }
            if (each.state().equals(IssueState.PAUSED.column())) {
                urgent.add(new Urgent("Paused: " + each.subject(), reason(each.id()), issue,
                        List.of(new Button(issue + "/resume", "Let it go on", true),
                                new Button(issue + "/cancel", "End it", false))));
            }
        }
        for (var each : shelf.issues().in(IssueState.PROPOSED)) {
            var issue = "issues/" + each.id();
            urgent.add(new Urgent("To be approved: " + each.subject(), "It waits for the word of its editors.", issue,
                    List.of(new Button(issue + "/approve", "Approve", true),
                            new Button(issue + "/hold", "Hold", false))));
        }
        for (var each : shelf.issues().in(IssueState.HELD)) {
            var issue = "issues/" + each.id();
            urgent.add(new Urgent("Held: " + each.subject(), Objects.toString(each.reason(), ""), issue,
                    List.of(new Button(issue + "/approve", "Approve", true),
                            new Button(issue + "/cancel", "End it", false))));
        }
        shelf.newsletters().forEach(each -> urgent.addAll(urgent(each)));
        return urgent;
    }

    private String reason(long issueId) {
        return shelf.issues().find(issueId)
                .map(each -> each.reason() == null ? "An admin has paused it." : each.reason())
                .orElse("");
    }

    private List<Urgent> urgent(Newsletter newsletter) {
        var urgent = new ArrayList<Urgent>();
        var held = shelf.articles().count(newsletter.id(), ArticleState.HELD);
        if (held > 0) {
            var to = "newsletters/" + newsletter.key();
            urgent.add(new Urgent(
                    held + (held == 1 ? " article" : " articles") + " held: " + newsletter.title(),
                    "More came at once than are mailed without your word.", "articles?newsletter=" + newsletter.key(),
                    List.of(new Button(to + "/release", "Mail them", true),
                            new Button(to + "/skip", "Never mail them", false))));
        }
        for (var each : shelf.promises().list(newsletter.id(), PromiseState.SUGGESTED, SUGGESTIONS)) {
            var by = each.keptBy() == null ? "" : shelf.articles().find(each.keptBy())
                    .map(article -> "“" + article.reading().title() + "” perhaps keeps it.")
                    .orElse("");
            urgent.add(new Urgent("Promised: " + each.sentence(), by, "promises",
                    List.of(new Button("promises/" + each.id() + "/confirm", "It does", true),
                            new Button("promises/" + each.id() + "/reopen", "It does not", false))));
        }
        return urgent;
    }

    private List<Line> newsletters() {
        var last = seen;
        var now = shelf.now();
        if (last != null && last.at.plus(FRESH).isAfter(now)) return last.lines;
        var lines = shelf.newsletters().stream().map(this::line).toList();
        seen = new Seen(lines, now);
        return lines;
    }

    private Line line(Newsletter newsletter) {
        var now = shelf.now();
        var forecast = shelf.outlook().forecaster().of(newsletter, AHEAD);
        var times = newsletter.cadence().times();
        var next = forecast.sends().isEmpty() ? null : forecast.sends().getFirst().at();
        return new Line(
                newsletter.title(), newsletter.key(), When.or(next, now),
                times.cron() == null ? "at once" : times.cron() + ", " + times.zone(),
                forecast.readers().now(), forecast.waiting().size(),
                forecast.inlets().stream().map(this::inlet).toList());
    }

    private Inlet inlet(Forecast.Inlet inlet) {
        var standing = inlet.standing();
        var state = inlet.state().name().toLowerCase(Locale.ROOT);
        return new Inlet(
                inlet.source().location(), state, standing == null ? null : standing.reason(),
                When.or(inlet.next(), shelf.now()));
    }
}
