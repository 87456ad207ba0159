package staytuned.feedback;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.search.FlagTerm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.eclipse.angus.mail.pop3.POP3Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mailbox to which bounces go. By IMAP, what is unread is taken in and marked as read, and IDLE says at once when
 * more comes (RFC 2177); by POP3, it is looked at each minute. Nothing in it is ever deleted or answered.
 */
public final class Mailbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    /** What lies behind in a larger mail is not fetched. */
    private static final int LARGEST = 4_000_000;
    private static final int MOST_LINES = 20_000;

    private final Account account;
    private final Clerk clerk;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** POP3 keeps no mark of what was read: these were, since this process began; the clerk knows the others. */
    private final Set<String> read = new HashSet<>();
    private volatile @Nullable Store open;

    public Mailbox(Account account, Clerk clerk) {
        this.account = account;
        this.clerk = clerk;
    }

    /** The mailbox cannot be read; the message says which, and why. */
    public static final class Unreachable extends Exception {
        Unreachable(Account account, Exception cause) {
            super("mailbox " + account + ": " + cause.getMessage(), cause);
        }
    }

    /** Takes in what is new, and says how many mails that were. Not for two threads at once. */
    public int collect() throws Unreachable {
        return visit(false);
    }

    /** Takes in what is new as soon as it comes, until this is closed. */
    public void watch() {
        var pause = PAUSE;
        var lastFailure = "";
        while (closed.getCount() > 0) {
            try {
                visit(true);
                if (!lastFailure.isEmpty()) LOG.info("mailbox {}: works again", account);
                lastFailure = "";
                pause = PAUSE;
            } catch (Unreachable | RuntimeException e) {
                if (closed.getCount() == 0) return;
                var failure = String.valueOf(e.getMessage());
                if (!failure.equals(lastFailure)) LOG.warn("{}; tried again", failure);
                lastFailure = failure;
                if (!pause(pause)) return;
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private int visit(boolean stay) throws Unreachable {
        var session = Session.getInstance(account.properties());
        try (var store = session.getStore(account.scheme())) {
            open = store;
            if (closed.getCount() == 0) return 0;
            store.connect(account.host(), account.port(), account.user(), account.password());
            try (var folder = store.getFolder(account.folder())) {
                folder.open(account.protocol() == Account.Protocol.IMAP ? Folder.READ_WRITE : Folder.READ_ONLY);
                var taken = takeNew(folder);
                if (stay) stay(store, folder);
                return taken;
            }
        } catch (MessagingException | IOException e) {
            throw new Unreachable(account, e);
        } finally {
            open = null;
        }
    }

    /** Waits until there may be more; with IDLE, takes it in until the connection is given up. */
    private void stay(Store store, Folder folder) throws MessagingException, IOException {
        var idles = store instanceof IMAPStore imap && imap.hasCapability("IDLE");
        if (!idles || !(folder instanceof IMAPFolder inbox)) {
            pause(PAUSE);
            return;
        }
        while (closed.getCount() > 0) {
            try {
                var before = inbox.getMessageCount();
                takeNew(folder);
                // What came meanwhile was told already, and is not told again.
                if (inbox.getMessageCount() == before) inbox.idle(true);
            } catch (MessagingException e) {
                LOG.debug("mailbox {}: idled long enough: {}", account, e.getMessage());
                return;
            }
        }
    }

    private int takeNew(Folder folder) throws MessagingException, IOException {
        var taken = 0;
        for (var mail : unread(folder)) {
            if (closed.getCount() == 0) return taken;
            var uid = folder instanceof POP3Folder pop ? pop.getUID(mail) : null;
            if (uid != null && read.contains(uid)) continue;
            try (var in = content(mail)) {
                clerk.take(in.readNBytes(LARGEST), "", account.scheme());
            }
            if (uid == null) mail.setFlag(Flags.Flag.SEEN, true);
            else read.add(uid);
            taken++;
        }
        return taken;
    }

    private static Iterable<Message> unread(Folder folder) throws MessagingException {
        var mails = folder instanceof POP3Folder
                ? folder.getMessages()
                : folder.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false));
        return Arrays.asList(mails);
    }

    private static InputStream content(Message mail) throws MessagingException, IOException {
        if (mail instanceof IMAPMessage imap) return imap.getMimeStream();
        if (mail instanceof POP3Message pop && pop.getSize() > LARGEST) return pop.top(MOST_LINES);
        var bytes = new ByteArrayOutputStream();
        mail.writeTo(bytes);
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private boolean pause(Duration time) {
        try {
            return !closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        var store = open;
        if (store == null) return;
        try {
            store.close();
        } catch (MessagingException e) {
            LOG.debug("mailbox {}: did not close cleanly: {}", account, e.getMessage());
        }
    }
}
