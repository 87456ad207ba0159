package staytuned.subscriber;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * Makes of each row of a list what it says about somebody. A list may only take away: it can say that somebody has left,
 * has not confirmed or must not be mailed, but that a consent is known is the admin's word.
 */
final class Transcriber {
    private static final int LONGEST_SOURCE = 200;
    private static final Set<String> YES = Set.of("true", "yes", "1", "t", "y");
    private static final Set<String> NO = Set.of("false", "no", "0", "f", "n");
    private static final String CORRECT = "correct it and import the file again: who is there already stays as they are";

    private final Columns columns;
    private final Origin origin;
    private final Consumer<Remark> warnings;

    /**
     * Where a list comes from.
     *
     * @param source what is kept as the source of those whose own the list does not give
     * @param confirmed whether the consent of those whom the list calls confirmed, or says nothing about, is known
     */
    record Origin(Peer peer, String source, boolean confirmed, Instant now) {}

    Transcriber(Columns columns, Origin origin, Consumer<Remark> warnings) {
        this.columns = columns;
        this.origin = origin;
        this.warnings = warnings;
    }

    /** A row cannot be taken in. */
    static final class Refused extends Exception {
        private final transient Remark remark;

        Refused(Remark remark) {
            super(remark.problem(), null, false, false);
            this.remark = remark;
        }

        Remark remark() {
            return remark;
        }
    }

    Arrival arrival(CsvRecord row) throws Refused {
        var person = new Person(address(row), zone(row));
        var standing = standing(row);
        var since = date(row, Part.SINCE);
        var confirmedAt = date(row, Part.CONFIRMED_AT);
        var left = date(row, Part.LEFT_AT);
        var known = origin.confirmed && standing.status() != Status.UNCONFIRMED;
        return new Arrival(
                person,
                known || standing.status() != Status.CONFIRMED ? standing.status() : Status.UNCONFIRMED,
                standing.reason(),
                source(row),
                since,
                !known ? null : confirmedAt == null && standing.status() == Status.CONFIRMED ? since : confirmedAt,
                standing.status() == Status.UNSUBSCRIBED ? left : null,
                choices(row));
    }

    /** An address with its name. */
    private Address address(CsvRecord row) throws Refused {
        var name = columns.in(row, Part.NAME);
        if (name.isEmpty()) {
            name = (columns.in(row, Part.FIRST_NAME) + " " + columns.in(row, Part.LAST_NAME)).strip();
        }
        var email = columns.in(row, Part.EMAIL);
        Address address;
        try {
            address = new Address(email, name);
        } catch (IllegalArgumentException e) {
            throw refused(row, Part.EMAIL, message(e), "correct the address, or take the row out");
        }
        Typos.suggestion(address.domain()).ifPresent(meant -> warn(row, Part.EMAIL,
                Remark.quoted(email) + " is perhaps meant to end in @" + meant,
                "look it up; if it is wrong, the letters will come back, and then nothing is sent there any more"));
        return address;
    }

    /** In the export of a service a zone that nobody knows costs nobody their letters. */
    private @Nullable ZoneId zone(CsvRecord row) throws Refused {
        try {
            return Person.zone(columns.in(row, Part.TIME_ZONE));
        } catch (IllegalArgumentException e) {
            if (origin.peer == Peer.OTHER) {
                throw refused(row, Part.TIME_ZONE, message(e), "correct the time zone, or leave it empty");
            }
            warn(row, Part.TIME_ZONE, message(e), "the time zone is left out");
            return null;
        }
    }

    private Standing standing(CsvRecord row) throws Refused {
        var word = columns.in(row, Part.STATUS);
        var standing = Standing.of(word).orElse(Standing.CONFIRMED);
        if (!word.isEmpty() && Standing.of(word).isEmpty()) {
            throw refused(row, Part.STATUS, Remark.quoted(word) + " is no status that is known; write confirmed, unconfirmed, "
                    + "unsubscribed or suppressed", "correct it, or leave the column out: --map status=");
        }
        if (says(NO, row, Part.WANTED) || says(YES, row, Part.UNWANTED) || hasLeft(row)) standing = standing.and(Standing.LEFT);
        if (!columns.in(row, Part.BOUNCED_AT).isEmpty()) standing = standing.and(Standing.BOUNCED);
        return standing.because(columns.in(row, Part.REASON));
    }

    private boolean says(Set<String> words, CsvRecord row, Part part) {
        return words.contains(columns.in(row, part).toLowerCase(Locale.ROOT));
    }

    /** Unless they have come back since. A date that cannot be read is a date all the same. */
    private boolean hasLeft(CsvRecord row) {
        var text = columns.in(row, Part.LEFT_AT);
        if (text.isEmpty() || NO.contains(text.toLowerCase(Locale.ROOT))) return false;
        var left = Dates.read(text, origin.now);
        var confirmed = Dates.read(columns.in(row, Part.CONFIRMED_AT), origin.now);
        return left == null || confirmed == null || !confirmed.isAfter(left);
    }

    private @Nullable Instant date(CsvRecord row, Part part) {
        var text = columns.in(row, part);
        if (text.isEmpty()) return null;
        var date = Dates.read(text, origin.now);
        if (date == null) {
            warn(row, part, Remark.quoted(text) + " is no date that can be read; write for example 2026-03-01 08:00:00",
                    "the date is left out; " + CORRECT);
        }
        return date;
    }

    private String source(CsvRecord row) {
        var given = columns.in(row, Part.SOURCE);
        if (given.isEmpty()) return origin.source;
        return Address.oneLine(origin.peer == Peer.STAYTUNED ? given : origin.source + ": " + given, LONGEST_SOURCE);
    }

    /** What a reader has chosen, in our own lists. */
    private Choices choices(CsvRecord row) throws Refused {
        if (origin.peer != Peer.STAYTUNED) return Choices.NONE;
        try {
            var topics = columns.in(row, Part.TOPICS);
            var hour = columns.in(row, Part.CADENCE_HOUR);
            var until = columns.in(row, Part.PAUSED_UNTIL);
            var language = columns.in(row, Part.LANGUAGE);
            return new Choices(
                    language.isEmpty() ? null : language,
                    null,
                    Choices.Cadence.of(columns.in(row, Part.CADENCE)),
                    hour.isEmpty() ? null : Integer.valueOf(hour),
                    until.isEmpty() ? null : Instant.parse(until),
                    says(YES, row, Part.CATCH_UP),
                    topics.isEmpty() ? null : List.of(topics.split(",", -1)),
                    Choices.Content.of(columns.in(row, Part.CONTENT)),
                    Choices.Format.of(columns.in(row, Part.FORMAT)));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw refused(row, Part.CADENCE, "what the reader has chosen cannot be read: " + message(e), CORRECT);
        }
    }

    private Refused refused(CsvRecord row, Part part, String problem, String cure) {
        return new Refused(remark(row, part, problem, cure, true));
    }

    private void warn(CsvRecord row, Part part, String problem, String cure) {
        warnings.accept(remark(row, part, problem, cure, false));
    }

    private Remark remark(CsvRecord row, Part part, String problem, String cure, boolean refused) {
        return new Remark(
                row.getStartingLineNumber(), columns.name(part), columns.in(row, part), problem, cure, refused);
    }

    private static String message(Exception e) {
        return Address.oneLine(String.valueOf(e.getMessage()), 500);
    }
}
