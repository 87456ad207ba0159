package staytuned.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Bounces, complaints, automatic replies and look-alikes, as mail systems word them: how many are understood. */
class BounceCorpusTest {
    static final Path FOLDER = Path.of("src/test/resources/feedback");

    private final BounceReader reader = new BounceReader();

    /** What a mail is expected to say. */
    private record Expected(Path mail, Kind kind, String recipient) {
        static Expected of(String line) {
            var columns = line.split("\t", -1);
            return new Expected(FOLDER.resolve("mails/" + columns[0] + ".eml"), Kind.of(columns[1]), columns[2]);
        }
    }

    @Test
    void kindsAndRecipientsAreRight() throws IOException {
        var expected = Files.readAllLines(FOLDER.resolve("expected.tsv")).stream()
                .filter(each -> !each.startsWith("#"))
                .map(Expected::of)
                .toList();
        var wrongKinds = new ArrayList<String>();
        var wrongRecipients = new ArrayList<String>();
        var lost = new ArrayList<String>();
        for (var each : expected) {
            var verdict = reader.read(Files.readAllBytes(each.mail)).verdict();
            var says = each.mail.getFileName() + ": " + each + " but was " + verdict;
            if (verdict.kind() != each.kind) wrongKinds.add(says);
            if (!Objects.requireNonNullElse(verdict.recipient(), "").equals(each.recipient)) wrongRecipients.add(says);
            if (verdict.kind() == Kind.HARD && each.kind != Kind.HARD) lost.add(says);
        }
        assertTrue(expected.size() >= 220, "a corpus of " + expected.size());
        assertEquals(List.of(), lost, "taken for hard");
        assertTrue(wrongKinds.size() <= expected.size() * 0.03, String.join("\n", wrongKinds));
        assertTrue(wrongRecipients.size() <= expected.size() * 0.02, String.join("\n", wrongRecipients));
    }
}
