package staytuned.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightTest {
    /** Never less than Jakarta Mail writes, and not much more. */
    @ParameterizedTest
    @ValueSource(strings = {
        "Plain words of a letter, and no more. ", "größer wäre schöner ", "黄色は緑が去ったあとに残る色", "🍁🍂 ", "a=b&c=d ",
        "<p style=\"color:#123456\">", "short\nlines\n", "trailing \n", "\n", "."
    })
    void isWhatTheMailTakes(String piece) throws Exception {
        var text = piece.repeat(3_000 / piece.length());
        var written = new ByteArrayOutputStream();
        try (var out = MimeUtility.encode(written, "quoted-printable")) {
            out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        var weight = Weight.of(text);
        assertTrue(weight >= written.size(), weight + " < " + written.size());
        assertTrue(weight <= written.size() * 2.1, weight + " is far more than " + written.size());
    }

    @Test
    void nothingTakesNothing() {
        assertEquals(0, Weight.of(""));
    }
}
