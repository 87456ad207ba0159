package staytuned.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import staytuned.mail.Outcome.Sent;

/** What a real server of another make has in its hands afterwards, by the rules for bulk mail. */
class LetterInGreenMailTest {
    private static final List<String> ONCE = List.of("Date", "From", "To", "Subject", "Message-ID", "MIME-Version",
            "Content-Type", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Precedence", "Auto-Submitted");

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void arrivesAsItLeft() throws Exception {
        var relay = Relays.plain(server.getSmtp().getPort(), Relay.Timeouts.RFC_5321);
        try (var connection = new SmtpCourier(relay, List.of()).connect()) {
            for (var n = 0; n < 20; n++) assertInstanceOf(Sent.class, connection.send(Messages.number(n)));
        }
        var ids = new HashSet<String>();
        var mails = server.getReceivedMessages();
        for (var n = 0; n < 20; n++) {
            var message = Messages.number(n);
            var mail = mails[n];
            assertArrayEquals(Mime.bytes(message), bytes(mail));
            assertEquals(message.text(), MimeTest.part(mail, 0, "text/plain; charset=UTF-8; format=flowed; delsp=yes"));
            assertEquals(message.html(), MimeTest.part(mail, 1, "text/html; charset=UTF-8"));
            assertEquals("Reader " + n + " <reader" + n + "@example.com>", mail.getHeader("To", null));
            assertTrue(ids.add(mail.getMessageID()));
            keepsTheRules(mail);
        }
    }

    private static void keepsTheRules(MimeMessage mail) throws Exception {
        for (var name : ONCE) assertEquals(1, mail.getHeader(name).length, name);
        assertEquals("List-Unsubscribe=One-Click", mail.getHeader("List-Unsubscribe-Post", null));
        assertTrue(mail.getHeader("List-Unsubscribe", null).matches("(?s).*<https://[^\\s<>]+>.*"));
        for (var name : List.of("Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post")) {
            assertFalse(mail.getHeader(name, null).contains("=?"), name);
        }
        assertTrue(mail.getMessageID().matches("<[^<>@\\s]+@[^<>@\\s]+>") && mail.getMessageID().length() <= 250);
        assertEquals(1, mail.getAllRecipients().length);
        var wire = new String(bytes(mail), ISO_8859_1);
        assertTrue(wire.chars().allMatch(c -> c < 128));
        assertTrue(wire.lines().allMatch(line -> line.length() <= 998));
        assertFalse(wire.replace("\r\n", "").matches("(?s).*[\r\n\0].*"));
        assertEquals(2, ((MimeMultipart) mail.getContent()).getCount());
    }

    private static byte[] bytes(MimeMessage mail) throws Exception {
        var out = new ByteArrayOutputStream();
        mail.writeTo(out, new String[] {"Return-Path", "Received"});
        out.writeBytes("\r\n".getBytes(ISO_8859_1)); // GreenMail takes the last line end for a part of the dot.
        return out.toByteArray();
    }
}
