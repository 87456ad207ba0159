package staytuned.desk;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Role;
import staytuned.admin.Sessions;
import staytuned.template.Templates;
import staytuned.web.Answer;
import staytuned.web.Visit;

/** Fills the desk's templates. */
final class Printer {
    /** Our style sheet, our script, and what it asks of us; a letter stands in a frame that can do nothing. */
    static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
            + "img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Templates templates;

    Printer(Templates templates) {
        this.templates = templates;
    }

    /** A page for who is signed in. */
    Answer page(Guest guest, Visit visit, String name, Map<String, ? extends @Nullable Object> model) {
        var whole = new HashMap<String, @Nullable Object>();
        whole.put("who", guest.admin().email());
        whole.put("role", guest.admin().role().column());
        whole.put("edits", guest.admin().role().may(Role.EDITOR));
        whole.put("rules", guest.admin().role().may(Role.ADMIN));
        whole.put("form", Sessions.formToken(guest.token()));
        whole.put("here", visit.path().replaceFirst("/.*", ""));
        whole.put("notice", Notices.of(visit.asked("done")));
        whole.putAll(model);
        return answer(200, name, whole);
    }

    /** A page for who is not. */
    Answer outside(int status, String name, Map<String, ? extends @Nullable Object> model) {
        return answer(status, name, new HashMap<>(model));
    }

    /** A page that says one thing. */
    Answer says(int status, String title, String text) {
        return outside(status, "says", Map.of("title", title, "text", text));
    }

    String part(String name, Map<String, ?> model) {
        return templates.render("desk/" + name + ".ftlh", model);
    }

    Answer file(String name, String type) {
        return new Answer(200, type, POLICY, templates.file("desk/" + name));
    }

    private Answer answer(int status, String name, Map<String, ?> model) {
        // Without a referrer a browser would not say either whose page sends a form.
        return new Answer(status, Answer.HTML, POLICY, part(name, model)).with("Referrer-Policy", "same-origin");
    }

    /** Sends the browser on to another page of the desk, which it asks for by GET (RFC 9110 section 15.4.4). */
    static Answer to(String path) {
        return new Answer(303, Answer.HTML, POLICY, "").with("Location", "/desk" + path);
    }
}
