package staytuned.desk;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Gatekeeper;
import staytuned.admin.Office;
import staytuned.admin.Role;
import staytuned.admin.Sessions;
import staytuned.mail.Address;
import staytuned.web.Answer;
import staytuned.web.Visit;

/** The pages before the desk: the first account, a new one, signing in and out. */
final class Doorway {
    private final Office office;
    private final Printer printer;
    private final boolean https;
    private final InstantSource clock;

    /** @param https whether browsers reach us by https alone: then the cookie never leaves without */
    Doorway(Office office, Printer printer, boolean https, InstantSource clock) {
        this.office = office;
        this.printer = printer;
        this.https = https;
        this.clock = clock;
    }

    /** Who is signed in; null where nobody is. */
    @Nullable Guest guest(Visit visit, boolean byPerson) {
        var token = visit.cookies().get(cookie());
        if (token == null || token.isEmpty()) return null;
        var sessions = office.sessions();
        return (byPerson ? sessions.find(token) : sessions.watch(token))
                .map(each -> new Guest(each, token))
                .orElse(null);
    }

    /** The first account is made by who sits at this machine. */
    Answer first(Visit visit) {
        if (!visit.near()) {
            return printer.says(403, "The desk is not open yet",
                    "Nobody has an account. Make the first one on the machine that runs the service: with the command "
                            + "“staytuned admins add you@example.org --role admin”, or by opening this page there.");
        }
        if (!visit.post()) return printer.outside(200, "first", Map.of("problem", "", "email", ""));
        var email = visit.form().first("email");
        try {
            var token = office.gatekeeper().invite(Address.parse(email), Role.ADMIN, "this machine").orElseThrow();
            return Printer.to("/welcome/" + token);
        } catch (IllegalArgumentException e) {
            return printer.outside(422, "first", Map.of("problem", String.valueOf(e.getMessage()), "email", email));
        }
    }

    /** The owner of an invitation chooses a password and takes up the key of their digits. */
    Answer welcome(Visit visit, String token) {
        var invited = office.gatekeeper().invited(token).orElse(null);
        if (invited == null) return expired();
        if (!visit.post()) return welcome(200, invited, "");
        return switch (office.gatekeeper().take(
                token, visit.form().first("password"), visit.form().first("code"), visit.client())) {
            case Gatekeeper.Welcome it -> signedIn(it, printer.outside(200, "codes", Map.of("codes", it.codes())));
            case Gatekeeper.Refused _ -> welcome(422, invited,
                    "The digits are not those of the moment. Look whether the telephone's clock is right.");
            case Gatekeeper.Unfit _ -> welcome(422, invited, "A password has 12 to 200 characters.");
            case Gatekeeper.Wait it -> welcome(429, invited, wait(it));
            case Gatekeeper.Expired _ -> expired();
        };
    }

    private Answer welcome(int status, Gatekeeper.Invited invited, String problem) {
        var model = new HashMap<String, Object>();
        model.put("email", invited.email());
        model.put("key", invited.key().replaceAll("(.{4})(?=.)", "$1 "));
        model.put("link", "otpauth://totp/Staytuned:" + invited.email() + "?secret=" + invited.key()
                + "&issuer=Staytuned");
        model.put("problem", problem);
        return printer.outside(status, "welcome", model);
    }

    private Answer expired() {
        return printer.says(404, "This link is not good any more",
                "It was used, or is older than a day. Whoever runs the service can make a new one: “staytuned admins "
                        + "reset”.");
    }

    Answer signIn(Visit visit) {
        if (!visit.post()) return signIn(200, "", "");
        var form = visit.form();
        return switch (office.gatekeeper().signIn(
                form.first("email"), form.first("password"), form.first("code"), visit.client())) {
            case Gatekeeper.Welcome it -> signedIn(it, Printer.to(""));
            case Gatekeeper.Wait it -> signIn(429, form.first("email"), wait(it));
            default -> signIn(403, form.first("email"), "Address, password or digits are not right.");
        };
    }

    private Answer signIn(int status, String email, String problem) {
        return printer.outside(status, "sign-in", Map.of("email", email, "problem", problem));
    }

    private String wait(Gatekeeper.Wait it) {
        return "Too many attempts have failed. The next one is heard "
                + When.of(it.heard(), clock.instant()).ago().replace("now", "in a moment") + ".";
    }

    private Answer signedIn(Gatekeeper.Welcome welcome, Answer answer) {
        return answer.with("Set-Cookie", cookie() + "=" + office.sessions().open(welcome.admin().id())
                + "; Max-Age=" + Sessions.LONGEST.toSeconds() + attributes());
    }

    Answer signOut(Guest guest, boolean everywhere) {
        if (everywhere) office.sessions().closeAll(guest.admin().id());
        else office.sessions().close(guest.token());
        office.audit().note(guest.admin().email(), everywhere ? "sign out everywhere" : "sign out", "desk", "");
        return Printer.to("/sign-in").with("Set-Cookie", cookie() + "=; Max-Age=0" + attributes());
    }

    /** With __Host- a browser takes it from this very host and by https alone (RFC 6265bis section 4.1.3.2). */
    private String cookie() {
        return https ? "__Host-desk" : "desk";
    }

    private String attributes() {
        return "; Path=/; HttpOnly; SameSite=Strict" + (https ? "; Secure" : "");
    }
}
