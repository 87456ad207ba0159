package staytuned.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import staytuned.feedback.Kept;
import staytuned.newsletter.Newsletter;

/** What readers wrote back. */
@Command(
        name = "replies",
        description = {
            "Lists the latest mails that people wrote to the mailbox of bounces, the newest first: those to a "
                    + "newsletter that has a reply-to are forwarded there.",
            "The others are kept, the last two thousand of them."
        })
final class FeedbackReplies extends ServiceCommand {
    private static final int SHOWN = 200;
    private static final int SHOWN_WORDS = 100;

    @Option(
            names = "--json",
            description = "One JSON line for each: received, state (kept, waiting, forwarded, failed), newsletter and "
                    + "delivery (null where it bears no token of ours), from, subject, words, reason.")
    private boolean json;

    FeedbackReplies(Surroundings around) {
        super(around);
    }

    @Override
    void act(Staytuned service) {
        var keys = service.newsletters().stream().collect(Collectors.toMap(Newsletter::id, Newsletter::key));
        for (var each : service.mailroom().replies().latest(SHOWN)) {
            var written = each.written();
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put("received", written.receivedAt().toString());
            fields.put("state", each.state().name().toLowerCase(Locale.ROOT));
            fields.put("newsletter", written.newsletterId() == null ? null : keys.get(written.newsletterId()));
            fields.put("delivery", written.deliveryId());
            fields.put("from", written.sender());
            fields.put("subject", written.subject());
            fields.put("words", json ? written.words() : beginning(each));
            fields.put("reason", each.reason());
            around.print(json, fields);
        }
    }

    private static String beginning(Kept kept) {
        var line = kept.written().words().replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.length() > SHOWN_WORDS ? line.substring(0, SHOWN_WORDS) + " …" : line;
    }
}
