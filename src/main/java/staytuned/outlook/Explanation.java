package staytuned.outlook;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import staytuned.article.Inquiries;
import staytuned.newsletter.Newsletter;

/**
 * What became of an article, and why.
 *
 * @param newsletter null where none is known to have it
 * @param found null for one of which nothing is kept
 * @param why a sentence without its subject: "went out in issue 7"
 * @param cure what an admin can do; null where nothing needs to be done
 * @param at when it was sent, or will be; null where nobody knows
 * @param issue the number of the issue that it is in; null for none
 * @param readers how many have got it, or would get it
 */
public record Explanation(
        @Nullable Newsletter newsletter,
        Inquiries.@Nullable Found found,
        Verdict verdict,
        String why,
        @Nullable String cure,
        @Nullable Instant at,
        @Nullable Long issue,
        int readers) {
    /** What became of it. */
    public enum Verdict {
        SENT,
        SENDING,
        /** It will be sent when nobody intervenes. */
        WAITS,
        /** It will not be sent before somebody decides. */
        HELD,
        NOT_SENT,
        UNKNOWN;

        /** As programs read it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Explanation of(Newsletter newsletter, Inquiries.Found found, Verdict verdict, String why,
            @Nullable String cure) {
        return new Explanation(newsletter, found, verdict, why, cure, null, null, 0);
    }

    static Explanation unknown(@Nullable Newsletter newsletter, String why, @Nullable String cure) {
        return new Explanation(newsletter, null, Verdict.UNKNOWN, why, cure, null, null, 0);
    }
}
