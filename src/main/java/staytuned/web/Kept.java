package staytuned.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import staytuned.newsletter.Visibility;

/** Answers that anybody may keep for a minute, and that are not sent again to who has them (RFC 9110 section 13). */
final class Kept {
    static final String CONTROL = "Cache-Control";
    private static final String TAG = "ETag";
    private static final String MODIFIED = "Last-Modified";
    private static final int BYTES = 16;
    /** Section 5.6.7, where a day has two digits. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US).withZone(ZoneOffset.UTC);

    private Kept() {}

    /**
     * The answer with what it is known again by.
     *
     * @param changed when it was last changed; null where nobody knows of all that is in it
     */
    static Answer of(Answer answer, @Nullable Instant changed) {
        var kept = answer.with(CONTROL, "public, max-age=60").with(TAG, tag(answer.body()));
        return changed == null ? kept : kept.with(MODIFIED, DATE.format(changed));
    }

    /** The answer about a newsletter: only what is public is to be found, and what is private is nobody's to keep. */
    static Answer of(Visibility archive, Answer answer, @Nullable Instant changed) {
        return switch (archive) {
            case PUBLIC -> of(answer, changed);
            case UNLISTED -> of(answer, changed).with(Answer.UNFOUND, "noindex");
            case PRIVATE -> answer.with(Answer.UNFOUND, "noindex");
        };
    }

    /** Whether who asks has this answer already. */
    static boolean has(ServerRequestHeaders asked, Answer answer) {
        var tag = answer.more().get(TAG);
        if (tag == null || answer.status() != 200) return false;
        var tags = asked.value(HeaderNames.IF_NONE_MATCH);
        // Section 13.1.3: the date counts only where no tag was given.
        if (tags.isPresent()) return matches(tags.get(), tag);
        var modified = answer.more().get(MODIFIED);
        var since = asked.value(HeaderNames.IF_MODIFIED_SINCE);
        return modified != null && since.isPresent() && !time(modified).isAfter(time(since.get()));
    }

    /** By the weak comparison of section 8.8.3.2. */
    private static boolean matches(String tags, String tag) {
        return Arrays.stream(tags.split(",", -1))
                .map(each -> each.strip().replaceFirst("^W/", ""))
                .anyMatch(each -> each.equals(tag) || each.equals("*"));
    }

    /** A date that is none never counts. */
    private static Instant time(String date) {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)).truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeException e) {
            return Instant.MIN;
        }
    }

    private static String tag(String body) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES)) + '"';
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
