package staytuned.followup;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a promise is about, in its own words. */
public final class Topics {
    private static final int LONGEST = 200;
    private static final List<String> TIMES =
            List.of("soon", "week.next", "month.next", "year.next", "today.plus", "weeks", "days");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?…])\\s+|(?<=[。！？；;])\\s*");
    private static final Pattern CLAUSE_END = Pattern.compile("[,，、;；:：–—(（.!?。！？…]\\s*|\\s-\\s");
    /** What is neither letter nor closing mark at either end. */
    private static final Pattern NO_LETTER = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N})\\]’'\"”»」]+$");

    private Topics() {}

    /**
     * The words behind the marker ("about", "über", "について" before it), or the sentence before a bare "Stay tuned!";
     * null where the promise names nothing. At most 200 characters, all of them from {@code promise}, in its order.
     */
    public static @Nullable String of(String promise, String language) {
        var sentences = SENTENCE_END.split(promise, -1);
        boolean bare = false;
        for (int i = sentences.length - 1; i >= 0; i--) {
            var sentence = sentences[i].strip();
            if (sentence.isEmpty()) continue;
            if (bare(sentence, language)) {
                bare = true;
                continue;
            }
            var marked = marked(sentence, language);
            if (marked != null) return marked;
            if (bare) return named(sentence, language) ? cut(sentence) : null;
        }
        return null;
    }

    /** Whether next to nothing is left beside the idiom. */
    private static boolean bare(String sentence, String language) {
        for (var words : Vocabulary.of(language)) {
            var rest = words.pattern("bare").matcher(sentence).replaceAll(" ");
            if (rest.equals(sentence)) continue;
            var left = rest.replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
            if (left.length() <= 4 || (left.length() <= 16 && left.split(" ", -1).length <= 2)) return true;
        }
        return false;
    }

    private static @Nullable String marked(String sentence, String language) {
        for (var words : Vocabulary.of(language)) {
            var topic = marked(sentence, words, "topic.after", language);
            // "Post" and its like are first of all things, and only then verbs.
            if (topic == null) topic = marked(sentence, words, "topic.also", language);
            if (topic != null) return topic;
        }
        return null;
    }

    private static @Nullable String marked(String sentence, Vocabulary words, String key, String language) {
        var marker = words.pattern(key).matcher(sentence);
        while (marker.find()) {
            var topic = narrowed(sentence.substring(marker.end()), words);
            if (topic != null && named(topic, language)) return topic;
        }
        return null;
    }

    private static @Nullable String narrowed(String rest, Vocabulary words) {
        var text = rest.strip();
        var leading = words.pattern("topic.leading").matcher(text);
        while (leading.lookingAt() && leading.end() > 0) {
            text = text.substring(leading.end()).strip();
            leading.reset(text);
        }
        var clause = CLAUSE_END.matcher(text);
        if (clause.find() && clause.start() > 0) text = text.substring(0, clause.start());
        var before = words.pattern("topic.before").matcher(text);
        int end = -1;
        while (before.find()) end = before.start();
        if (end > 0) text = text.substring(0, end);
        for (var key : TIMES) {
            text = words.pattern(key).matcher(text).replaceFirst("\u0000").replaceFirst("\\s*\u0000.*", "");
        }
        return text.isBlank() ? null : cut(text.strip());
    }

    /** Whether it says more than "the next post". */
    private static boolean named(String topic, String language) {
        var rest = topic.toLowerCase(Locale.ROOT);
        for (var words : Vocabulary.of(language)) {
            rest = words.pattern("topic.generic").matcher(rest).replaceAll(" ");
            rest = words.pattern("topic.leading").matcher(rest).replaceAll(" ");
        }
        return rest.codePoints().filter(Character::isLetterOrDigit).count() >= 2;
    }

    private static @Nullable String cut(String text) {
        var tidy = NO_LETTER.matcher(text).replaceAll("");
        if (tidy.isEmpty()) return null;
        if (tidy.length() <= LONGEST) return tidy;
        int end = tidy.lastIndexOf(' ', LONGEST);
        if (end < LONGEST / 2) end = Character.isHighSurrogate(tidy.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return tidy.substring(0, end);
    }
}
