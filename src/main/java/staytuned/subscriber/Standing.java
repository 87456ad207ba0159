package staytuned.subscriber;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a word in a list says of somebody: the words of Mailchimp, listmonk, Buttondown, beehiiv and our own. */
record Standing(Status status, @Nullable Reason reason) {
    static final Standing CONFIRMED = new Standing(Status.CONFIRMED, null);
    static final Standing UNCONFIRMED = new Standing(Status.UNCONFIRMED, null);
    static final Standing LEFT = new Standing(Status.UNSUBSCRIBED, null);
    static final Standing BOUNCED = new Standing(Status.SUPPRESSED, Reason.HARD);
    static final Standing COMPLAINED = new Standing(Status.SUPPRESSED, Reason.COMPLAINT);
    static final Standing BANNED = new Standing(Status.SUPPRESSED, Reason.ADMIN);

    private static final Map<String, Standing> WORDS = Map.ofEntries(
            Map.entry("confirmed", CONFIRMED),
            Map.entry("subscribed", CONFIRMED),
            Map.entry("active", CONFIRMED),
            Map.entry("enabled", CONFIRMED),
            Map.entry("regular", CONFIRMED),
            Map.entry("premium", CONFIRMED),
            Map.entry("trialed", CONFIRMED),
            Map.entry("gifted", CONFIRMED),
            Map.entry("unpaid", CONFIRMED),
            Map.entry("churning", CONFIRMED),
            Map.entry("churned", CONFIRMED),
            Map.entry("past due", CONFIRMED),
            Map.entry("paused", CONFIRMED),
            Map.entry("unconfirmed", UNCONFIRMED),
            Map.entry("unactivated", UNCONFIRMED),
            Map.entry("pending", UNCONFIRMED),
            Map.entry("validating", UNCONFIRMED),
            Map.entry("needs approval", UNCONFIRMED),
            Map.entry("non subscribed", UNCONFIRMED),
            Map.entry("nonsubscribed", UNCONFIRMED),
            Map.entry("transactional", UNCONFIRMED),
            Map.entry("unsubscribed", LEFT),
            Map.entry("inactive", LEFT),
            Map.entry("invalid", LEFT),
            Map.entry("disabled", LEFT),
            Map.entry("removed", LEFT),
            Map.entry("deleted", LEFT),
            Map.entry("archived", LEFT),
            Map.entry("cleaned", BOUNCED),
            Map.entry("bounced", BOUNCED),
            Map.entry("undeliverable", BOUNCED),
            Map.entry("complained", COMPLAINED),
            Map.entry("spam", COMPLAINED),
            Map.entry("suppressed", BANNED),
            Map.entry("blocklisted", BANNED),
            Map.entry("blacklisted", BANNED),
            Map.entry("blocked", BANNED),
            Map.entry("spammy", BANNED));

    /** Empty where it is no word that is known. */
    static Optional<Standing> of(String word) {
        return Optional.ofNullable(WORDS.get(Part.spelt(word)));
    }

    /** The same for a reason that a list gives; only our own words and those for complaints count. */
    Standing because(String text) {
        if (status == Status.CONFIRMED || status == Status.UNCONFIRMED) return this;
        var word = text.toLowerCase(Locale.ROOT);
        for (var each : Reason.values()) {
            if (word.equals(each.column())) return new Standing(status, each);
        }
        var complaint = word.contains("spam") || word.contains("abuse") || word.contains("complain");
        return complaint ? new Standing(status, Reason.COMPLAINT) : this;
    }

    /** What follows from both: who has left and bounced has left, and must not be mailed by anybody else either. */
    Standing and(Standing other) {
        return new Standing(
                other.status.compareTo(status) > 0 ? other.status : status, reason == null ? other.reason : reason);
    }
}
