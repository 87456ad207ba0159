package staytuned.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.internet.InternetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import staytuned.mail.Address;
import staytuned.mail.Copy;
import staytuned.mail.Mailing;

/** What a plate prints is what the library makes of the same message. */
class PlateTest {
    private static final String LINK = "https://unsubscribe.invalid/0123456789abcdef";
    private static final String NAME = "{{name-0123456789abcdef}}";
    private static final String ODD = "\r\n\0\t .:;,<>@\"\\()=?_%&a\u0085\u2028\u2029\u560a\u560d\ud83d\ude00üß漢é\u200d";

    @Test
    void printsWhatASingleMessageIs() throws Exception {
        var mailing = mailing("The sea at night", """
                <html><body>
                <p>Hello %s: «ça alors», 海の夜, 2 + 2 = 4.</p>
                .a line that begins with a dot
                <p><a href="%s">Unsubscribe</a> <a href="%s">Leave</a></p>
                </body></html>""".formatted(NAME, LINK, LINK),
                "Hello " + NAME + "\n\n.dot\nUnsubscribe:\n" + LINK + "\n");
        var plate = new Plate(mailing);
        for (var n = 0; n < 50; n++) same(plate, copy(mailing, n, "Reader " + n, "https://letters.example.org/u/" + n));
        var mail = MimeTest.read(plate.print(copy(mailing, 7, "Jürgen & <b>", "https://example.org/u?a=1&b=2")));
        assertEquals("Jürgen & <b>", ((InternetAddress) mail.getAllRecipients()[0]).getPersonal());
        var html = MimeTest.part(mail, 1, "text/html; charset=UTF-8");
        assertTrue(html.contains("Hello Jürgen &amp; &lt;b&gt;:"), html);
        assertTrue(html.contains("href=\"https://example.org/u?a=1&amp;b=2\""), html);
        var text = MimeTest.part(mail, 0, "text/plain; charset=UTF-8; format=flowed; delsp=yes");
        assertTrue(text.endsWith("https://example.org/u?a=1&b=2\n"), text);
    }

    @Test
    void printsTheSameAsTheLibraryForThousandsOfRandomOnes() {
        var random = new Random(20260305);
        for (var i = 0; i < 150; i++) {
            var html = words(random, 400, NAME, LINK);
            var mailing = mailing(words(random, 40, NAME), html, words(random, 400, LINK, NAME));
            var plate = new Plate(mailing);
            for (var n = 0; n < 5; n++) same(plate, copy(mailing, n, words(random, 20), words(random, 20)));
        }
    }

    @Test
    void printsTextAloneAsASingleMessageIs() throws Exception {
        var mailing = mailing(
                "The sea at night", "", "Hello " + NAME + ": «ça alors»\n\n.dot\nUnsubscribe:\n" + LINK + "\n");
        var plate = new Plate(mailing);
        for (var n = 0; n < 5; n++) same(plate, copy(mailing, n, "Jürgen " + n, "https://letters.example.org/u/" + n));
        var mail = MimeTest.read(plate.print(copy(mailing, 7, "Jürgen & <b>", "https://example.org/u?a=1&b=2")));
        assertEquals("text/plain; charset=UTF-8; format=flowed; delsp=yes", mail.getContentType());
        assertEquals("1.0", mail.getHeader("MIME-Version", null));
        assertEquals("Hello Jürgen & <b>: «ça alors»\n\n.dot\nUnsubscribe:\nhttps://example.org/u?a=1&b=2\n",
                mail.getContent().toString().replace("\r\n", "\n"));
    }

    @Test
    void printsLongLinesAndManyMarks() {
        for (var body : List.of(
                "x".repeat(5_000) + LINK + "ü".repeat(5_000), LINK.repeat(300), "." + LINK + ".\n." + NAME, LINK,
                "\r" + LINK + "\r\n\n" + LINK + "\r", " " + NAME + " \n\t" + NAME + "\t", "a\n".repeat(2_000))) {
            var mailing = mailing(NAME + " " + NAME, body, body);
            var plate = new Plate(mailing);
            for (var name : List.of(
                    "", ".", "=", " ", "\r\n.", "\n", "x".repeat(200), "\ud83d\ude80".repeat(50), LINK, NAME)) {
                same(plate, copy(mailing, 1, name, "https://letters.example.org/u/" + "y".repeat(70)));
            }
        }
    }

    @Test
    void printsTheSameCopyTwice() {
        var mailing = mailing("Again", "<p>" + LINK + "</p>", LINK);
        var copy = copy(mailing, 3, "Reader", "https://letters.example.org/u/3");
        assertArrayEquals(new Plate(mailing).print(copy), new Plate(mailing).print(copy));
    }

    @Test
    void keepsTheLinesShortAndWithoutALeadingDot() {
        var random = new Random(1);
        for (var i = 0; i < 200; i++) {
            var mailing = mailing(words(random, 40), words(random, 300, LINK), words(random, 300, NAME));
            var wire = new String(new Plate(mailing).print(copy(mailing, i, words(random, 30), "...")), ISO_8859_1);
            var body = wire.substring(wire.indexOf("\r\n\r\n") + 4);
            body.lines().forEach(line -> assertTrue(line.length() <= 76 && !line.startsWith("."), line));
            assertEquals(wire.lines().count(), wire.split("\r\n", -1).length - 1, "no bare line end");
        }
    }

    @Test
    void leavesOutAHeaderThatIsEmptyForTheReader() {
        var whole = mailing("S", "<p></p>", "");
        var headers = new LinkedHashMap<>(Map.of("References", NAME));
        headers.putAll(whole.headers());
        var mailing = new Mailing(whole.date(), whole.from(), "S", "en", headers, "", "", whole.marks());
        var plate = new Plate(mailing);
        for (var references : List.of("", "<6.7f3a@example.org>", "<" + "6".repeat(70) + ".7f3a@example.org>")) {
            var copy = copy(mailing, 7, references, "https://letters.example.org/u/7");
            same(plate, copy);
            assertEquals(!references.isEmpty(), new String(plate.print(copy), ISO_8859_1).contains("References:"));
        }
    }

    @Test
    void refusesWhatNoMailCanCarry() {
        var mailing = mailing("S", "<p></p>", "");
        var plate = new Plate(mailing);
        assertThrows(IllegalArgumentException.class, () -> plate.print(
                new Copy(mailing, "no id", "", new Address("a@example.net", ""), Map.of(LINK, "", NAME, ""))));
        var headers = Map.of("List-Help", LINK);
        var long1 = new Mailing(mailing.date(), mailing.from(), "S", "en", headers, "", "", List.of(LINK));
        assertThrows(IllegalArgumentException.class, () -> new Plate(long1).print(
                copy(long1, 1, "", "https://example.org/" + "x".repeat(1_000))));
        assertThrows(IllegalArgumentException.class, () -> new Plate(long1).print(
                new Copy(long1, "1@example.org", "", new Address("a@example.net", ""), Map.of())));
    }

    private static void same(Plate plate, Copy copy) {
        assertArrayEquals(Mime.bytes(copy.message()), plate.print(copy));
    }

    static Mailing mailing(String subject, String html, String text) {
        var headers = new LinkedHashMap<>(Messages.headers(1));
        headers.put("List-Unsubscribe", "<" + LINK + ">");
        return new Mailing(Messages.DATE, new Address("notes@example.org", "Nerve Notes"), subject, "en", headers, text,
                html, List.of(LINK, NAME));
    }

    static Copy copy(Mailing mailing, int n, String name, String link) {
        return new Copy(mailing, n + ".7f3a@example.org", "bounce+" + n + "@example.org",
                new Address("reader" + n + "@example.com", name), Map.of(LINK, link, NAME, name));
    }

    private static String words(Random random, int most, String... marks) {
        var words = new StringBuilder();
        for (var left = random.nextInt(most); left > 0; left--) {
            switch (random.nextInt(12)) {
                case 0 -> words.append((char) random.nextInt(0x10000));
                case 1, 2, 3 -> words.append(ODD.charAt(random.nextInt(ODD.length())));
                case 4 -> words.append(marks.length == 0 ? "." : marks[random.nextInt(marks.length)]);
                case 5 -> words.append("\n.");
                default -> words.append("letter ", 0, random.nextInt(8));
            }
        }
        return words.toString();
    }
}
