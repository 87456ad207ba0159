package staytuned.feedback;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * Decides what a failure means for the reader. What it cannot make out is soft, as is what the sender is to blame for:
 * a reader is lost by one wrong word, and a mailbox that is gone will say so again.
 */
final class Judge {
    private static final int LONGEST = 500;

    /** RFC 3463 section 3.2, RFC 5248, RFC 7505: mailboxes and domains that are not there, or are closed. */
    private static final Pattern GONE = Pattern.compile("5\\.1\\.(?:1|2|3|6|10)|5\\.2\\.1|5\\.4\\.(?:4|310)");
    /** System, network, content and policy; 5.2.2 is a full mailbox, 5.2.3 a message too long for it. */
    private static final Pattern NOT_THE_READER = Pattern.compile("5\\.2\\.[2-4]|5\\.[3467]\\.\\d+");
    /** The sender's own fault: mail-size, content, policy. */
    private static final Pattern SENDER = Pattern.compile("5\\.2\\.3|5\\.3\\.4|5\\.[67]\\.\\d+");
    /** What no other words talk away: the mailbox is full, the message is too long, its content is refused. */
    private static final Pattern CERTAIN = Pattern.compile("5\\.2\\.[23]|5\\.3\\.4|5\\.6\\.\\d+");

    private final Causes causes = new Causes();

    /**
     * What is said about one recipient.
     *
     * @param action of RFC 3464 section 2.3.3, in lower case; empty where it is not said
     * @param status of RFC 3464 section 2.3.4; null where it is not said
     * @param words the server's own words; empty where there are none
     * @param narrative what the mail says to people; empty where it says nothing
     */
    record Said(@Nullable String recipient, String action, @Nullable String status, String words, String narrative) {
        Said about(String other) {
            return new Said(other, action, status, words, narrative);
        }
    }

    Verdict judge(Said said) {
        var status = status(said);
        var cause = causes.of(said.words());
        var unclear = cause == null || cause.weak();
        if (unclear && (said.words().isBlank() || Codes.isGeneral(status))) {
            var told = causes.of(said.narrative());
            if (told != null && (cause == null || !told.weak())) cause = told;
        }
        var kind = kind(said, status, cause);
        var blamesSender = kind == Kind.SOFT
                && (cause == null ? status != null && SENDER.matcher(status).matches() : cause.blamesSender());
        var shown = Address.oneLine(said.words(), LONGEST).replaceAll(" +", " ");
        return new Verdict(kind, said.recipient(), status, shown.isEmpty() ? null : shown, blamesSender);
    }

    /** The code that says more: many systems put 5.0.0 into the field, and the real one into the words. */
    private static @Nullable String status(Said said) {
        var field = said.status();
        if (!Codes.isGeneral(field)) return field;
        var inWords = Codes.enhanced(said.words());
        if (inWords != null && (field == null || !Codes.isGeneral(inWords))) return inWords;
        return field;
    }

    private static Kind kind(Said said, @Nullable String status, @Nullable Cause cause) {
        if (said.action().startsWith("delayed")) return Kind.SOFT;
        var failed = said.action().isEmpty() || said.action().startsWith("fail");
        var code = Codes.reply(said.words());
        if (!failed && (status == null || status.startsWith("2"))) return Kind.NONE;
        if (status != null && status.startsWith("2") && said.action().isEmpty()) return Kind.NONE;
        if (status == null ? code / 100 == 4 : status.startsWith("4")) return Kind.SOFT;
        if (cause != null && !cause.weak()) return clear(status, cause);
        if (status != null && GONE.matcher(status).matches()) return Kind.HARD;
        if (status != null && NOT_THE_READER.matcher(status).matches()) return Kind.SOFT;
        if (cause == Cause.UNAVAILABLE) return code == 0 || (code >= 550 && code != 552) ? Kind.HARD : Kind.SOFT;
        if (cause != null) return Kind.SOFT;
        if (status != null && status.startsWith("5.1.")) return Kind.HARD;
        // Failed for good, and not a word why.
        return said.words().isBlank() && said.action().startsWith("fail") ? Kind.HARD : Kind.SOFT;
    }

    /** The words are clear; the code may still know better. */
    private static Kind clear(@Nullable String status, Cause cause) {
        if (cause.kind() == Kind.SOFT) return Kind.SOFT;
        if (status == null) return Kind.HARD;
        if (CERTAIN.matcher(status).matches()) return Kind.SOFT;
        // Policy, unless the words say that there is no such mailbox.
        return status.startsWith("5.7.") && cause != Cause.UNKNOWN ? Kind.SOFT : Kind.HARD;
    }
}
