package staytuned.web;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Choices;
import staytuned.subscriber.Farewell;
import staytuned.subscriber.SignedLinks;
import staytuned.subscriber.Status;
import staytuned.subscriber.Subscription;
import staytuned.template.Words;

/** The pages by which a reader leaves, comes back, and says why. Only what a POST asks for changes anything. */
final class LeavePages {
    private static final String AREA = "preferences";

    private final Pages.Shelf shelf;
    private final Map<Long, Newsletter> newsletters;
    private final PagePrinter printer;
    private final SignedLinks undo;
    private final SignedLinks farewell;
    private final SignedLinks preferences;

    LeavePages(Pages.Shelf shelf, PagePrinter printer) {
        this.shelf = shelf;
        this.newsletters =
                shelf.newsletters().stream().collect(Collectors.toMap(Newsletter::id, Function.identity()));
        this.printer = printer;
        this.undo = shelf.unsubscribe().of("undo");
        this.farewell = shelf.unsubscribe().of("farewell");
        this.preferences = shelf.unsubscribe().of("preferences");
    }

    /** Asks whether the reader means it; mail scanners and prefetchers follow every link. */
    Answer ask(String token) {
        return reader(shelf.unsubscribe().subscription(token))
                .map(each -> {
                    var others = shelf.subscribers().memberships().of(each.id()).stream()
                            .filter(other -> other.id() != each.id() && other.status() == Status.CONFIRMED)
                            .count();
                    var model = model(each);
                    model.put("action", shelf.unsubscribe().link(each.id()));
                    model.put("others", others);
                    model.put("preferences", preferences.link(each.id()));
                    return printer.page(200, "unsubscribe", words(each), model);
                })
                .orElseGet(printer::unknownLink);
    }

    /**
     * Ends the subscription, or all of the reader's where the page's form says so: by the page's button, or by a mail
     * program's one click (RFC 8058 section 3.2).
     */
    Answer leave(String token, Form form) {
        return reader(shelf.unsubscribe().subscription(token))
                .map(each -> {
                    var all = form.first("which").equals("all");
                    if (all) shelf.subscribers().memberships().leaveAll(each.id());
                    else shelf.subscribers().unsubscribe(each.id());
                    return left(each, all, false);
                })
                .orElseGet(printer::unknownLink);
    }

    /** Keeps the reason that the reader gives, and thanks them. */
    Answer explain(String token, Form form) {
        return reader(farewell.id(token))
                .map(each -> {
                    var reason = Farewell.of(form.first("reason"));
                    reason.ifPresent(why -> shelf.subscribers().memberships().explain(each.id(), why));
                    return left(each, form.first("which").equals("all"), reason.isPresent());
                })
                .orElseGet(printer::unknownLink);
    }

    /** Takes back that the reader has left, within the hour. */
    Answer undo(String token) {
        return reader(undo.id(token))
                .map(each -> {
                    var words = words(each);
                    if (shelf.subscribers().memberships().takeBack(each.id()) == 0) {
                        return printer.message(409, "undo.late", words);
                    }
                    var model = model(each);
                    model.put("preferences", preferences.link(each.id()));
                    return printer.page(200, "back", words, model);
                })
                .orElseGet(printer::unknownLink);
    }

    private Answer left(Subscription reader, boolean all, boolean explained) {
        var model = model(reader);
        model.put("all", all);
        model.put("undo", undo.link(reader.id()));
        model.put("farewell", farewell.link(reader.id()));
        model.put("explained", explained);
        model.put("reasons", Arrays.stream(Farewell.values()).map(Farewell::column).toList());
        return printer.page(200, "unsubscribed", words(reader), model);
    }

    private Map<String, @Nullable Object> model(Subscription reader) {
        var newsletter = newsletters.get(reader.newsletterId());
        var model = new HashMap<String, @Nullable Object>();
        var title = newsletter == null ? words(reader).say("newsletter.gone") : newsletter.title();
        model.put("newsletter", Map.of("title", title));
        model.put("email", reader.address().email());
        return model;
    }

    private Words words(Subscription reader) {
        var chosen = shelf.subscribers().choices(reader.id()).map(Choices::language).orElse(null);
        return printer.words(AREA, newsletters.get(reader.newsletterId()), chosen);
    }

    /** A reader can leave a newsletter that is no longer in the config too; one who is forgotten has no page. */
    private Optional<Subscription> reader(Optional<Long> id) {
        return id.flatMap(shelf.subscribers()::find).filter(each -> !each.erased());
    }
}
