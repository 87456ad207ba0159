package staytuned.desk;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Office;
import staytuned.admin.Role;
import staytuned.admin.Sessions;
import staytuned.template.Templates;
import staytuned.web.Answer;
import staytuned.web.Room;
import staytuned.web.Visit;

/** The desk: lets in who may see it, and leads to its pages and its buttons. */
public final class Desk implements Room {
    private final Office office;
    private final Printer printer;
    private final Doorway doorway;
    private final Front front;
    private final IssuePages issues;
    private final Records records;
    private final Readers readers;
    private final Charts charts;
    private final Hands hands;
    private final String site;

    /**
     * With its furniture.
     *
     * @param site the public address of the pages, such as {@code https://letters.example.org}
     */
    public Desk(Shelf shelf, Office office, Templates templates, String site) {
        this.office = office;
        this.site = site;
        this.printer = new Printer(templates);
        this.doorway = new Doorway(office, printer, site.startsWith("https:"), shelf.clock());
        var pulse = new Pulse(shelf);
        this.front = new Front(shelf, pulse, printer);
        this.issues = new IssuePages(shelf, pulse, printer);
        this.records = new Records(shelf, office, printer);
        this.readers = new Readers(shelf, printer);
        this.charts = new Charts(shelf, printer);
        this.hands = new Hands(shelf, office, printer);
    }

    @Override
    public Answer answer(Visit visit) {
        var path = visit.path();
        switch (path) {
            case "desk.js" -> {
                return printer.file("desk.js", "text/javascript; charset=utf-8");
            }
            case "desk.css" -> {
                return printer.file("desk.css", "text/css; charset=utf-8");
            }
            default -> {}
        }
        if (visit.post() && !fromHere(visit)) return stranger();
        if (path.startsWith("welcome/")) return doorway.welcome(visit, path.substring("welcome/".length()));
        if (office.admins().none()) return doorway.first(visit);
        var guest = doorway.guest(visit, true);
        if (guest == null) return path.equals("sign-in") ? doorway.signIn(visit) : Printer.to("/sign-in");
        if (!visit.post()) return page(guest, visit);
        if (!Sessions.formed(guest.token(), visit.form().first("form"))) return stranger();
        return switch (path) {
            case "sign-out" -> doorway.signOut(guest, false);
            case "sign-out-everywhere" -> doorway.signOut(guest, true);
            default -> hands.act(guest, visit);
        };
    }

    private Answer page(Guest guest, Visit visit) {
        var parts = List.of(visit.path().split("/", 4));
        var one = parts.size() > 1 ? parts.get(1) : "";
        var more = parts.size() > 2 ? parts.get(2) : "";
        var found = switch (parts.getFirst()) {
            case "" -> front.show(guest, visit);
            case "sign-in" -> Printer.to("");
            case "issues" -> switch (more) {
                case "" -> one.isEmpty() ? issues.list(guest, visit) : issues.one(guest, visit, one);
                case "letter" -> issues.letter(one);
                case "deliveries" -> issues.deliveries(guest, visit, one);
                default -> null;
            };
            case "articles" -> records.articles(guest, visit);
            case "promises" -> records.promises(guest, visit);
            case "feedback" -> records.feedback(guest, visit);
            case "readers" -> readers.show(guest, visit);
            case "suppressions" -> readers.suppressions(guest, visit);
            case "charts" -> charts.show(guest, visit);
            case "people" -> guest.admin().role().may(Role.ADMIN) ? records.people(guest, visit, null) : null;
            case "audit" -> guest.admin().role().may(Role.ADMIN) ? records.audit(guest, visit) : null;
            default -> null;
        };
        return found != null
                ? found
                : printer.says(404, "There is nothing here", "No such page, or none that your role may see.");
    }

    @Override
    public @Nullable Supplier<@Nullable String> live(Visit visit) {
        if (office.admins().none() || doorway.guest(visit, false) == null) return null;
        var what = visit.path().replaceFirst("^live/", "");
        return () -> {
            // Who is signed out meanwhile, or whose role is taken, sees no more.
            if (doorway.guest(visit, false) == null) return null;
            return what.equals("home") ? front.going() : issues.going(what.replaceFirst("^issues/", ""));
        };
    }

    /** Whether one of our own pages sends this form; a browser that does not say is held by its cookie and its token. */
    private boolean fromHere(Visit visit) {
        var origin = visit.origin();
        return origin.isEmpty() || origin.equals(site)
                || (Visit.isOwn(visit.host()) && origin.equals("http://" + visit.host()));
    }

    private Answer stranger() {
        return printer.says(403, "Nothing was done",
                "This form did not come from a page of the desk, or the page was open too long. Go back, load it anew, "
                        + "and try again.");
    }
}
