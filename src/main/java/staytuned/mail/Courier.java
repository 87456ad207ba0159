package staytuned.mail;

import org.jspecify.annotations.Nullable;

/** Somebody who takes messages to a relay. */
public interface Courier {
    /**
     * Opens a connection that carries messages one after another.
     *
     * @throws RelayUnavailable the relay takes no mail at all now
     */
    Connection connect() throws RelayUnavailable;

    /** An open connection to the relay. Used by one thread at a time. */
    interface Connection extends AutoCloseable {
        /**
         * Hands over one message. A connection that the relay closed since the last message is opened again silently.
         *
         * @throws RelayUnavailable the relay gave up this connection before it looked at the message, which may be
         *     handed over again through a new connection
         */
        Outcome send(Message message) throws RelayUnavailable;

        /** Makes ready what {@link #send(Copy)} will need next, while it is not yet known whether the copy may go. */
        default void prepare(Copy copy) {}

        /** Hands over one reader's copy of a mailing, as {@link #send(Message)} hands over the message that it is. */
        default Outcome send(Copy copy) throws RelayUnavailable {
            return send(copy.message());
        }

        /** Hands over what is ready as bytes, as {@link #send(Message)} does; it is signed where there is a key. */
        Outcome send(Parcel parcel) throws RelayUnavailable;

        @Override
        void close();
    }

    /** The relay refuses, does not answer, or does not know us: no reader is to blame. */
    final class RelayUnavailable extends Exception {
        private final transient Reply reply;

        public RelayUnavailable(String message, Throwable cause) {
            this(message, Reply.none(message), cause);
        }

        public RelayUnavailable(String message, Reply reply, @Nullable Throwable cause) {
            super(message, cause);
            this.reply = reply;
        }

        /** What the relay answered: 535 when it refused the user or the password, code 0 when it did not answer. */
        public Reply reply() {
            return reply;
        }
    }
}
