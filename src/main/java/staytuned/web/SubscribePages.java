package staytuned.web;

import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Registrar;
import staytuned.subscriber.Subscription;
import staytuned.template.Templates;
import staytuned.template.Words;

/** The pages on which readers subscribe and confirm it, and the same for programs. */
public final class SubscribePages {
    static final String AREA = "subscribe";

    private final Desk desk;
    private final PagePrinter printer;
    private final Doorbell doorbell;
    private final SubscribeApi api;

    /**
     * What they work with.
     *
     * @param newsletters all of them
     * @param open the keys of those that anybody may subscribe to
     */
    public record Desk(
            List<Newsletter> newsletters, Set<String> open, Registrar registrar, Templates templates, Policy policy) {}

    /**
     * Whom they listen to.
     *
     * @param site the public address of the pages, without a slash at its end
     * @param origins the web sites whose scripts may call the endpoint (RFC 6454 section 6.2)
     * @param proxies the addresses of web servers before us, beside those on this machine
     * @param atLeast how long an answer takes at least, so that its time does not tell whether an address is known
     */
    public record Policy(
            String site,
            Set<String> origins,
            Set<InetAddress> proxies,
            Duration atLeast,
            InstantSource clock) {}

    public SubscribePages(Desk desk) {
        this.desk = desk;
        this.printer = new PagePrinter(desk.templates, desk.newsletters);
        this.doorbell = new Doorbell(desk.registrar, desk.policy);
        this.api = new SubscribeApi(doorbell, desk.policy.origins, desk.templates);
    }

    /** The keys of the newsletters that anybody may subscribe to. */
    Set<String> open() {
        return desk.open;
    }

    /** The form. */
    Answer form(String key) {
        return newsletter(key).map(each -> form(200, each, words(each, null), "")).orElseGet(this::missing);
    }

    /** A script that puts the form into a page of another web site. */
    Answer script(String key) {
        return newsletter(key).map(each -> {
            var words = words(each, null);
            var says = Map.of(
                    "page", desk.policy.site + "/subscribe/" + key, "api", desk.policy.site + "/api/subscribe/" + key,
                    "trap", Doorbell.TRAP, "language", words.language(), "email", words.say("subscribe.email"),
                    "consent", words.say("subscribe.consent", each.title()), "button", words.say("subscribe.button"));
            var script = desk.templates.file("pages/form.js").strip() + "(" + SubscribeApi.text(says) + ");\n";
            return Cached.of(Answer.data("text/javascript; charset=utf-8", script), null);
        }).orElseGet(this::missing);
    }

    /** Takes a wish down, and says the same whether the address is known or not. */
    Answer subscribe(ServerRequest request, String key) {
        var newsletter = newsletter(key).orElse(null);
        if (newsletter == null) return missing();
        var sent = Form.of(request);
        var words = words(newsletter, sent.first("language"));
        return switch (doorbell.ring(request, sent, newsletter, words)) {
            case Doorbell.Rung.Asked asked -> {
                var model = model(newsletter);
                model.put("email", asked.address().email());
                model.put("meant", asked.meant().map(each -> each.email()).orElse(null));
                yield printer.page(200, "asked", words, model);
            }
            case Doorbell.Rung.NoAddress _ -> form(400, newsletter, words, sent.first("email"));
            case Doorbell.Rung.TooMany _ -> printer.message(429, "subscribe.many", words);
        };
    }

    private Answer form(int status, Newsletter newsletter, Words words, String email) {
        var model = model(newsletter);
        model.put("email", email);
        model.put("wrong", status != 200);
        model.put("trap", Doorbell.TRAP);
        return printer.page(status, "subscribe", words, model);
    }

    private static Map<String, @Nullable Object> model(Newsletter newsletter) {
        var model = new HashMap<String, @Nullable Object>();
        model.put("newsletter", Map.of("title", newsletter.title()));
        model.put("action", "/subscribe/" + newsletter.key());
        return model;
    }

    /** Asks whether the reader means it; mail scanners and prefetchers follow every link. */
    Answer confirm(String token) {
        return desk.registrar.asked(token)
                .flatMap(each -> about(each).map(newsletter -> {
                    var model = model(newsletter);
                    model.put("email", each.address().email());
                    model.put("action", "/confirm/" + token);
                    return printer.page(200, "confirm", words(newsletter, null), model);
                }))
                .orElseGet(this::stale);
    }

    Answer confirmed(ServerRequest request, String token) {
        var client = doorbell.client(request).address();
        var language = desk.registrar.asked(token).flatMap(this::about).map(Newsletter::language).orElse("");
        return desk.registrar.confirm(token, client, language, this::agreed)
                .flatMap(each -> about(each).map(newsletter -> {
                    var model = model(newsletter);
                    model.put("email", each.address().email());
                    return printer.page(200, "confirmed", words(newsletter, null), model);
                }))
                .orElseGet(this::stale);
    }

    private String agreed(Subscription subscription) {
        return about(subscription)
                .map(each -> words(each, null)
                        .say("confirm.text", subscription.address().email(), each.title()))
                .orElse("");
    }

    /** The same for all links that lead nowhere, whatever the reason. */
    private Answer stale() {
        return printer.message(404, "stale", printer.words(AREA));
    }

    Answer api(ServerRequest request, String key) {
        return api.subscribe(request, newsletter(key).orElse(null));
    }

    Answer preflight(ServerRequest request) {
        return api.preflight(request);
    }

    private Answer missing() {
        return printer.message(404, "missing", printer.words(PagePrinter.COMMON));
    }

    private Optional<Newsletter> newsletter(String key) {
        return desk.newsletters.stream()
                .filter(each -> each.key().equals(key) && desk.open.contains(key))
                .findFirst();
    }

    private Optional<Newsletter> about(Subscription subscription) {
        return desk.newsletters.stream().filter(each -> each.id() == subscription.newsletterId()).findFirst();
    }

    private Words words(Newsletter newsletter, @Nullable String chosen) {
        return printer.words(AREA, newsletter, chosen);
    }
}
