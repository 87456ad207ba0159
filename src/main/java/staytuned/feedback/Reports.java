package staytuned.feedback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.jspecify.annotations.Nullable;
import staytuned.feedback.Incoming.Piece;
import staytuned.feedback.Judge.Said;

/** Reads delivery status notifications (RFC 3464). */
final class Reports {
    private static final String FINAL = "Final-Recipient";
    private static final String ORIGINAL = "Original-Recipient";
    private static final int MOST = 100;
    private static final Pattern FIELDS = Pattern.compile(
            "(?im)^(?:Reporting-MTA|Final-Recipient|Original-Recipient):.*(?:\\R(?!\\R).*){0,20}\\RAction:");
    private static final Pattern TYPE = Pattern.compile("^[A-Za-z0-9_.-]{1,20}\\s?;\\s*");
    private static final Pattern CODE = Pattern.compile("\\b[245]\\.\\d{1,3}\\.\\d{1,3}\\b");

    /** What the report of a mail says about each of its recipients; null where the mail holds no report. */
    @Nullable List<Said> read(Incoming mail, String narrative) {
        for (var piece : mail.pieces()) {
            var read = piece.is("message/delivery-status", "message/global-delivery-status")
                    ? recipients(piece.text(), narrative)
                    : piece.type().startsWith("text/") && !piece.is("text/html") ? written(piece, narrative) : null;
            if (read != null) return read;
        }
        return null;
    }

    /** Some systems write the fields into a text, or name the part's type wrongly. */
    private static @Nullable List<Said> written(Piece piece, String narrative) {
        var fields = FIELDS.matcher(piece.text());
        if (piece.is("text/rfc822-headers") || !fields.find()) return null;
        var read = recipients(piece.text().substring(fields.start()), narrative);
        return read.isEmpty() ? null : read;
    }

    private static List<Said> recipients(String text, String narrative) {
        var said = new ArrayList<Said>();
        try {
            var lines = text.replaceAll("^\\s+", "").replaceAll("(?m)^[ \\t]+$", "");
            var report = new DeliveryStatus(new ByteArrayInputStream(lines.getBytes(UTF_8)));
            var groups = new ArrayList<InternetHeaders>();
            groups.add(report.getMessageDSN());
            var count = Math.min(report.getRecipientDSNCount(), MOST);
            for (var i = 0; i < count; i++) groups.add(report.getRecipientDSN(i));
            for (var group : groups) add(said, group, narrative);
        } catch (MessagingException | IOException | RuntimeException e) {
            // What could be read of it counts.
        }
        return said;
    }

    private static void add(List<Said> said, InternetHeaders group, String narrative) {
        var count = Math.max(count(group, FINAL), count(group, ORIGINAL));
        // Without a recipient it may still be what belongs to the one before.
        if (count == 0 && (field(group, "Action", 0) == null || field(group, "Status", 0) == null)) return;
        for (var i = 0; i < Math.min(Math.max(count, 1), MOST); i++) {
            var status = field(group, "Status", i);
            var code = status == null ? null : CODE.matcher(status);
            var words = field(group, "Diagnostic-Code", i);
            var action = field(group, "Action", i);
            said.add(new Said(
                    recipient(group, i),
                    action == null ? "" : action.strip().toLowerCase(Locale.ROOT),
                    code != null && code.find() ? code.group() : null,
                    words == null ? aside(status) : TYPE.matcher(words).replaceFirst("").strip(),
                    narrative));
        }
    }

    /** Some write the reason behind the status, in brackets. */
    private static String aside(@Nullable String status) {
        var open = status == null ? -1 : status.indexOf('(');
        return status == null || open < 0 ? "" : status.substring(open + 1).replaceAll("\\)\\s*$", "");
    }

    /** As we wrote it (RFC 3464 section 2.3.1), where that is known: the final one may be what an alias led to. */
    private static @Nullable String recipient(InternetHeaders group, int i) {
        var original = Addresses.ofField(field(group, ORIGINAL, i));
        if (original != null) return original;
        var last = Addresses.ofField(field(group, FINAL, i));
        return last != null ? last : Addresses.ofField(field(group, "X-Actual-Recipient", i));
    }

    private static int count(InternetHeaders group, String name) {
        var values = group.getHeader(name);
        return values == null ? 0 : values.length;
    }

    private static @Nullable String field(InternetHeaders group, String name, int i) {
        var values = group.getHeader(name);
        if (values == null || i >= values.length) return null;
        return new String(values[i].getBytes(ISO_8859_1), UTF_8).replaceAll("\\s*\\R\\s+", " ");
    }
}
