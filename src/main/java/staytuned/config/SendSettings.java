package staytuned.config;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.schedule.Cron;

/**
 * When letters go out.
 *
 * @param cron null for at once
 * @param zone the clock on the wall that the cron means
 * @param settle how long an article rests before it is frozen
 * @param coming whether letters name what folders and exports hold for later
 */
public record SendSettings(
        @Nullable Cron cron,
        ZoneId zone,
        Duration settle,
        Missed missed,
        Edited edited,
        boolean coming,
        InDoubt inDoubt) {
    private static final String EACH_ARTICLE = "each-article";

    static SendSettings read(Section keys) {
        keys.or("issue", EACH_ARTICLE, SendSettings::issue);
        var when = keys.or("when", Optional.<Cron>empty(), SendSettings::when);
        return new SendSettings(
                when.orElse(null),
                keys.or("time-zone", ZoneId.systemDefault(), Notation::zone),
                keys.or("settle", Duration.ofMinutes(15), text -> Notation.duration(text, Duration.ZERO)),
                keys.or("missed", Missed.SEND_NOW, text -> Notation.word(Missed.class, text)),
                keys.or("edited", Edited.UPDATE_WEB, text -> Notation.word(Edited.class, text)),
                keys.or("coming", false, SendSettings::coming),
                keys.or("in-doubt", InDoubt.RESEND, text -> Notation.word(InDoubt.class, text)));
    }

    private static String issue(String text) {
        if (text.equals(EACH_ARTICLE)) return text;
        throw new IllegalArgumentException(text.equals("digest")
                ? "digest is not offered by this version; use each-article"
                : Notation.shown(text) + " is not offered; write each-article");
    }

    private static boolean coming(String text) {
        if (text.equals("true") || text.equals("false")) return text.equals("true");
        throw new IllegalArgumentException(Notation.shown(text) + " is neither true nor false");
    }

    private static Optional<Cron> when(String text) {
        if (text.equals("at-once")) return Optional.empty();
        if (!Spelling.nearest(text, Set.of("at-once")).isEmpty()) {
            throw new IllegalArgumentException(Notation.shown(text) + " is no time; did you mean \"at-once\"?");
        }
        return Optional.of(Cron.parse(text));
    }
}
