package staytuned.smtp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import staytuned.mail.Address;
import staytuned.mail.Copy;
import staytuned.mail.Mailing;

/**
 * Prints readers' copies of a letter on one core: how many in a second.
 * The letter is the golden one of an article with conclusion and promise.
 */
final class CopiesBench {
    private static final String MARK = "https://unsubscribe.invalid/0123456789abcdef0123456789abcdef";
    private static final int COPIES = 50_000;
    private static final int ROUNDS = 5;

    private CopiesBench() {}

    public static void main(String[] args) throws IOException {
        var mailing = mailing(golden("seed.html"), golden("seed.txt"));
        var plate = new Plate(mailing);
        for (var round = 1; round <= ROUNDS; round++) {
            long bytes = 0;
            var start = System.nanoTime();
            for (var number = 0; number < COPIES; number++) bytes += plate.print(copy(mailing, number)).length;
            var seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("round %d: %,.0f copies a second, %,d bytes each%n", round, COPIES / seconds,
                    bytes / COPIES);
        }
    }

    private static Copy copy(Mailing mailing, int number) {
        return new Copy(mailing, number + ".7f3a@example.org",
                "notes@example.org", new Address("reader" + number + "@example.net", "Reader " + number),
                Map.of(MARK, "https://letters.example.org/unsubscribe/" + number + "-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    }

    private static Mailing mailing(String html, String text) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("List-Id", "<field-notes.example.org>");
        headers.put("List-Unsubscribe", "<" + MARK + ">");
        headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return new Mailing(Instant.EPOCH, new Address("notes@example.org", "Field Notes"), "A subject", "en", headers,
                text, html, List.of(MARK));
    }

    private static String golden(String file) throws IOException {
        var from = Path.of("src/test/resources/letter/golden", file);
        return Files.readString(from).replace("https://letters.example.org/unsubscribe/*", MARK);
    }
}
