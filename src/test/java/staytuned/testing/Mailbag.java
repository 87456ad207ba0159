package staytuned.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import staytuned.testing.ScriptedSmtpServer.Taken;

/** The messages that a server has taken, in order. */
final class Mailbag {
    private final List<Taken> mails = new ArrayList<>();

    synchronized void add(Taken mail) {
        mails.add(mail);
        notifyAll();
    }

    synchronized List<Taken> all() {
        return List.copyOf(mails);
    }

    /** Waits until there are so many, for a minute at most. */
    synchronized void await(int count) throws InterruptedException {
        var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (mails.size() < count && System.nanoTime() < end) wait(1000);
    }
}
