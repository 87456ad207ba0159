package staytuned.subscriber;

import java.util.Optional;

/** The links by which a reader leaves, and beside them those to all that is the reader's own. */
public final class UnsubscribeLinks {
    private final SignedLinks links;

    /**
     * @param site the public address of the pages, without a slash at its end
     * @param secret what the links are signed with
     */
    public UnsubscribeLinks(String site, String secret) {
        this.links = new SignedLinks(site, secret, "unsubscribe");
    }

    /** The link for one subscription. */
    public String link(long subscriptionId) {
        return links.link(subscriptionId);
    }

    /** The subscription that the last part of a link stands for; none when we did not sign it. */
    public Optional<Long> subscription(String token) {
        return links.id(token);
    }

    /** Links of another purpose. */
    public SignedLinks of(String purpose) {
        return links.of(purpose);
    }
}
