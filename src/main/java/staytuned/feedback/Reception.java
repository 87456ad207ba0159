package staytuned.feedback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.mail.Address;

/**
 * Takes bounces from a mail server, by LMTP (RFC 2033) or SMTP: only for the mailbox of bounces, a few callers at once,
 * and no mail of more than a few megabytes. Meant for the own machine: whoever can reach it can say anything to it, and
 * only what bears a token counts.
 */
public final class Reception implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final int MOST_CALLERS = 20;
    private static final int BACKLOG = 50;
    private static final int SILENCE_MILLIS = 60_000;

    private final ServerSocket socket;
    private final Address mailbox;
    private final Clerk clerk;
    private final Semaphore chairs = new Semaphore(MOST_CALLERS);
    private final Set<Socket> callers = ConcurrentHashMap.newKeySet();

    /** Listens; port 0 is any that is free. */
    public Reception(String host, int port, Address mailbox, Clerk clerk) {
        this.mailbox = mailbox;
        this.clerk = clerk;
        try {
            socket = new ServerSocket();
            socket.bind(new InetSocketAddress(host, port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("bounces cannot be taken at " + host + ":" + port + ": " + e.getMessage(), e);
        }
        Thread.ofVirtual().name("reception").start(this::receive);
    }

    /** Where it listens. */
    public int port() {
        return socket.getLocalPort();
    }

    private void receive() {
        while (!socket.isClosed()) {
            try {
                var caller = socket.accept();
                if (!chairs.tryAcquire()) {
                    caller.close(); // The mail server comes again.
                    continue;
                }
                caller.setSoTimeout(SILENCE_MILLIS);
                callers.add(caller);
                Thread.ofVirtual().name("bounce caller").start(() -> attend(caller));
            } catch (IOException e) {
                if (!socket.isClosed()) LOG.warn("a caller with bounces was lost: {}", e.getMessage());
            }
        }
    }

    private void attend(Socket caller) {
        try (caller) {
            new Caller(caller, mailbox, clerk).attend();
        } catch (IOException | RuntimeException e) {
            LOG.debug("a caller with bounces broke off: {}", e.getMessage());
        } finally {
            callers.remove(caller);
            chairs.release();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (var caller : callers) caller.close();
        } catch (IOException e) {
            LOG.debug("the reception did not close cleanly: {}", e.getMessage());
        }
    }
}
