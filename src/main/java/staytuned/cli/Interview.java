package staytuned.cli;

import java.io.PrintStream;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/** Asks a person one thing after another; what cannot be is said, and asked again. */
final class Interview {
    private static final int LONGEST_ANSWER = 1_000;

    private final @Nullable Supplier<@Nullable String> answers;
    private final PrintStream out;

    /**
     * @param answers what the person types; gives null when they type no more. Null where nobody is to be asked: then
     *     what is proposed is taken
     */
    Interview(@Nullable Supplier<@Nullable String> answers, PrintStream out) {
        this.answers = answers;
        this.out = out;
    }

    /**
     * Asks one thing.
     *
     * @param option what gives the answer on the command line
     * @param given what it gave; null where it was not there
     * @param proposed what is taken where the answer is empty; null for nothing
     * @param taker takes the answer; throws IllegalArgumentException with what is wrong with it
     * @throws Failure nobody answers, or the option's answer cannot be
     */
    <T> T ask(String option, String question, @Nullable String given, @Nullable String proposed,
            Function<String, T> taker) {
        if (given != null) return take(option, given.strip(), taker);
        if (answers == null) {
            if (proposed == null) throw new Failure(Failure.USAGE, option + " is missing: " + question);
            return take(option, proposed, taker);
        }
        while (true) {
            out.print(question + (proposed == null || proposed.isEmpty() ? "" : " [" + proposed + "]") + ": ");
            out.flush();
            var typed = answers.get();
            if (typed == null) throw new Failure(Failure.FAILED, "nobody answers; nothing was written");
            var answer = Address.oneLine(typed, LONGEST_ANSWER).strip();
            if (answer.isEmpty() && proposed == null) continue;
            try {
                return taker.apply(answer.isEmpty() && proposed != null ? proposed : answer);
            } catch (IllegalArgumentException e) {
                out.println("  " + e.getMessage());
            }
        }
    }

    private static <T> T take(String option, String answer, Function<String, T> taker) {
        try {
            return taker.apply(answer);
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.USAGE, option + ": " + e.getMessage());
        }
    }
}
