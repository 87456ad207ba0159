package staytuned.subscriber;

import java.util.Optional;

/** The links by which readers confirm that it was they who asked: signed, and good for as long as the request is. */
public final class ConfirmLinks {
    private final String site;
    private final Seal seal;

    /**
     * @param site the public address of the pages, without a slash at its end
     * @param secret what the links are signed with
     */
    public ConfirmLinks(String site, String secret) {
        this.site = site;
        this.seal = new Seal("confirm", secret);
    }

    /** The link for one request. */
    public String link(long consentId) {
        return site + "/confirm/" + seal.token(consentId);
    }

    /** The request that the last part of a link stands for; none when we did not sign it. */
    Optional<Long> consent(String token) {
        return seal.number(token);
    }
}
