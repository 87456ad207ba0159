package staytuned.desk;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Office;
import staytuned.admin.Role;
import staytuned.mail.Address;
import staytuned.subscriber.Reason;
import staytuned.web.Answer;
import staytuned.web.Visit;

/** What the desk's buttons do: each what a command does too, noted with who pressed it. */
final class Hands {
    private final Shelf shelf;
    private final Office office;
    private final Printer printer;
    private final Map<String, Deed> issues;
    private final Map<String, Deed> promises;

    /** What a button does to the thing of a number; false where it is too late for that. */
    private interface Deed {
        boolean on(long id, String by);
    }

    Hands(Shelf shelf, Office office, Printer printer) {
        this.shelf = shelf;
        this.office = office;
        this.printer = printer;
        var mail = shelf.mail();
        var outbox = mail.outbox();
        this.issues = Map.of(
                "hold", outbox::hold,
                "approve", outbox::approve,
                "pause", (id, _) -> outbox.pause(id),
                "resume", (id, _) -> outbox.resume(id),
                "cancel", (id, _) -> outbox.cancel(id),
                "resend-failed", (id, _) -> outbox.resendFailed(id) > 0,
                "arrived", (id, _) -> mail.deliveries().resolve(id, true, shelf.now()) > 0,
                "send-again", (id, _) -> mail.deliveries().resolve(id, false, shelf.now()) > 0);
        this.promises = Map.of(
                "confirm", (id, _) -> shelf.promises().confirm(id, shelf.now()),
                "dismiss", (id, _) -> shelf.promises().dismiss(id, shelf.now()),
                "reopen", (id, _) -> shelf.promises().reopen(id, shelf.now()));
    }

    /** Does what a form of somebody's asks for, where they may. */
    Answer act(Guest guest, Visit visit) {
        var parts = visit.path().split("/", 4);
        var action = parts[parts.length - 1];
        var answer = switch (parts[0] + parts.length) {
            case "issues3" -> edit(guest, "issue", parts[1], issues.get(action), action, "/issues/" + parts[1]);
            case "promises3" -> edit(guest, "promise", parts[1], promises.get(action), action, "/promises");
            case "newsletters3" -> articles(guest, parts[1], action);
            case "suppressions2" -> suppress(guest, visit, action);
            case "people2" -> people(guest, visit, action);
            case "after-restore1" -> restored(guest);
            default -> null;
        };
        return answer != null
                ? answer
                : printer.says(404, "Nothing was done", "There is no such thing, or your role may not do that.");
    }

    private @Nullable Answer edit(
            Guest guest, String kind, String id, @Nullable Deed deed, String action, String to) {
        var number = IssuePages.number(id).orElse(null);
        if (deed == null || number == null || !guest.admin().role().may(Role.EDITOR)) return null;
        var done = deed.on(number, guest.admin().email());
        if (done) note(guest, action, kind + " " + number, "");
        return back(to, done ? action : Notices.LATE);
    }

    private @Nullable Answer articles(Guest guest, String key, String action) {
        var newsletter = shelf.newsletter(key);
        var known = action.equals("release") || action.equals("skip");
        if (newsletter == null || !known || !guest.admin().role().may(Role.EDITOR)) return null;
        var count = action.equals("release")
                ? shelf.decisions().releaseHeld(newsletter.id())
                : shelf.decisions().skipHeld(newsletter.id());
        if (count > 0) note(guest, action, "articles of " + key, count + " of them");
        return back("", count > 0 ? action : Notices.LATE);
    }

    private @Nullable Answer suppress(Guest guest, Visit visit, String action) {
        if (!guest.admin().role().may(Role.ADMIN)) return null;
        var address = IssuePages.address(visit.form().first("email"));
        if (address == null) return back("/suppressions", "address");
        var by = "desk, " + guest.admin().email();
        var done = switch (action) {
            case "add" -> shelf.suppressions().add(address, Reason.ADMIN, by);
            case "lift" -> shelf.suppressions().lift(address, by);
            default -> false;
        };
        if (done) note(guest, action + " suppression", address.hint(), "");
        return back("/suppressions", done ? action : Notices.LATE);
    }

    private @Nullable Answer people(Guest guest, Visit visit, String action) {
        if (!guest.admin().role().may(Role.ADMIN)) return null;
        var address = IssuePages.address(visit.form().first("email"));
        if (address == null) return back("/people", "address");
        return switch (action) {
            case "remove" -> back("/people",
                    office.gatekeeper().remove(address, guest.admin().email()) ? "remove" : Notices.LATE);
            case "invite" -> invite(guest, visit, address);
            default -> null;
        };
    }

    /** The one-time link is shown once: to who has asked for it, and in no address. */
    private @Nullable Answer invite(Guest guest, Visit visit, Address address) {
        Role role;
        try {
            role = Role.of(visit.form().first("role"));
        } catch (IllegalArgumentException e) {
            return null;
        }
        return office.gatekeeper().invite(address, role, guest.admin().email())
                .map(token -> new Records(shelf, office, printer).people(guest, visit, "/desk/welcome/" + token))
                .orElse(null);
    }

    private @Nullable Answer restored(Guest guest) {
        if (!guest.admin().role().may(Role.ADMIN)) return null;
        var done = shelf.mail().instances().resume();
        if (done) note(guest, "resume after restore", "database", "");
        return back("", done ? "after-restore" : Notices.LATE);
    }

    private void note(Guest guest, String action, String thing, String detail) {
        office.audit().note(guest.admin().email(), action, thing, detail);
    }

    private static Answer back(String to, String word) {
        return Printer.to(to + "?done=" + word);
    }
}
