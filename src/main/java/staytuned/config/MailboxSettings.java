package staytuned.config;

import org.jspecify.annotations.Nullable;

/**
 * A mailbox that is read.
 *
 * @param imap whether by IMAP; else by POP3
 * @param password never sent in the clear, but on this machine
 * @param folder which of its folders
 */
public record MailboxSettings(
        boolean imap, String host, int port, Tls tls, String user, String password, String folder) {

    /** Reads a mailbox; null where something is wrong, which is reported. */
    static @Nullable MailboxSettings read(Section keys, boolean imap) {
        var host = keys.need("host", "mail.example.org", Hosts::host);
        // RFC 8314 section 3.
        var tls = keys.or("tls", Tls.IMPLICIT, text -> Notation.word(Tls.class, text));
        var usual = imap ? (tls == Tls.IMPLICIT ? 993 : 143) : (tls == Tls.IMPLICIT ? 995 : 110);
        var port = keys.or("port", usual, text -> Notation.whole(text, 1, 65_535));
        var user = keys.need("user", "bounces", Notation::line);
        var password = keys.secret("password");
        var folder = imap ? keys.or("folder", "INBOX", Notation::line) : "INBOX";
        var passwordKey = keys.has("password-file") ? "password-file" : "password";
        if (!keys.has(passwordKey)) keys.mistake("password", "missing; write password or password-file");
        if (tls == Tls.NONE && host != null && !Hosts.isLoopback(host)) {
            keys.mistake("tls", "would send the password over the network in clear text; write implicit or required");
        }
        if (host == null || user == null || password == null) return null;
        return new MailboxSettings(imap, host, port, tls, user, password, folder);
    }

    @Override
    public String toString() {
        return "MailboxSettings[imap=" + imap + ", host=" + host + ", port=" + port + ", tls=" + tls + ", user=" + user
                + ", password=" + Notation.hidden(password) + ", folder=" + folder + "]";
    }
}
