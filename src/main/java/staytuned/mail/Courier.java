package staytuned.mail;

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
         * Hands over one message.
         *
         * @throws RelayUnavailable the relay gave up this connection before it looked at the message, which may be
         *     handed over again through a new connection
         */
        Outcome send(Message message) throws RelayUnavailable;

        @Override
        void close();
    }

    /** The relay refuses, does not answer, or does not know us: no reader is to blame. */
    final class RelayUnavailable extends Exception {
        public RelayUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
