package staytuned.feedback;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads complaints: the Abuse Reporting Format (RFC 5965), and what Microsoft sends instead of it. */
final class Complaints {
    /** RFC 5965 section 7.3, RFC 6430: a reader's wish; not-spam, auth-failure and the like are none. */
    private static final Pattern UNWANTED =
            Pattern.compile("(?i)\\s*(?:abuse|fraud|virus|other|opt-out.*|miscategorized)?\\s*");
    private static final Pattern FIELD =
            Pattern.compile("(?im)^(Feedback-Type|Original-Rcpt-To|Removal-Recipient):[ \\t]*(.{0,400})$");
    private static final Pattern TO =
            Pattern.compile("(?im)^(?:To|X-HmXmrOriginalRecipient|Delivered-To):[ \\t]*(.{0,400})$");

    /** The verdict of a mail that is a feedback report; null where it is none. */
    @Nullable Verdict read(Incoming mail) {
        var arf = mail.pieces().stream().filter(each -> each.is("message/feedback-report")).findFirst();
        var microsoft = mail.pieces().stream()
                .filter(each -> each.is("message/rfc822"))
                .filter(each -> each.text().toLowerCase(Locale.ROOT).contains("x-hmxmroriginalrecipient:"))
                .findFirst();
        if (arf.isEmpty() && microsoft.isEmpty()) return null;
        String type = null;
        String recipient = null;
        var fields = FIELD.matcher(arf.map(Incoming.Piece::text).orElse(""));
        while (fields.find()) {
            var found = Addresses.in(fields.group(2));
            if (fields.group(1).equalsIgnoreCase("Feedback-Type")) type = fields.group(2).strip();
            else if (recipient == null && !found.isEmpty()) recipient = found.getFirst();
        }
        if (recipient == null) recipient = original(mail);
        var unwanted = type == null || UNWANTED.matcher(type).matches();
        var says = type == null || type.isEmpty() ? "abuse" : type.toLowerCase(Locale.ROOT);
        return new Verdict(
                unwanted ? Kind.COMPLAINT : Kind.NONE, recipient, null, "feedback report: " + says, false);
    }

    private static @Nullable String original(Incoming mail) {
        for (var piece : mail.pieces()) {
            if (!piece.is("message/rfc822", "text/rfc822-headers")) continue;
            var to = TO.matcher(piece.text());
            while (to.find()) {
                var found = Addresses.in(to.group(1));
                if (!found.isEmpty()) return found.getFirst();
            }
        }
        return null;
    }
}
