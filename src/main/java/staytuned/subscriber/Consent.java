package staytuned.subscriber;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * What a reader has agreed to.
 *
 * @param asked how it was asked for
 * @param confirmed how it was confirmed; null where it was not, or not yet
 */
public record Consent(long id, long subscriptionId, Word asked, @Nullable Word confirmed) {
    private static final int LONGEST_PAGE = 500;
    private static final int LONGEST_CLIENT = 45;
    private static final int LONGEST_WORDS = 1000;

    /**
     * Somebody's word.
     *
     * @param page where it was given: an address, or what the client says it is
     * @param client the address that it came from
     * @param words the text that was agreed to
     */
    public record Word(Instant at, String page, String client, String words) {
        public Word {
            page = line(page, LONGEST_PAGE);
            client = line(client, LONGEST_CLIENT);
            words = line(words, LONGEST_WORDS);
        }

        private static String line(String text, int longest) {
            return Address.oneLine(text, longest);
        }
    }
}
