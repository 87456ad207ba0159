package staytuned.cli;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/** Asks a person which column of a list says what, where its names do not. */
final class ColumnQuestions {
    private static final int LONGEST_NAME = 80;

    private final Supplier<@Nullable String> answers;
    private final PrintStream out;

    /** @param answers what the person types; null when they type no more */
    ColumnQuestions(Supplier<@Nullable String> answers, PrintStream out) {
        this.answers = answers;
        this.out = out;
    }

    /** From {@code email} and, where there is one, {@code name} to the columns' names; empty when nobody answers. */
    Map<String, String> ask(List<String> header) {
        for (var i = 0; i < header.size(); i++) {
            out.printf("%3d  %s%n", i + 1, Address.oneLine(header.get(i), LONGEST_NAME));
        }
        var answered = new HashMap<String, String>();
        var email = choose("Which column holds the mail addresses?", header);
        if (email == null) return answered;
        answered.put("email", email);
        var name = choose("Which holds the names? Enter for none.", header);
        if (name != null) answered.put("name", name);
        return answered;
    }

    /** Null where the answer is empty. */
    private @Nullable String choose(String question, List<String> header) {
        while (true) {
            out.print(question + " ");
            out.flush();
            var answer = answers.get();
            if (answer == null || answer.isBlank()) return null;
            var text = answer.strip();
            if (text.matches("\\d{1,4}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= header.size()) {
                return header.get(Integer.parseInt(text) - 1);
            }
            if (header.contains(text)) return text;
            out.println("There is no such column; answer with its number or its name.");
        }
    }
}
