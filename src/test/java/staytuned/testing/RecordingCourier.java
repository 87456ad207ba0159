package staytuned.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Courier;
import staytuned.mail.Message;
import staytuned.mail.Outcome;
import staytuned.mail.Parcel;
import staytuned.mail.Reply;

/** A courier that writes down what it is given, and answers as it is told; by default it takes everything. */
public final class RecordingCourier implements Courier {
    public static final Outcome SENT = new Outcome.Sent(Reply.parse("250 2.0.0 taken"));

    private final List<Message> taken = new CopyOnWriteArrayList<>();
    private final List<Parcel> parcels = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile @Nullable Reply refusal;
    private volatile Function<Message, Outcome> answer = _ -> SENT;

    /** What the relay answers; an answer of null breaks the connection before the message was whole. */
    public void answer(Function<Message, Outcome> next) {
        answer = next;
    }

    /** Refuses every connection with this reply; null for none any more. */
    public void refuse(@Nullable Reply next) {
        refusal = next;
    }

    /** How many connections were asked for. */
    public int connections() {
        return connections.get();
    }

    /** Calls {@code watcher} with each message before it is taken. */
    public void watch(Consumer<Message> watcher) {
        answer = message -> {
            watcher.accept(message);
            return SENT;
        };
    }

    /** The messages that were handed over whole, whatever the answer was. */
    public List<Message> taken() {
        return taken;
    }

    /** The parcels that were handed over. */
    public List<Parcel> parcels() {
        return parcels;
    }

    @Override
    public Connection connect() throws RelayUnavailable {
        connections.incrementAndGet();
        var no = refusal;
        if (no != null) throw new RelayUnavailable("relay main (127.0.0.1:25): " + no, no, null);
        return new Connection() {
            @Override
            public Outcome send(Message message) throws RelayUnavailable {
                var outcome = answer.apply(message);
                if (outcome == null) throw new RelayUnavailable("relay main (127.0.0.1:25): connection lost", null);
                taken.add(message);
                return outcome;
            }

            @Override
            public Outcome send(Parcel parcel) {
                parcels.add(parcel);
                return SENT;
            }

            @Override
            public void close() {}
        };
    }
}
