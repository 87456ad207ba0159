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
 * @param digest whether one letter names all articles since the one before
 * @param cron null for at once
 * @param zone the clock on the wall that the cron means
 * @param settle how long an article rests before it is frozen
 * @param coming whether letters name what folders and exports hold for later
 */
public record SendSettings(
        boolean digest,
        @Nullable Cron cron,
        ZoneId zone,
        Duration settle,
        Missed missed,
        Edited edited,
        boolean coming,
        InDoubt inDoubt) {
    private static final String EACH_ARTICLE = "each-article";

    static SendSettings read(Section keys) {
        var digest = keys.or("issue", false, SendSettings::digest);
        var when = keys.or("when", Optional.<Cron>empty(), SendSettings::when);
        if (digest && when.isEmpty()) {
            keys.mistake("issue", "a digest needs a time; set when to a cron such as 0 0 8 ? * MON");
        }
        return new SendSettings(
                digest,
                when.orElse(null),
                keys.or("time-zone", ZoneId.systemDefault(), Notation::zone),
                keys.or("settle", Duration.ofMinutes(15), text -> Notation.duration(text, Duration.ZERO)),
                keys.or("missed", Missed.SEND_NOW, text -> Notation.word(Missed.class, text)),
                keys.or("edited", Edited.UPDATE_WEB, text -> Notation.word(Edited.class, text)),
                keys.or("coming", false, SendSettings::coming),
                keys.or("in-doubt", InDoubt.RESEND, text -> Notation.word(InDoubt.class, text)));
    }

    private static boolean digest(String text) {
        if (text.equals(EACH_ARTICLE) || text.equals("digest")) return text.equals("digest");
        throw new IllegalArgumentException(
                Notation.shown(text) + " is not offered; write one of " + EACH_ARTICLE + ", digest");
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
