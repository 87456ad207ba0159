package staytuned.issue;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A sentence in which an article says what will follow, and what became of that.
 *
 * @param articleId the article that makes it
 * @param issueId the letter in which readers were asked to stay tuned
 * @param sentence word for word
 * @param topic the words of it that name what it is about; null where it names nothing
 * @param dueOn the day that it names, or the last one of the week, month or year; null where it names none clearly
 * @param keptBy the article that keeps it, or perhaps does; null while it is open
 * @param tier how that is known: {@code certain}, {@code suggested} or {@code admin}; null while it is open
 * @param score how alike the two are, from 0 to 1; null where nobody has compared them
 * @param changedAt since when it stands so
 */
public record Promise(
        long id,
        long articleId,
        long issueId,
        String sentence,
        @Nullable String topic,
        @Nullable LocalDate dueOn,
        Instant madeAt,
        PromiseState state,
        @Nullable Long keptBy,
        @Nullable String tier,
        @Nullable Double score,
        Instant changedAt) {}
