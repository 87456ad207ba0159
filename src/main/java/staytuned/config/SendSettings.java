package staytuned.config;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.schedule.Cron;
import staytuned.schedule.Hours;
import staytuned.schedule.Times;

/**
 * When letters go out.
 *
 * @param digest whether one letter names all articles since the one before
 * @param settle how long an article rests before it is frozen
 * @param approval who sees letters before they go out; null for nobody
 * @param coming whether letters name what folders and exports hold for later
 */
public record SendSettings(
        boolean digest,
        Times times,
        Duration settle,
        Missed missed,
        Edited edited,
        boolean coming,
        InDoubt inDoubt,
        StopSettings stop,
        @Nullable ApprovalSettings approval) {
    private static final int LONGEST_PLACE = 1_000;
    private static final String EACH_ARTICLE = "each-article";

    static SendSettings read(Section keys) {
        var digest = keys.or("issue", false, SendSettings::digest);
        var times = times(keys);
        if (digest && times.cron() == null) {
            keys.mistake("issue", "a digest needs a time; set when to a cron such as 0 0 8 ? * MON");
        }
        return new SendSettings(
                digest,
                times,
                keys.or("settle", Duration.ofMinutes(15), text -> Notation.duration(text, Duration.ZERO)),
                keys.or("missed", Missed.SEND_NOW, text -> Notation.word(Missed.class, text)),
                keys.or("edited", Edited.UPDATE_WEB, text -> Notation.word(Edited.class, text)),
                keys.or("coming", false, Notation::yesOrNo),
                keys.or("in-doubt", InDoubt.RESEND, text -> Notation.word(InDoubt.class, text)),
                keys.in("stop", StopSettings::read),
                keys.inMaybe("approval", ApprovalSettings::read));
    }

    private static Times times(Section keys) {
        var when = keys.or("when", Optional.<Cron>empty(), SendSettings::when);
        var zone = keys.or("time-zone", ZoneId.systemDefault(), Notation::zone);
        var hours = hours(keys, zone);
        var local = keys.or("local", false, Notation::yesOrNo);
        if (local && when.isEmpty() && hours.equals(Hours.ALWAYS)) {
            keys.mistake("local", "changes nothing where letters go at once and at any hour; give a cron in when, or "
                    + "hours in quiet");
        }
        return new Times(when.orElse(null), zone, hours, local);
    }

    private static Hours hours(Section keys, ZoneId zone) {
        var quiet = keys.maybe("quiet", Hours.Quiet::parse);
        var blackout = new ArrayList<>(keys.values("blackout", Hours.Day::parse));
        blackout.addAll(keys.values("holidays", text -> new Hours.Listed(calendar(keys, text), zone)));
        try {
            return new Hours(quiet, blackout);
        } catch (IllegalArgumentException e) {
            keys.mistake("blackout", String.valueOf(e.getMessage()));
            return Hours.ALWAYS;
        }
    }

    /** A URL, or the path of a file that is there. */
    private static String calendar(Section keys, String text) {
        var place = text.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")
                ? Hosts.calendarUrl(text).toString()
                : keys.reading().file(text).toString();
        if (place.length() <= LONGEST_PLACE) return place;
        throw new IllegalArgumentException("is longer than " + LONGEST_PLACE + " characters; shorten it");
    }

    private static boolean digest(String text) {
        if (text.equals(EACH_ARTICLE) || text.equals("digest")) return text.equals("digest");
        throw new IllegalArgumentException(
                Notation.shown(text) + " is not offered; write one of " + EACH_ARTICLE + ", digest");
    }

    private static Optional<Cron> when(String text) {
        if (text.equals("at-once")) return Optional.empty();
        if (!Spelling.nearest(text, Set.of("at-once")).isEmpty()) {
            throw new IllegalArgumentException(Notation.shown(text) + " is no time; did you mean \"at-once\"?");
        }
        return Optional.of(Cron.parse(text));
    }
}
