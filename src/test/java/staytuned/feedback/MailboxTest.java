package staytuned.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.SettableClock;

/** A mailbox on a real mail server, read by IMAP and by POP3. */
@OnEachDatabase
class MailboxTest {
    private static final String READER = "reader1@example.net";

    private final Desk desk;
    private final GreenMail server = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_POP3)
    });
    private GreenMailUser user;

    MailboxTest(Database database) {
        desk = new Desk(database, new SettableClock("2026-03-03T08:00:00Z"));
        desk.rows.readers(desk.newsletter, 3);
    }

    @BeforeEach
    void start() {
        server.start();
        user = server.setUser("bounces@example.org", "bounces", "secret");
        desk.send("One");
    }

    @AfterEach
    void stop() {
        server.stop();
        desk.close();
    }

    @Test
    void imapTakesInWhatIsUnreadAndLeavesItThere() throws Exception {
        arrive(Desk.report(desk.letter("One", READER), "5.1.1", "550 5.1.1 no such user"));
        arrive("From: Ann <ann@example.net>\nSubject: Re: One\n\nThank you!\n".getBytes(UTF_8));
        try (var mailbox = mailbox(Account.Protocol.IMAP, "secret")) {
            assertEquals(2, mailbox.collect());
            assertEquals(List.of(READER), desk.withStatus("suppressed"));
            assertEquals(0, mailbox.collect());
        }
        assertEquals(2, server.getReceivedMessages().length, "nothing is deleted");
    }

    @Test
    void imapSaysAtOnceWhenMoreComes() throws Exception {
        var mailbox = mailbox(Account.Protocol.IMAP, "secret");
        var watch = Thread.ofVirtual().start(mailbox::watch);
        arrive(Desk.report(desk.letter("One", READER), "5.1.1", "550 5.1.1 no such user"));
        Desk.until(() -> desk.withStatus("suppressed").equals(List.of(READER)));
        arrive(Desk.report(desk.letter("One", "reader2@example.net"), "5.1.1", "550 5.1.1 no such user"));
        Desk.until(() -> desk.withStatus("suppressed").size() == 2);
        mailbox.close();
        assertTrue(watch.join(Duration.ofSeconds(10)));
    }

    @Test
    void pop3TakesInEachOnce() throws Exception {
        arrive(Desk.report(desk.letter("One", READER), "5.1.1", "550 5.1.1 no such user"));
        try (var mailbox = mailbox(Account.Protocol.POP3, "secret")) {
            assertEquals(1, mailbox.collect());
            assertEquals(0, mailbox.collect());
        }
        // Another process reads it again, and nothing changes.
        try (var mailbox = mailbox(Account.Protocol.POP3, "secret")) {
            assertEquals(1, mailbox.collect());
        }
        assertEquals(List.of(READER), desk.withStatus("suppressed"));
        assertEquals(1, desk.events.latest(false, 10).size());
        assertEquals(1, server.getReceivedMessages().length, "nothing is deleted");
    }

    @Test
    void aMailboxThatCannotBeReadIsNamed() {
        try (var mailbox = mailbox(Account.Protocol.IMAP, "wrong")) {
            var thrown = assertThrows(Mailbox.Unreachable.class, mailbox::collect);
            assertTrue(thrown.getMessage().startsWith("mailbox imap://bounces@127.0.0.1:"), thrown.getMessage());
        }
    }

    private Mailbox mailbox(Account.Protocol protocol, String password) {
        var port = protocol == Account.Protocol.IMAP ? server.getImap().getPort() : server.getPop3().getPort();
        return new Mailbox(
                new Account(protocol, "127.0.0.1", port, Account.Tls.NONE, "bounces", password, "INBOX"), desk.clerk);
    }

    private void arrive(byte[] mail) throws MessagingException, FolderException {
        user.deliver(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail)));
    }
}
