package staytuned.delivery;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import staytuned.issue.Issue;
import staytuned.issue.Letter;
import staytuned.mail.Address;
import staytuned.mail.Copy;
import staytuned.mail.Mailing;
import staytuned.mail.Message;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.UnsubscribeLinks;

/** Makes each reader's copy of a frozen letter; the same delivery always becomes the same message. */
public final class Composer {
    private final UnsubscribeLinks links;

    public Composer(UnsubscribeLinks links) {
        this.links = links;
    }

    /**
     * What every reader's copy of an issue has in common.
     *
     * @param thread how the Message-IDs of the letter that it follows up on end; null where it follows up on none
     */
    record Edition(Letter letter, @Nullable String thread, Mailing mailing) {}

    /** Makes what the copies of an issue have in common. */
    Edition edition(Issue issue, Letter letter, Newsletter newsletter) {
        var published = Objects.requireNonNull(issue.publishedAt(), "deliveries exist once the issue is published");
        return edition(letter, issue.thread(), newsletter, published);
    }

    /** The copy for one reader. */
    Copy compose(Delivery delivery, Edition edition) {
        var earlier = delivery.earlierId();
        // RFC 5322 section 3.6.4: readers see it beside their copy of the letter that it follows up on.
        var references = earlier == null ? "" : "<" + earlier + "." + edition.thread + ">";
        return copy(edition, delivery.id(), delivery.to(), links.link(delivery.subscriptionId()), references);
    }

    /** The copy that {@code to} would get, as of {@code date}, with {@code link} for leaving. */
    public Message preview(Letter letter, Newsletter newsletter, Address to, Instant date, String link) {
        return copy(edition(letter, null, newsletter, date), 0, to, link, "").message();
    }

    private static Edition edition(Letter letter, @Nullable String thread, Newsletter newsletter, Instant date) {
        var list = newsletter.key() + "." + letter.sender().domain();
        var references = references(letter);
        var mailing = new Mailing(
                date,
                letter.sender(),
                letter.subject(),
                letter.language(),
                headers(list, letter.marker(), thread == null ? "" : references),
                letter.plain(),
                letter.html(),
                List.of(letter.marker(), references));
        return new Edition(letter, thread, mailing);
    }

    /** The mark for References, as random as the one for the reader's link. */
    private static String references(Letter letter) {
        return "references:" + letter.idSuffix();
    }

    private static Copy copy(Edition edition, long number, Address to, String link, String references) {
        var letter = edition.letter;
        // Unique for each reader: Gmail answers 421 4.7.28 to one id used too often.
        var id = number + "." + letter.idSuffix();
        var values = Map.of(letter.marker(), link, references(letter), references);
        return new Copy(edition.mailing, id, letter.sender().email(), to, values);
    }

    private static Map<String, String> headers(String listId, String unsubscribe, String references) {
        var headers = new LinkedHashMap<String, String>();
        if (!references.isEmpty()) headers.put("References", references);
        headers.put("List-Id", "<" + listId + ">"); // RFC 2919 section 2
        headers.put("List-Unsubscribe", "<" + unsubscribe + ">"); // RFC 2369
        headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"); // RFC 8058 section 3.1
        headers.put("Precedence", "bulk");
        headers.put("Auto-Submitted", "auto-generated"); // RFC 3834 section 5
        return headers;
    }
}
