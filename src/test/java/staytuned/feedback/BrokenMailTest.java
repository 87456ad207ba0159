package staytuned.feedback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No mail, however broken, deep or large, throws, hangs or takes long. */
@Tag("row-31")
class BrokenMailTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final BounceReader reader = new BounceReader();

    @Test
    void mutationsOfRealOnesAreRead() throws IOException {
        var random = new Random(31);
        var mails = mails();
        for (var i = 0; i < 1000; i++) {
            var mail = mails.get(random.nextInt(mails.size()));
            for (var times = random.nextInt(4); times >= 0; times--) {
                mail = mutated(mail, mails.get(random.nextInt(mails.size())), random);
            }
            var broken = mail;
            var round = i;
            assertTimeoutPreemptively(
                    LONG, () -> assertNotNull(reader.read(broken).verdict()), () -> "mutation " + round);
        }
    }

    static byte[] mutated(byte[] mail, byte[] other, Random random) {
        if (mail.length == 0) return other;
        var at = random.nextInt(mail.length);
        switch (random.nextInt(6)) {
            case 0 -> {
                var copy = mail.clone();
                for (var i = 0; i < 20; i++) copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
                return copy;
            }
            case 1 -> {
                return Arrays.copyOf(mail, at);
            }
            case 2 -> {
                return Arrays.copyOfRange(mail, at, mail.length);
            }
            case 3 -> {
                return joined(Arrays.copyOf(mail, at), other);
            }
            case 4 -> {
                var lines = new String(mail, ISO_8859_1).split("(?<=\n)");
                for (var i = 0; i < 5; i++) {
                    var one = random.nextInt(lines.length);
                    lines[one] = lines[random.nextInt(lines.length)];
                }
                return String.join("", lines).getBytes(ISO_8859_1);
            }
            default -> {
                var text = new String(mail, ISO_8859_1);
                return text.replace("\n\n", "\n").getBytes(ISO_8859_1);
            }
        }
    }

    private static byte[] joined(byte[] one, byte[] other) {
        var both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    static List<byte[]> mails() throws IOException {
        try (var files = Files.list(BounceCorpusTest.FOLDER.resolve("mails"))) {
            return files.sorted().map(each -> {
                try {
                    return Files.readAllBytes(each);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).toList();
        }
    }

    @Test
    void theWorstMailsAreReadInTime() {
        var head = "From: MAILER-DAEMON@example.net\nSubject: Undelivered\nMIME-Version: 1.0\n";
        UnaryOperator<String> multipart = each -> head + "Content-Type: multipart/mixed; boundary=b\n\n" + each;
        for (var mail : List.of(
                "",
                "\n\n\n",
                ":\n:\n\n:",
                "\0".repeat(3_000_000),
                "a".repeat(5_000_000),
                head + "\n" + "a".repeat(3_000_000) + "@",
                head + "\n" + "ann@example.net ".repeat(200_000),
                head + "\n" + "<".repeat(1_000_000),
                head + "\n" + "the following ".repeat(100_000),
                head + "\n" + ">".repeat(500_000) + "\n" + "> \n".repeat(300_000),
                head + "\n" + "550 5.1.".repeat(200_000),
                head + "\n" + "Final-Recipient:\n".repeat(100_000),
                head + "\n" + "Reporting-MTA: x\n\n".repeat(100_000) + "Action:",
                head + "Content-Type: text/html\n\n" + "<p ".repeat(600_000),
                head + "Content-Type: text/html\n\n" + "<style>".repeat(300_000),
                head + "Content-Type: text/html\n\n" + "&#99999999;&#x;&x".repeat(100_000),
                head + "To: " + "a=b.example@".repeat(150_000) + "\n\nuser unknown",
                head + "Subject: " + "=?utf-8?q?=?=".repeat(150_000) + "\n\n",
                head + "X: y\n".repeat(400_000) + "\n",
                head + "Content-Type: " + "a/b; ".repeat(200_000) + "\n\n",
                head + "Content-Type: message/delivery-status\n\n"
                        + "Final-Recipient: rfc822; a@b.example\n\n".repeat(50_000),
                multipart.apply("--b\n\n".repeat(300_000)),
                multipart.apply("--b\nContent-Type: multipart/mixed; boundary=b\n\n".repeat(30_000)),
                head + "Content-Type: message/rfc822\n\n".repeat(50_000),
                nested(3_000))) {
            assertTimeoutPreemptively(
                    LONG, () -> assertNotNull(reader.read(mail.getBytes(ISO_8859_1)).verdict()),
                    () -> mail.substring(0, Math.min(120, mail.length())));
        }
    }

    private static String nested(int depth) {
        var mail = new StringBuilder("From: a@example.net\n");
        for (var i = 0; i < depth; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b").append(i);
            mail.append("\n\n--b").append(i).append('\n');
        }
        return mail.append("\nuser unknown").toString();
    }

    @Test
    void whatIsEmptySaysNothing() {
        assertEquals(Kind.NONE, reader.read(new byte[0]).kind());
    }
}
