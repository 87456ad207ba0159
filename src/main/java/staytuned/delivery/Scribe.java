package staytuned.delivery;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import staytuned.issue.Issues;
import staytuned.mail.Address;
import staytuned.mail.Message;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.SignedLinks;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;
import staytuned.template.Words;

/** Writes notices; the same one always becomes the same message. No word of a stranger stands in one. */
public final class Scribe {
    private final Pens pens;

    /** What it writes with. {@code returnPaths} is null where bounces go to the newsletter's sender. */
    public record Pens(
            Templates templates,
            Issues issues,
            SignedLinks confirm,
            UnsubscribeLinks unsubscribe,
            @Nullable ReturnPaths returnPaths,
            String site) {}

    public Scribe(Pens pens) {
        this.pens = pens;
    }

    /** The message that a notice is. */
    Message write(Notice notice, Newsletter newsletter) {
        var title = List.of(newsletter.title());
        return switch (notice.kind()) {
            case CONFIRMATION -> message(
                    notice, newsletter, new Content("subscribe", title, title, pens.confirm.link(notice.about()), null));
            case WELCOME -> message(notice, newsletter, new Content(
                    "subscribe", title, title, pens.site + "/", pens.unsubscribe.link(notice.subscriptionId())));
            case LATEST -> latest(notice, newsletter);
            case MOVE -> message(notice, newsletter, new Content(
                    "preferences", List.of(other(notice).email(), notice.to().email()), List.of(),
                    pens.unsubscribe.of("address").link(notice.about()), null));
            case MOVED -> message(notice, newsletter, new Content(
                    "preferences", List.of(other(notice).hint()), List.of(newsletter.from().email()), null, null));
        };
    }

    /**
     * What a notice says.
     *
     * @param area whose words it takes
     * @param text what its text names
     * @param note what the note below names
     * @param link where its button leads; null for no button
     * @param leave the reader's way out, where they are one
     */
    private record Content(
            String area, List<String> text, List<String> note, @Nullable String link, @Nullable String leave) {}

    private static Address other(Notice notice) {
        return Objects.requireNonNull(notice.other(), "a change of address has two of them");
    }

    /** The letter as others got it, with this reader's own link. */
    private Message latest(Notice notice, Newsletter newsletter) {
        var letter = pens.issues.letter(Objects.requireNonNull(notice.issueId(), "a letter of some issue"));
        var link = pens.unsubscribe.link(notice.subscriptionId());
        var composer = new Composer(pens.unsubscribe, pens.returnPaths);
        var copy = composer.preview(letter, newsletter, notice.to(), notice.createdAt(), link);
        return new Message(
                id(notice, newsletter), copy.date(), copy.from(), copy.envelopeFrom(), copy.to(), copy.subject(),
                copy.language(), copy.headers(), copy.text(), copy.html());
    }

    private Message message(Notice notice, Newsletter newsletter, Content content) {
        var words = pens.templates.words(content.area, notice.language(), newsletter.language());
        var key = "mail." + notice.kind().name().toLowerCase(Locale.ROOT);
        var model = model(newsletter, words);
        var subject = words.say(key + ".subject", newsletter.title());
        model.put("title", subject);
        model.put("lines", List.of(words.say(key + ".text", content.text.toArray())));
        model.put("note", words.say(key + ".note", content.note.toArray()));
        model.put("button", content.link == null ? null : words.say(key + ".button"));
        model.put("link", content.link);
        model.put("leave", content.leave);
        // Where bounces have a mailbox of ours, with a token that is no letter's: nobody is suppressed for a notice.
        var back = pens.returnPaths == null ? newsletter.from().email() : pens.returnPaths.of(0);
        return new Message(
                id(notice, newsletter), notice.createdAt(), newsletter.from(), back, notice.to(),
                subject, words.language(), headers(content.leave),
                pens.templates.render("notices/notice.ftl", model),
                pens.templates.render("notices/notice.ftlh", model));
    }

    private static Map<String, @Nullable Object> model(Newsletter newsletter, Words words) {
        var look = newsletter.stationery().look();
        var model = new HashMap<String, @Nullable Object>();
        model.put("say", words);
        model.put("language", words.language());
        model.put("dir", words.direction());
        model.put("look", Map.of("theme", look.theme(), "accent", look.accent(), "font", look.font()));
        model.put("newsletter", Map.of("title", newsletter.title()));
        model.put("address", newsletter.postalAddress().lines().toList());
        return model;
    }

    private static String id(Notice notice, Newsletter newsletter) {
        return "notice." + notice.id() + "." + Long.toString(notice.createdAt().toEpochMilli(), Character.MAX_RADIX)
                + "@" + newsletter.from().domain();
    }

    private static Map<String, String> headers(@Nullable String leave) {
        var headers = new LinkedHashMap<String, String>();
        if (leave != null) {
            headers.put("List-Unsubscribe", "<" + leave + ">"); // RFC 2369 section 3.2
            headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"); // RFC 8058 section 3.1
        }
        headers.put("Auto-Submitted", "auto-generated"); // RFC 3834 section 5
        return headers;
    }
}
