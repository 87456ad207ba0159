package staytuned.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.mail.Message;

class MimeTest {
    private static final List<String> ONCE = List.of("Date", "From", "To", "Subject", "Message-ID", "MIME-Version",
            "Content-Type", "Content-Language", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Precedence",
            "Auto-Submitted");
    private static final Pattern BARE = Pattern.compile("(?<!\r)\n|\r(?!\n)|\0");

    @Test
    void saysWhatTheMessageSays() throws Exception {
        var message = Messages.number(7);
        var mail = read(Mime.bytes(message));
        assertEquals("<d7.7f3a@example.org>", mail.getMessageID());
        assertEquals(Messages.DATE, mail.getSentDate().toInstant());
        assertEquals("The sea at night", mail.getSubject());
        assertEquals("Reader 7 <notes@example.org>", mail.getFrom()[0].toString());
        assertEquals("en", mail.getHeader("Content-Language", null));
        assertEquals(message.text(), part(mail, 0, "text/plain; charset=UTF-8; format=flowed; delsp=yes"));
        assertEquals(message.html(), part(mail, 1, "text/html; charset=UTF-8"));
    }

    @Test
    void writesFurtherHeadersInTheirOrderAndFoldsBetweenWords() throws Exception {
        var head = head(Mime.bytes(Messages.number(1)));
        var list = head.substring(head.indexOf("List-Id"));
        assertTrue(list.startsWith("""
                List-Id: Nerve Notes <nerve-notes.letters.example.org>\r
                List-Unsubscribe:\
                 <https://letters.example.org/u/1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa>,\r
                 <mailto:unsubscribe+1@example.org>\r
                List-Unsubscribe-Post: List-Unsubscribe=One-Click\r
                Precedence: bulk\r
                Auto-Submitted: auto-generated"""), list);
        assertTrue(head.contains("Date: Thu, 5 Mar 2026 08:00:00 +0000\r\n"), head);
    }

    @Test
    void isTheSameToTheByteOnAnyMachine() {
        var zone = TimeZone.getDefault();
        var here = Mime.bytes(Messages.number(3));
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            assertArrayEquals(here, Mime.bytes(Messages.number(3)));
        } finally {
            TimeZone.setDefault(zone);
        }
        assertFalse(Arrays.equals(here, Mime.bytes(Messages.number(4))));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Reader\r\nBcc: victim@example.net", "Reader\n\nbody", "Reader\rX: y", "a\u0085Bcc: x", "a\u2028Bcc: x",
        "a\u560dBcc: x", "a\u760aBcc: x", "a\u760dBcc: x", "%0d%0aBcc: x", "=?utf-8?Q?=0D=0ABcc:_x?=",
        "=?utf-8?B?DQpCY2M6IHg=?=", "\ud800 lone", "lone \udc00", "\ud83d\ude80 emoji \ud83d\udc68\u200d\ud83d\udc67",
        "Doe, \"Jane\" \\ (x) <a@b>", "a\0b", "", " ", ",;:@<>", "\t", "Grüße aus Köln"
    })
    void keepsToOneMessageAndItsOwnHeaders(String hostile) throws Exception {
        check(hostile);
    }

    @Test
    void keepsToItForLongOnes() throws Exception {
        for (var hostile : List.of("x".repeat(5_000), "x ".repeat(5_000), " ".repeat(5_000), "ü".repeat(5_000),
                "\ud83d\ude80".repeat(3_000), "=?".repeat(2_000), "\r\n".repeat(2_000), "a\r\n".repeat(500))) {
            check(hostile);
        }
    }

    @Test
    void keepsToItForThousandsOfRandomOnes() throws Exception {
        var random = new Random(20260305);
        var odd = "\r\n\0\t .:;,<>@\"\\()=?_%a\u0085\u2028\u2029\u560a\u560d\u760a\u760d\ud83d\ude00üß漢é\u200d\u202e";
        for (var i = 0; i < 2_000; i++) {
            var hostile = new StringBuilder();
            for (var left = random.nextInt(120); left > 0; left--) {
                hostile.append(random.nextInt(5) == 0
                        ? (char) random.nextInt(0x10000) : odd.charAt(random.nextInt(odd.length())));
            }
            check(hostile.toString());
        }
    }

    @Test
    void decodesToTheNameAndSubjectThatWereMeant() throws Exception {
        for (var text : List.of("Grüße, «ça alors»", "海の夜 ".repeat(20).strip(), "\ud83d\ude80 lift-off",
                "=?utf-8?Q?not_decoded?=", "Doe, \"Jane\" \\ Q.", "50 % = half_and_half")) {
            var mail = read(Mime.bytes(Messages.named(text, text)));
            assertEquals(text, mail.getSubject());
            assertEquals(text, ((InternetAddress) mail.getFrom()[0]).getPersonal());
        }
    }

    @Test
    void writesBodiesWithoutABareLineEndOrALeadingDot() throws Exception {
        var lines = "a\rb\nc\r\nd\0e\u0007f\n.\n..\n. x\nspace \ntab\t\nFrom me\n" + "x".repeat(3_000) + "\n"
                + ".".repeat(3_000) + "ü".repeat(500) + "\u2028end ";
        var bytes = Mime.bytes(Messages.withBodies(lines, "<html>" + lines));
        var wire = new String(bytes, ISO_8859_1);
        var body = wire.substring(head(bytes).length());
        body.lines().forEach(line -> assertTrue(line.length() <= 76 && !line.startsWith("."), line));
        assertFalse(BARE.matcher(wire).find());
        var meant = lines.replaceAll("\r\n?", "\n").replaceAll("[\0\u0007]", "");
        assertEquals(meant, part(read(bytes), 0, "text/plain; charset=UTF-8; format=flowed; delsp=yes"));
    }

    @Test
    void refusesWhatNoMailCanCarry() {
        for (var name : List.of("Subject", "content-type", "X Y", "X:Y", "X\r\nBcc", "", "Ü")) {
            var message = Messages.withHeaders(Map.of(name, "x"));
            var refused = assertThrows(IllegalArgumentException.class, () -> Mime.bytes(message));
            assertTrue(refused.getMessage().contains("cannot be a further header"), refused.getMessage());
        }
        var message = Messages.withHeaders(Map.of("List-Help", "<https://example.org/" + "x".repeat(999) + ">"));
        assertEquals("header List-Help: a word of 1021 characters does not fit on a line (at most 998)",
                assertThrows(IllegalArgumentException.class, () -> Mime.bytes(message)).getMessage());
    }

    @Test
    void refusesAnIdThatIsNone() {
        var m = Messages.number(1);
        for (var id : List.of("", "x", "a@b>\r\nBcc: x@y", "a b@c", "<a@b>", "ü@b", "x".repeat(250) + "@b")) {
            assertThrows(IllegalArgumentException.class, () -> Mime.bytes(new Message(id, m.date(), m.from(),
                    m.envelopeFrom(), m.to(), m.subject(), m.language(), m.headers(), m.text(), m.html())));
        }
    }

    private static void check(String hostile) throws Exception {
        var headers = Messages.headers(1);
        headers.put("X-Hostile", hostile.length() > 900 ? hostile.substring(0, 900) : hostile);
        var plain = Messages.named(hostile, hostile);
        var bytes = Mime.bytes(new Message(plain.id(), plain.date(), plain.from(), plain.envelopeFrom(), plain.to(),
                plain.subject(), hostile, headers, hostile, hostile));
        var wire = new String(bytes, ISO_8859_1);
        assertFalse(BARE.matcher(wire).find(), hostile);
        assertTrue(wire.chars().allMatch(c -> c < 128), hostile);
        var head = head(bytes);
        head.lines().forEach(line -> assertTrue(line.length() <= 998 && !line.isBlank(), hostile));
        var mail = read(bytes);
        var fields = head.lines().filter(line -> !line.startsWith(" "));
        var names = fields.map(line -> line.substring(0, line.indexOf(':'))).sorted().toList();
        var allowed = ONCE.stream().filter(name -> !name.equals("Content-Language")).toList();
        var expected = new ArrayList<>(allowed);
        expected.add("X-Hostile");
        if (names.contains("Content-Language")) expected.add("Content-Language");
        if (hostile.isEmpty()) expected.add("Content-Transfer-Encoding"); // without HTML, the text alone
        assertEquals(expected.stream().sorted().toList(), names, hostile);
        assertEquals(1, mail.getFrom().length);
        assertEquals("reader@example.com", ((InternetAddress) mail.getAllRecipients()[0]).getAddress());
        assertEquals(1, mail.getAllRecipients().length);
        if (!hostile.isEmpty()) assertEquals(2, ((MimeMultipart) mail.getContent()).getCount());
    }

    private static String head(byte[] bytes) {
        var wire = new String(bytes, ISO_8859_1);
        return wire.substring(0, wire.indexOf("\r\n\r\n"));
    }

    static MimeMessage read(byte[] bytes) throws Exception {
        return new MimeMessage((Session) null, new ByteArrayInputStream(bytes));
    }

    static String part(MimeMessage mail, int number, String type) throws Exception {
        assertTrue(mail.getContentType().startsWith("multipart/alternative"));
        var part = ((MimeMultipart) mail.getContent()).getBodyPart(number);
        assertEquals(type, part.getContentType());
        return String.valueOf(part.getContent()).replace("\r\n", "\n");
    }
}
