package staytuned.delivery;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import staytuned.issue.Issue;
import staytuned.issue.Letter;
import staytuned.mail.Address;
import staytuned.mail.Message;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.UnsubscribeLinks;

/** Makes each reader's copy of a frozen letter; the same delivery always becomes the same message. */
public final class Composer {
    private final UnsubscribeLinks links;

    public Composer(UnsubscribeLinks links) {
        this.links = links;
    }

    /** The copy for one reader. */
    Message compose(Delivery delivery, Issue issue, Letter letter, Newsletter newsletter) {
        var published = Objects.requireNonNull(issue.publishedAt(), "deliveries exist once the issue is published");
        var link = links.link(delivery.subscriptionId());
        var earlier = delivery.earlierId();
        var thread = issue.thread();
        // RFC 5322 section 3.6.4: readers see it beside their copy of the letter that it follows up on.
        var references = earlier == null || thread == null ? null : "<" + earlier + "." + thread + ">";
        return message(letter, newsletter, delivery.id(), delivery.to(), published, link, references);
    }

    /** The copy that {@code to} would get, as of {@code date}, with {@code link} for leaving. */
    public Message preview(Letter letter, Newsletter newsletter, Address to, Instant date, String link) {
        return message(letter, newsletter, 0, to, date, link, null);
    }

    private static Message message(
            Letter letter, Newsletter newsletter, long number, Address to, Instant date, String link,
            @Nullable String references) {
        // Unique for each reader: Gmail answers 421 4.7.28 to one id used too often.
        return new Message(
                number + "." + letter.idSuffix(),
                date,
                letter.sender(),
                letter.sender().email(),
                to,
                letter.subject(),
                letter.language(),
                headers(newsletter.key() + "." + letter.sender().domain(), link, references),
                letter.plain(link),
                letter.html(link));
    }

    private static Map<String, String> headers(String listId, String unsubscribe, @Nullable String references) {
        var headers = new LinkedHashMap<String, String>();
        if (references != null) headers.put("References", references);
        headers.put("List-Id", "<" + listId + ">"); // RFC 2919 section 2
        headers.put("List-Unsubscribe", "<" + unsubscribe + ">"); // RFC 2369
        headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"); // RFC 8058 section 3.1
        headers.put("Precedence", "bulk");
        headers.put("Auto-Submitted", "auto-generated"); // RFC 3834 section 5
        return headers;
    }
}
