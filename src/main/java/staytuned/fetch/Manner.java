package staytuned.fetch;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** How a stranger's server is asked. */
interface Manner {
    /** As the admin said: at once, and without asking whether it is welcome. */
    Manner NAMED = new Manner() {
        @Override
        public Fetched.@Nullable Failed refusal(URI at) {
            return null;
        }

        @Override
        public Gate.Turn turn(URI at) {
            return () -> {};
        }
    };

    /** Why a program may not ask for it; null where it may. */
    Fetched.@Nullable Failed refusal(URI at) throws InterruptedException;

    /** Waits until it may be asked for; the turn ends with the answer. */
    Gate.Turn turn(URI at) throws InterruptedException;
}
