package staytuned.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * What comes back.
 *
 * @param address the mailbox of bounces, to which each letter adds a token; null where they go to the newsletter's
 *     sender, and nobody reads them
 * @param mailbox where they are read; null where they come another way
 * @param webhooks the mail services that tell of them
 * @param listenHost where a mail server may hand them over; null for nowhere
 */
public record BouncesSettings(
        @Nullable Address address,
        @Nullable MailboxSettings mailbox,
        @Nullable String listenHost,
        int listenPort,
        List<WebhookSettings> webhooks) {
    /** Room for the token: see RFC 5321 section 4.5.3.1.1. */
    private static final int LONGEST_MAILBOX = 23;

    static BouncesSettings read(Section keys) {
        var address = keys.maybe("address", BouncesSettings::mailbox);
        var imap = keys.in("imap", each -> optional(keys, "imap", each));
        var pop3 = keys.in("pop3", each -> optional(keys, "pop3", each));
        if (keys.has("imap") && keys.has("pop3")) keys.mistake("pop3", "stands beside imap; keep one of them");
        var listen = keys.maybe("listen", Hosts::endpoint);
        var services = EnumSet.noneOf(WebhookSettings.Service.class);
        var webhooks = keys.some("webhooks", "{from: mailgun, secret: \"${MAILGUN_KEY}\"}",
                each -> WebhookSettings.read(each, services));
        for (var way : List.of("imap", "pop3", "listen")) {
            if (keys.has(way) && !keys.has("address")) {
                keys.mistake(way, "stands without an address; add the key address: bounces@example.org");
            }
        }
        return new BouncesSettings(
                address, imap.or(() -> pop3).orElse(null), listen == null ? null : listen.host(),
                listen == null ? 0 : listen.port(), webhooks);
    }

    /** Whether mail to {@code other} comes into the mailbox of bounces. */
    boolean takes(Address other) {
        if (address == null) return false;
        var local = address.key().substring(0, address.key().lastIndexOf('@'));
        return other.key().equals(address.key())
                || (other.key().startsWith(local + "+") && other.domain().equals(address.domain()));
    }

    private static Optional<MailboxSettings> optional(Section keys, String key, Section mailbox) {
        if (!keys.has(key)) return Optional.empty();
        return Optional.ofNullable(MailboxSettings.read(mailbox, key.equals("imap")));
    }

    private static Address mailbox(String text) {
        var address = Notation.address(text);
        var local = address.email().substring(0, address.email().lastIndexOf('@'));
        if (!address.name().isEmpty()) throw Notation.wrong("has a name; write the address alone: bounces@example.org");
        if (local.contains("+")) {
            throw Notation.wrong("has a +; behind it each letter writes its token, so leave it out");
        }
        if (local.length() <= LONGEST_MAILBOX) return address;
        throw Notation.wrong("has " + local.length() + " characters before its @; at most " + LONGEST_MAILBOX
                + " leave room for the token of a letter");
    }
}
