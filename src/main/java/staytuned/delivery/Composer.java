package staytuned.delivery;

import java.time.Instant;
import java.util.HashMap;
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
import staytuned.subscriber.SignedLinks;
import staytuned.subscriber.UnsubscribeLinks;

/** Makes each reader's copy of a frozen letter; the same delivery always becomes the same message. */
public final class Composer {
    /** The last part of Feedback-ID has 5 to 15 characters, say the receivers that read it. */
    private static final int LONGEST_SENDER_ID = 15;

    private final UnsubscribeLinks links;
    private final SignedLinks preferences;
    private final @Nullable ReturnPaths returnPaths;
    private final Map<Long, Address> replyTo;

    /** Bounces go to the newsletter's sender. */
    public Composer(UnsubscribeLinks links) {
        this(links, null);
    }

    /** Bounces go to {@code returnPaths}; where there are none, to the newsletter's sender. */
    public Composer(UnsubscribeLinks links, @Nullable ReturnPaths returnPaths) {
        this(links, returnPaths, Map.of());
    }

    /** @param replyTo who gets the answers to a newsletter, by its id; the sender where nobody is named */
    public Composer(UnsubscribeLinks links, @Nullable ReturnPaths returnPaths, Map<Long, Address> replyTo) {
        this.links = links;
        this.preferences = links.of("preferences");
        this.returnPaths = returnPaths;
        this.replyTo = Map.copyOf(replyTo);
    }

    /**
     * What every reader's copy of an issue has in common.
     *
     * @param thread how the Message-IDs of the letter that it follows up on end; null where it follows up on none
     * @param text the same for those who want text alone
     * @param variants the same for those who want more or less of its articles, by what they have chosen
     */
    record Edition(
            Letter letter, @Nullable String thread, Mailing mailing, Mailing text, Map<String, Edition> variants) {
        /** The one with as much of the articles as a reader wants. */
        Edition of(Delivery.Wish wish) {
            return wish.content() == null ? this : variants.getOrDefault(wish.content(), this);
        }
    }

    /** Makes what the copies of an issue have in common; {@code variants} as {@link Edition} has them. */
    Edition edition(Issue issue, Letter letter, Map<String, Letter> variants, Newsletter newsletter) {
        var published = Objects.requireNonNull(issue.publishedAt(), "deliveries exist once the issue is published");
        var others = new HashMap<String, Edition>();
        variants.forEach((content, each) ->
                others.put(content, edition(each, issue.thread(), newsletter, published, issue.id())));
        var its = edition(letter, issue.thread(), newsletter, published, issue.id());
        return new Edition(its.letter, its.thread, its.mailing, its.text, others);
    }

    /** The copy for one reader. */
    Copy compose(Delivery delivery, Edition all) {
        var edition = all.of(delivery.wish());
        var earlier = delivery.earlierId();
        // RFC 5322 section 3.6.4: readers see it beside their copy of the letter that it follows up on.
        var references = earlier == null ? "" : "<" + earlier + "." + edition.thread + ">";
        var back = returnPaths == null ? edition.letter.sender().email() : returnPaths.of(delivery.id());
        var own = new Own(links.link(delivery.subscriptionId()), preferences.link(delivery.subscriptionId()));
        var mailing = delivery.wish().textAlone() ? edition.text : edition.mailing;
        var values = values(edition.letter, own, references, back);
        return copy(edition.letter, mailing, delivery.id(), back, delivery.to(), values);
    }

    /** The copy that {@code to} would get, as of {@code date}, with {@code link} for what is the reader's own. */
    public Message preview(Letter letter, Newsletter newsletter, Address to, Instant date, String link) {
        var back = returnPaths == null ? letter.sender().email() : returnPaths.of(0);
        var values = values(letter, new Own(link, link), "", back);
        var mailing = edition(letter, null, newsletter, date, 0).mailing;
        return copy(letter, mailing, 0, back, to, values).message();
    }

    private Edition edition(
            Letter letter, @Nullable String thread, Newsletter newsletter, Instant date, long issueId) {
        var list = newsletter.key() + "." + letter.sender().domain();
        var references = references(letter);
        var leave = "<" + letter.marker() + ">" // RFC 2369 section 3.2
                + (returnPaths == null ? "" : ", <mailto:" + mailbox(letter) + "?subject=unsubscribe>");
        var headers = headers(list, leave, thread == null ? "" : references);
        var answers = replyTo.get(newsletter.id());
        if (answers != null) headers.put("Reply-To", answers.email());
        headers.put("Feedback-ID", issueId + ":" + newsletter.key() + ":letter:" + senderId(letter.sender()));
        return new Edition(
                letter, thread, mailing(letter, date, headers, letter.html()), mailing(letter, date, headers, ""),
                Map.of());
    }

    private static Mailing mailing(Letter letter, Instant date, Map<String, String> headers, String html) {
        return new Mailing(
                date,
                letter.sender(),
                letter.subject(),
                letter.language(),
                headers,
                letter.plain(),
                html,
                List.of(letter.marker(), letter.preferences(), references(letter), mailbox(letter)));
    }

    /** The links that are a reader's own. */
    private record Own(String leave, String preferences) {}

    private static Map<String, String> values(Letter letter, Own own, String references, String mailbox) {
        return Map.of(
                letter.marker(), own.leave, letter.preferences(), own.preferences, references(letter), references,
                mailbox(letter), mailbox);
    }

    /** The mark for the mailbox that takes what comes back of one copy. */
    private static String mailbox(Letter letter) {
        return "mailbox:" + letter.idSuffix();
    }

    /** The mark for References, as random as the one for the reader's link. */
    private static String references(Letter letter) {
        return "references:" + letter.idSuffix();
    }

    private static Copy copy(
            Letter letter, Mailing mailing, long number, String back, Address to, Map<String, String> values) {
        // Unique for each reader: Gmail answers 421 4.7.28 to one id used too often.
        return new Copy(mailing, number + "." + letter.idSuffix(), back, to, values);
    }

    /** What large receivers count complaints by: always the same for a sender's domain. */
    private static String senderId(Address sender) {
        var letters = sender.domain().replaceAll("[^a-z0-9]", "");
        var id = letters.length() < 5 ? letters + "-mail" : letters;
        return id.substring(0, Math.min(id.length(), LONGEST_SENDER_ID));
    }

    private static Map<String, String> headers(String listId, String unsubscribe, String references) {
        var headers = new LinkedHashMap<String, String>();
        if (!references.isEmpty()) headers.put("References", references);
        headers.put("List-Id", "<" + listId + ">"); // RFC 2919 section 2
        headers.put("List-Unsubscribe", unsubscribe);
        headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"); // RFC 8058 section 3.1
        headers.put("Precedence", "bulk");
        headers.put("Auto-Submitted", "auto-generated"); // RFC 3834 section 5
        return headers;
    }
}
