package staytuned.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            250 2.0.0 Ok: queued as 12345     | 250 | 2.0.0  | Ok: queued as 12345
            550 5.1.1 no such mailbox         | 550 | 5.1.1  | no such mailbox
            550 no such mailbox               | 550 | ''     | no such mailbox
            421-4.7.28 slow down              | 421 | 4.7.28 | slow down
            354 go ahead                      | 354 | ''     | go ahead
            450 4.2.2                         | 450 | 4.2.2  | ''
            250                               | 250 | ''     | ''
            250 192.0.2.1 says hello          | 250 | ''     | 192.0.2.1 says hello
            550 5.1.1.1 is not a status       | 550 | ''     | 5.1.1.1 is not a status
            550 5.1.1234 neither is this      | 550 | ''     | 5.1.1234 neither is this
            """)
    void readsCodeStatusAndWords(String line, int code, String status, String text) {
        assertEquals(new Reply(code, status, text), Reply.parse(line));
        assertEquals(new Reply(code, status, text), Reply.parse(line + "\r\n"));
    }

    /** RFC 5321 section 4.2: a code is three digits, 2 to 5 first, and a space, a hyphen or nothing follows. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "hello", "25", "2500 ok", "999 what", "150 early", "-50 x", "٢٥٠ ok", "HTTP/1.1 200 OK", "250ok",
                "2 50"
            })
    void whatIsNoReplyHasNoCode(String line) {
        assertEquals(Reply.none(line), Reply.parse(line));
        assertEquals(0, Reply.parse(line).code());
    }

    @Test
    void joinsALongerReplyIntoOneLine() {
        var reply = Reply.parse("550-5.7.1 first\r\n550 5.7.1 second\r\n");
        assertEquals(550, reply.code());
        assertEquals("5.7.1", reply.status());
        assertEquals("first second", reply.text());
    }

    @Test
    void showsItselfAsTheServerSaidIt() {
        assertEquals("550 5.1.1 no such mailbox", Reply.parse("550 5.1.1 no such mailbox").toString());
        assertEquals("550 no", Reply.parse("550 no").toString());
        assertEquals("connection refused", Reply.none("connection refused").toString());
        assertEquals("250", Reply.parse("250 ").toString());
    }

    @Test
    void cutsWhatIsLongAndKeepsItOnOneLine() {
        assertEquals(500, Reply.parse("250 " + "x".repeat(10_000_000)).text().length());
        assertEquals(499, Reply.none("x".repeat(499) + "😀").text().length());
        assertEquals("a b c d", Reply.none("a\r\nb\u0085c\u2028d").text());
    }

    @Test
    void nothingHostileComesOut() {
        var random = new Random(6);
        var pieces = "250,550,-, ,5.1.1,4.,\r,\n,\u0085,\u2028,\u0000,\u560d,x".split(",");
        for (var round = 0; round < 50_000; round++) {
            var line = new StringBuilder();
            for (var n = random.nextInt(8); n > 0; n--) line.append(pieces[random.nextInt(pieces.length)]);
            var reply = Reply.parse(line.toString());
            assertTrue(reply.code() == 0 || (reply.code() >= 200 && reply.code() < 600));
            assertTrue(reply.status().matches("|[245]\\.\\d{1,3}\\.\\d{1,3}"), reply.status());
            assertTrue(reply.toString().chars()
                    .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x560d));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5.1.1, reader", "5.1.2, reader", "5.1.3, reader", "5.1.6, reader", "5.1.10, reader", "5.2.1, reader",
        "5.7.1, sender", "5.7.26, sender", "5.6.0, sender", "5.3.4, sender",
        "5.1.8, nobody", "5.2.2, nobody", "4.2.2, nobody", "5.1.11, nobody", "4.1.1, nobody", "'', nobody",
    })
    void tellsWhomItBlames(String status, String whom) {
        var reply = new Reply(550, status, "");
        assertEquals(whom.equals("reader"), reply.blamesReader());
        assertEquals(whom.equals("sender"), reply.blamesSender());
    }
}
