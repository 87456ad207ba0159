package staytuned.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Lets one request at a time through to each host, with a pause between two. */
final class Gate {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MANY = 1000;

    private final Outside.Pause pause;
    private final Map<String, Host> hosts = new ConcurrentHashMap<>();

    /** The time in which a host is asked by nobody else. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Host {
        final ReentrantLock lock = new ReentrantLock();
        /** On the clock of System.nanoTime; null before the first request. */
        volatile @Nullable Long free;

        boolean idle() {
            var at = free;
            return !lock.isLocked() && at != null && at - System.nanoTime() < 0;
        }
    }

    Gate(Outside.Pause pause) {
        this.pause = pause;
    }

    /** Waits for its turn; whoever has it must close it. */
    Turn enter(URI at) throws InterruptedException {
        if (hosts.size() > MANY) hosts.values().removeIf(Host::idle);
        var host = hosts.computeIfAbsent(Network.host(String.valueOf(at.getHost())), _ -> new Host());
        host.lock.lockInterruptibly();
        try {
            var free = host.free;
            long wait = free == null ? 0 : free - System.nanoTime();
            if (wait > 0) pause.take(Duration.ofNanos(wait));
        } catch (InterruptedException | RuntimeException e) {
            host.lock.unlock();
            throw e;
        }
        return () -> {
            host.free = System.nanoTime() + PAUSE.toNanos();
            host.lock.unlock();
        };
    }
}
