package staytuned.smtp;

import java.security.PrivateKey;
import java.time.Instant;

/**
 * A key that signs letters, and the name under which its public half stands in the DNS.
 *
 * @param domain the signing domain (d=), which answers for letters from it and from what is below it
 * @param selector tells the keys of one domain apart (s=): the record is {@code selector._domainkey.domain}
 * @param key RSA or Ed25519
 * @param from signs letters dated at or after this, until one that begins later takes over
 */
public record DkimKey(String domain, String selector, PrivateKey key, Instant from) {
    /** Whether the signature counts for a letter from {@code sender} (DMARC's relaxed alignment, RFC 9989). */
    boolean answersFor(String sender) {
        return sender.equals(domain) || sender.endsWith("." + domain);
    }

    boolean isRsa() {
        return key.getAlgorithm().equals("RSA");
    }

    /** Names the key, and shows nothing of it. */
    @Override
    public String toString() {
        return selector + "._domainkey." + domain;
    }
}
