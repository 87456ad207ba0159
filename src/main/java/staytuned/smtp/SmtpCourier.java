package staytuned.smtp;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Copy;
import staytuned.mail.Courier;
import staytuned.mail.Message;
import staytuned.mail.Outcome.Deferred;
import staytuned.mail.Outcome;
import staytuned.mail.Parcel;
import staytuned.mail.Reply;

/** Takes messages to one relay over SMTP. */
public final class SmtpCourier implements Courier {
    private final Relay relay;
    private final List<DkimKey> keys;
    private final Dialer dialer;
    private final Plates plates = new Plates();

    /**
     * A courier that trusts the certificates this Java trusts.
     *
     * @param keys sign what they answer for, in the order in which they are preferred
     */
    public SmtpCourier(Relay relay, List<DkimKey> keys) {
        this(relay, keys, ofThisJava());
    }

    /** A courier that trusts the certificates {@code trust} trusts. */
    SmtpCourier(Relay relay, List<DkimKey> keys, SSLContext trust) {
        this.relay = relay;
        this.keys = keys;
        dialer = new Dialer(relay, trust);
    }

    private static SSLContext ofThisJava() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    @Override
    public Connection connect() throws RelayUnavailable {
        return new SmtpConnection(dialer.dial());
    }

    /** A connection that reopens itself when the relay closed it between two messages. */
    private final class SmtpConnection implements Connection {
        private final Signer signer = new Signer(keys);
        private @Nullable Dialogue dialogue;
        private @Nullable Prepared prepared;

        @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
        private record Prepared(Copy copy, byte[] bytes) {}

        SmtpConnection(Dialogue dialogue) {
            this.dialogue = dialogue;
        }

        @Override
        public Outcome send(Message message) throws RelayUnavailable {
            return send(message.envelopeFrom(), message.to().email(),
                    () -> signer.signed(Mime.bytes(message), message.from(), message.date()));
        }

        @Override
        public Outcome send(Parcel parcel) throws RelayUnavailable {
            return send(parcel.envelopeFrom(), parcel.to().email(), () -> {
                if (!Parcel.canTravel(parcel.content())) throw new IllegalArgumentException("its lines cannot travel");
                return signer.signed(parcel.content(), parcel.from(), parcel.date());
            });
        }

        /** Prints and signs it. Where that fails, {@link #send(Copy)} tries again and says why. */
        @Override
        public void prepare(Copy copy) {
            try {
                prepared = new Prepared(copy, bytes(copy));
            } catch (RuntimeException e) {
                prepared = null;
            }
        }

        @Override
        public Outcome send(Copy copy) throws RelayUnavailable {
            var ready = prepared;
            prepared = null;
            return send(copy.envelopeFrom(), copy.to().email(),
                    () -> ready != null && ready.copy.equals(copy) ? ready.bytes : bytes(copy));
        }

        private byte[] bytes(Copy copy) {
            var mailing = copy.mailing();
            return signer.signed(plates.of(mailing).print(copy), mailing.from(), mailing.date());
        }

        private Outcome send(String from, String to, Supplier<byte[]> message) throws RelayUnavailable {
            byte[] bytes;
            try {
                bytes = message.get();
            } catch (RuntimeException e) {
                return new Deferred(Reply.none("not handed over: " + e.getMessage()));
            }
            // Not behind the last message: its outcome does not wait for a goodbye.
            if (dialogue != null && dialogue.carried() >= relay.messages()) close();
            var wasUsed = dialogue != null && dialogue.carried() > 0;
            var ending = carry(from, to, bytes);
            if (wasUsed && ending.closedBefore()) ending = carry(from, to, bytes);
            return ending.outcome(relay);
        }

        private Ending carry(String from, String to, byte[] bytes) throws RelayUnavailable {
            var open = dialogue == null ? dialer.dial() : dialogue;
            dialogue = open;
            var ending = open.carry(from, to, bytes);
            if (!ending.usable()) {
                open.close();
                dialogue = null;
            }
            return ending;
        }

        @Override
        public void close() {
            if (dialogue != null) dialogue.quit();
            dialogue = null;
        }
    }
}
