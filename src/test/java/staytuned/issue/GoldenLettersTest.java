package staytuned.issue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.delivery.Composer;
import staytuned.mail.Address;
import staytuned.smtp.Mime;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;

/** Letters of every kind as they go out: as they were last found right, and as the receivers judge them. */
class GoldenLettersTest {
    private static final Path MADE = Path.of("target", "golden");
    private static final List<String> ONCE = List.of(
            "Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type", "List-Id",
            "List-Unsubscribe", "List-Unsubscribe-Post", "Precedence", "Auto-Submitted");
    private static final Pattern SCORE = Pattern.compile("(?m)^X-Spam-Status: \\w+, score=(-?[\\d.]+)");

    private final Specimens specimens = new Specimens(new Templates(null));

    @Test
    void areAsTheyWereFoundRight() throws IOException {
        Files.createDirectories(MADE);
        var different = new ArrayList<String>();
        for (var each : specimens.all("serif").entrySet()) {
            var letter = each.getValue();
            compare(each.getKey() + ".html", Specimens.steady(letter.html(), letter), different);
            compare(each.getKey() + ".txt", "Subject: " + letter.subject() + "\nPreheader: " + letter.preheader()
                    + "\n\n" + Specimens.steady(letter.plain(), letter), different);
        }
        assertEquals(List.of(), different, "look at those in " + MADE + "; if they are right, take them");
    }

    private static void compare(String file, String made, List<String> different) throws IOException {
        Files.writeString(MADE.resolve(file), made);
        if (!made.equals(Specimens.golden(file))) different.add(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serif", "sans", "magazine"})
    void haveNothingWrongWithThem(String theme) {
        for (var each : specimens.all(theme).entrySet()) {
            assertEquals(List.of(), specimens.proof(each.getValue()), theme + " " + each.getKey());
        }
    }

    /** The rules of RFC 5322, RFC 2045 and of the big receivers, for the bytes as they leave. */
    @Test
    void areMailAsTheReceiversAskForIt() throws Exception {
        var ids = new HashSet<String>();
        for (var each : mails().entrySet()) {
            var raw = new String(each.getValue(), StandardCharsets.ISO_8859_1);
            assertTrue(raw.replace("\r\n", "").chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0), each.getKey());
            assertTrue(raw.lines().allMatch(line -> line.length() <= 998), each.getKey());
            var head = raw.substring(0, raw.indexOf("\r\n\r\n")).replaceAll("\r\n[ \t]+", " ");
            assertTrue(head.matches("(?s)\\p{ASCII}*"), each.getKey());
            for (var header : ONCE) {
                var found = Pattern.compile("(?im)^" + header + ": (.*)$").matcher(head).results().toList();
                assertEquals(1, found.size(), each.getKey() + " " + header);
                var value = found.getFirst().group(1);
                assertTrue(!header.matches("Message-ID|List-.*") || !value.contains("=?"), each.getKey() + value);
                assertTrue(!header.equals("Message-ID") || ids.add(value), each.getKey() + value);
            }
            assertParts(new MimeMessage(null, new ByteArrayInputStream(each.getValue())), each.getKey());
        }
    }

    private static void assertParts(MimeMessage mail, String name) throws Exception {
        var parts = (MimeMultipart) mail.getContent();
        assertTrue(parts.getContentType().startsWith("multipart/alternative"), name);
        assertEquals(2, parts.getCount(), name);
        assertTrue(parts.getBodyPart(0).isMimeType("text/plain"), name);
        assertTrue(parts.getBodyPart(1).isMimeType("text/html"), name);
        assertTrue(parts.getBodyPart(1).getSize() < 100_000, name);
    }

    /** Debian's spamassassin without the network, all in one run; 5.0 is where it calls a mail spam. */
    @Test
    void areNoSpam() throws Exception {
        var box = MADE.resolve("letters.mbox");
        var mails = new StringBuilder();
        for (var each : mails().entrySet()) {
            Files.write(MADE.resolve(each.getKey() + ".eml"), each.getValue());
            mails.append("From notes@example.org Sun Nov 22 08:00:00 2026\n")
                    .append(new String(each.getValue(), StandardCharsets.ISO_8859_1).replace("\r\n", "\n"))
                    .append("\n\n");
        }
        Files.writeString(box, mails, StandardCharsets.ISO_8859_1);
        var run = new ProcessBuilder("spamassassin", "-L", "-t", "--mbox", box.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var out = new String(run.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        var scores = SCORE.matcher(out).results().map(each -> Double.valueOf(each.group(1))).toList();
        assertEquals(9 * Specimens.THEMES.size(), scores.size(), "install Debian's package spamassassin");
        assertTrue(scores.stream().allMatch(each -> each < 1.0), scores + "\n" + out.lines()
                .filter(each -> each.matches(" *-?\\d+\\.\\d [A-Z_]+.*")).toList());
    }

    private Map<String, byte[]> mails() throws IOException {
        Files.createDirectories(MADE);
        var mails = new LinkedHashMap<String, byte[]>();
        for (var theme : Specimens.THEMES) {
            specimens.all(theme).forEach((name, letter) -> mails.put(theme + "-" + name, mail(letter)));
        }
        return mails;
    }

    private static byte[] mail(Letter letter) {
        var composer = new Composer(new UnsubscribeLinks("https://letters.example.org", "secret"));
        return Mime.bytes(composer.preview(letter, Specimens.newsletter("serif", "Field Notes", letter.language()),
                Address.parse("Reader <reader@example.net>"), Instant.parse("2026-11-22T08:00:00Z"),
                "https://letters.example.org/unsubscribe/1-abcdef"));
    }
}
