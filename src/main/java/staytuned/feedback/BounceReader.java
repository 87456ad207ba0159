package staytuned.feedback;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import staytuned.feedback.Judge.Said;

/**
 * Says what a mail is: a bounce, a complaint, an automatic reply, or none of these. It reads reports first (RFC 5965,
 * RFC 3464), because they mean one thing only; then the words of those systems that write none.
 *
 * <p>Any bytes are a mail to it: nothing is thrown, and nothing takes long.
 */
public final class BounceReader {
    /** From so much evidence on, a mail without a report is a bounce. */
    private static final int BOUNCE = 4;
    /** From so much on, it is an automatic reply. */
    private static final int REPLY = 2;

    private final Judge judge = new Judge();
    private final Causes causes = new Causes();
    private final Reports reports = new Reports();
    private final Complaints complaints = new Complaints();
    private final Sighting sighting = new Sighting();
    private final Suspects suspects = new Suspects();

    /** What {@code mail} says. */
    public Notice read(byte[] mail) {
        return read(Incoming.of(mail));
    }

    Notice read(Incoming incoming) {
        var complaint = complaints.read(incoming);
        if (complaint != null) return new Notice(List.of(complaint));
        var text = BounceText.of(incoming, sighting);
        var report = reports.read(incoming, text.report());
        if (report != null && !report.isEmpty()) return reported(incoming, text, report);
        // RFC 8098: a reader's program says that a message was displayed, or deleted unread.
        if (incoming.pieces().stream().anyMatch(each -> each.is("message/disposition-notification"))) {
            return automatic(incoming);
        }
        var bounce = sighting.bounce(incoming, text.report()) >= BOUNCE && !isVacation(incoming, text);
        if (bounce) return written(incoming, text);
        if (sighting.reply(incoming, text.report()) >= REPLY) return automatic(incoming);
        return new Notice(List.of());
    }

    /** Whether a program of the reader's writes, and no server: it may quote one all the same. */
    private boolean isVacation(Incoming mail, BounceText text) {
        if (sighting.byDaemon(mail) || !mail.headers("X-Failed-Recipients").isEmpty()) return false;
        return sighting.reply(mail, text.report()) >= REPLY + 1;
    }

    private Notice reported(Incoming mail, BounceText text, List<Said> report) {
        var missing = report.stream().anyMatch(each -> each.recipient() == null);
        var found = missing ? suspects.find(mail, text) : List.<Suspects.Suspect>of();
        return new Notice(report.stream()
                .map(each -> each.recipient() == null && !found.isEmpty()
                        ? each.about(found.getFirst().address())
                        : each)
                .map(judge::judge)
                .toList());
    }

    private static Notice automatic(Incoming mail) {
        var from = Addresses.in(mail.header("From"));
        return new Notice(List.of(
                new Verdict(Kind.AUTO_REPLY, from.isEmpty() ? null : from.getLast(), null, null, false)));
    }

    /** A bounce in words. */
    private Notice written(Incoming mail, BounceText text) {
        var found = suspects.find(mail, text);
        if (found.isEmpty()) return new Notice(List.of(judge.judge(said(null, "", text.report()))));
        return new Notice(found.stream()
                .map(each -> judge.judge(said(each.address(), each.words(), text.report())))
                .toList());
    }

    /** The words that stand with a recipient, or, where these say nothing, all words. */
    private Said said(@Nullable String recipient, String near, String report) {
        var cause = causes.of(near);
        var clear = cause != null && !cause.weak();
        var words = clear || Codes.enhanced(near) != null ? near : near.isBlank() ? report : near + "\n" + report;
        var code = Codes.enhanced(words);
        return new Said(recipient, "", code, words.strip(), Objects.equals(words, near) ? "" : report);
    }
}
