package staytuned.subscriber;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * What a reader has chosen for one newsletter; {@code null} for each that they leave to it.
 *
 * @param language of pages and mails, a BCP 47 tag; one for all of the reader's newsletters
 * @param zone where they are; one for all of the reader's newsletters
 * @param cadence how often they want a letter
 * @param hour at which a daily or weekly letter goes, 0 to 23 on the reader's own wall clock
 * @param pausedUntil until when they get nothing
 * @param catchUp whether what the pause held back comes when it is over
 * @param topics the tags of the articles that they want, as {@link #topic} writes them
 * @param content how much of each article they want
 * @param format what their letters are made of
 */
public record Choices(
        @Nullable String language,
        @Nullable ZoneId zone,
        @Nullable Cadence cadence,
        @Nullable Integer hour,
        @Nullable Instant pausedUntil,
        boolean catchUp,
        @Nullable List<String> topics,
        @Nullable Content content,
        @Nullable Format format) {
    /** Everything as the newsletter has it. */
    public static final Choices NONE = new Choices(null, null, null, null, null, false, null, null, null);

    private static final int LONGEST_LANGUAGE = 35;
    private static final int LONGEST_ZONE = 64;
    private static final int LONGEST_TOPIC = 60;
    private static final int LONGEST_TOPICS = 1000;
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*");
    private static final Pattern APART = Pattern.compile("[,\\s\\p{Z}]+");

    /** How often a reader wants a letter. */
    public enum Cadence {
        /** One for each article, where the newsletter has these. */
        EACH,
        DAILY,
        WEEKLY;

        /**
         * The cadence that a text names; null where it is blank.
         *
         * @throws IllegalArgumentException there is no such cadence; the message says which there are
         */
        public static @Nullable Cadence of(@Nullable String text) {
            return one(Cadence.values(), text, "how often letters come");
        }
    }

    /** How much of each article a reader wants. */
    public enum Content {
        CONCLUSION,
        FULL;

        /**
         * The content that a text names; null where it is blank.
         *
         * @throws IllegalArgumentException there is no such content; the message says which there are
         */
        public static @Nullable Content of(@Nullable String text) {
            return one(Content.values(), text, "how much of an article a letter holds");
        }
    }

    /** What letters are made of. */
    public enum Format {
        HTML,
        TEXT;

        /**
         * The format that a text names; null where it is blank.
         *
         * @throws IllegalArgumentException there is no such format; the message says which there are
         */
        public static @Nullable Format of(@Nullable String text) {
            return one(Format.values(), text, "what letters are made of");
        }
    }

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException one of them cannot be chosen; the message says which, and what can
     */
    public Choices {
        if (language != null && (language.length() > LONGEST_LANGUAGE || !LANGUAGE.matcher(language).matches())) {
            throw new IllegalArgumentException(shown(language) + " is no language; write for example de or pt-BR");
        }
        if (zone != null && zone.getId().length() > LONGEST_ZONE) {
            throw new IllegalArgumentException(shown(zone.getId()) + " is no time zone; write for example Europe/Berlin");
        }
        if (hour != null && (hour < 0 || hour > 23)) {
            throw new IllegalArgumentException(hour + " is no hour; choose one from 0 to 23");
        }
        if (hour != null && (cadence == null || cadence == Cadence.EACH)) {
            throw new IllegalArgumentException("only a daily or a weekly letter has an hour");
        }
        if (topics != null) topics = tidy(topics);
    }

    private static @Nullable List<String> tidy(List<String> topics) {
        var tidy = topics.stream().map(Choices::topic).filter(each -> !each.isEmpty()).distinct().sorted().toList();
        for (var each : tidy) {
            if (each.length() > LONGEST_TOPIC) {
                throw new IllegalArgumentException(shown(each) + " is no topic: it is longer than 60 characters");
            }
        }
        if (String.join(",", tidy).length() > LONGEST_TOPICS) {
            throw new IllegalArgumentException("these are too many topics; choose fewer, or all");
        }
        return tidy.isEmpty() ? null : tidy;
    }

    /** A tag as topics are compared: in lower case, on one line, without commas. */
    public static String topic(String tag) {
        var line = Address.oneLine(tag.toLowerCase(Locale.ROOT), LONGEST_TOPICS);
        return APART.matcher(line).replaceAll(" ").strip();
    }

    static String column(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Null for what is not given. */
    private static <E extends Enum<E>> @Nullable E one(E[] all, @Nullable String text, String what) {
        if (text == null || text.isBlank()) return null;
        for (var each : all) {
            if (column(each).equalsIgnoreCase(text.strip())) return each;
        }
        var names = String.join(", ", Stream.of(all).map(Choices::column).toList());
        throw new IllegalArgumentException(shown(text) + " is not " + what + "; choose one of " + names);
    }

    private static String shown(String text) {
        return "\"" + Address.oneLine(text, 60) + "\"";
    }
}
