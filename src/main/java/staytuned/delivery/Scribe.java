package staytuned.delivery;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import staytuned.issue.Issues;
import staytuned.mail.Message;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.SignedLinks;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;
import staytuned.template.Words;

/** Writes notices; the same one always becomes the same message. No word of a stranger stands in one. */
public final class Scribe {
    private static final String AREA = "subscribe";

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
        return switch (notice.kind()) {
            case CONFIRMATION -> message(notice, newsletter, pens.confirm.link(notice.consentId()), null);
            case WELCOME -> message(notice, newsletter, pens.site + "/",
                    pens.unsubscribe.link(notice.subscriptionId()));
            case LATEST -> latest(notice, newsletter);
        };
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

    private Message message(Notice notice, Newsletter newsletter, String link, @Nullable String leave) {
        var words = pens.templates.words(AREA, notice.language(), newsletter.language());
        var key = "mail." + notice.kind().name().toLowerCase(Locale.ROOT);
        var model = model(newsletter, words);
        model.put("title", words.say(key + ".subject", newsletter.title()));
        model.put("lines", List.of(words.say(key + ".text", newsletter.title())));
        model.put("note", words.say(key + ".note", newsletter.title()));
        model.put("button", words.say(key + ".button"));
        model.put("link", link);
        model.put("leave", leave);
        // Where bounces have a mailbox of ours, with a token that is no letter's: nobody is suppressed for a notice.
        var back = pens.returnPaths == null ? newsletter.from().email() : pens.returnPaths.of(0);
        return new Message(
                id(notice, newsletter), notice.createdAt(), newsletter.from(), back, notice.to(),
                words.say(key + ".subject", newsletter.title()), words.language(), headers(leave),
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
