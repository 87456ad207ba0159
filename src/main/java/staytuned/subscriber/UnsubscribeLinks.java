package staytuned.subscriber;

import java.util.Optional;

/** The links by which a reader leaves: signed, so that nobody can make or guess one (RFC 8058 section 3.1). */
public final class UnsubscribeLinks {
    private final String site;
    private final Seal seal;

    /**
     * @param site the public address of the pages, without a slash at its end
     * @param secret what the links are signed with
     */
    public UnsubscribeLinks(String site, String secret) {
        this.site = site;
        this.seal = new Seal("unsubscribe", secret);
    }

    /** The link for one subscription. */
    public String link(long subscriptionId) {
        return site + "/unsubscribe/" + seal.token(subscriptionId);
    }

    /** The subscription that the last part of a link stands for; none when we did not sign it. */
    public Optional<Long> subscription(String token) {
        return seal.number(token);
    }
}
