package staytuned.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnQuestionsTest {
    private static final List<String> HEADER = List.of("Kontakt", "Wer\u202e", "3");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Map<String, String> ask(String... answers) {
        var typed = new ArrayDeque<>(List.of(answers));
        return new ColumnQuestions(typed::poll, new PrintStream(out, true, UTF_8)).ask(HEADER);
    }

    @Test
    void takesANumberOrAName() {
        assertEquals(Map.of("email", "Kontakt", "name", "Wer\u202e"), ask("1", "2"));
        assertTrue(out.toString(UTF_8).startsWith("  1  Kontakt\n  2  Wer\n  3  3\nWhich column"), out.toString(UTF_8));
        assertEquals(Map.of("email", "Kontakt"), ask("Kontakt", ""));
        assertEquals(Map.of("email", "3"), ask("3"));
    }

    @Test
    void asksAgainForWhatIsNotThere() {
        assertEquals(Map.of("email", "Kontakt"), ask("4", "0", "99999999999", "kontakte", "1"));
        assertEquals(4, out.toString(UTF_8).split("There is no such column", -1).length - 1);
        assertEquals(Map.of(), ask());
    }
}
