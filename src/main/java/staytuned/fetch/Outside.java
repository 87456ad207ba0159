package staytuned.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/** What fetching meets outside of this process: name servers, and time that passes. */
public record Outside(Names names, Pause pause) {
    public static final Outside REAL = new Outside(InetAddress::getAllByName, Thread::sleep);

    /** Who is called what. */
    @FunctionalInterface
    public interface Names {
        InetAddress[] of(String host) throws UnknownHostException;

        /** Whether only hosts that the admin named may be found there. */
        default boolean closed(InetAddress address) {
            return Network.isPrivate(address);
        }
    }

    /** Lets some time pass. */
    @FunctionalInterface
    public interface Pause {
        void take(Duration time) throws InterruptedException;
    }
}
