package staytuned.feedback;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import staytuned.db.Tx;
import staytuned.delivery.Histories;
import staytuned.delivery.Histories.Letter;
import staytuned.delivery.Histories.Recipient;
import staytuned.delivery.ReturnPaths;
import staytuned.subscriber.UnsubscribeLinks;

/** Says which delivery something is about that came back, by what only that letter bears. */
final class Tracer {
    private static final Pattern LINK =
            Pattern.compile("/unsubscribe/(\\d{1,18}\\.[A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])");
    private static final Pattern MESSAGE_ID = Pattern.compile("(?i)Message-ID:\\s*<(\\d{1,18})\\.");
    private static final Pattern OUR_ID = Pattern.compile("(?<![A-Za-z0-9.])(\\d{1,18})\\.([A-Za-z0-9_-]{8,64})@");
    /** How many links of a mail are looked at. */
    private static final int MOST = 200;

    private final @Nullable ReturnPaths returnPaths;
    private final UnsubscribeLinks links;
    private final Histories histories = new Histories();

    /** @param returnPaths null where letters bear none of ours */
    Tracer(@Nullable ReturnPaths returnPaths, UnsubscribeLinks links) {
        this.returnPaths = returnPaths;
        this.links = links;
    }

    /** The delivery whose token stands in {@code text}; none where there is none that we have made. */
    Optional<Recipient> trace(Tx tx, String text) {
        var delivery = returnPaths == null ? Optional.<Long>empty() : returnPaths.delivery(text);
        return delivery.isPresent() ? histories.recipient(tx, delivery.get()) : byLink(tx, text);
    }

    /**
     * Complaints mostly lose the envelope, and return the message: its link for leaving is as secret as a token, and
     * its Message-ID, which is not, says which of that reader's letters it was.
     */
    private Optional<Recipient> byLink(Tx tx, String text) {
        var subscriptions = LINK.matcher(text).results()
                .limit(MOST)
                .flatMap(each -> links.subscription(each.group(1)).stream())
                .toList();
        if (subscriptions.isEmpty()) return Optional.empty();
        return MESSAGE_ID.matcher(text).results()
                .limit(MOST)
                .flatMap(each -> histories.recipient(tx, Long.parseLong(each.group(1))).stream())
                .filter(each -> subscriptions.contains(each.subscriptionId()))
                .findFirst();
    }

    /** A service that is believed may name the letter by its Message-ID, if it was for that reader. */
    Optional<Recipient> byAddress(Tx tx, Told told) {
        return OUR_ID.matcher(told.text()).results()
                .limit(MOST)
                .flatMap(each -> histories.recipient(tx, Long.parseLong(each.group(1))).stream())
                .filter(each -> each.address().email().equalsIgnoreCase(told.verdict().recipient()))
                .findFirst();
    }

    /** The letter that a mail answers (RFC 5322 section 3.6.4): that is not for sure, and enough to pass words on. */
    Optional<Letter> answered(Tx tx, String text) {
        var traced = trace(tx, text).flatMap(each -> histories.letter(tx, each.deliveryId()));
        return traced.or(() -> OUR_ID.matcher(text).results()
                .limit(MOST)
                .flatMap(each -> histories.letter(tx, Long.parseLong(each.group(1))).stream()
                        .filter(letter -> letter.random().equals(each.group(2))))
                .findFirst());
    }
}
