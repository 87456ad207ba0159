package staytuned.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that takes our letters.
 *
 * @param name what newsletters call it
 * @param connections how many may be open at once
 * @param rates all of them hold; none for as fast as it goes
 * @param passwordFile where the password stands; null where the config itself holds it
 * @param messages how many letters one connection carries; null for any number
 * @param giveUp how long a letter is tried again that the relay puts off
 * @param dkim the keys that sign what goes this way, in the order in which they are preferred
 * @param receivers what holds for some receivers besides, by their names
 */
public record RelaySettings(
        String name,
        String host,
        int port,
        Tls tls,
        @Nullable String user,
        @Nullable String password,
        int connections,
        List<Rate> rates,
        Auth auth,
        @Nullable Path passwordFile,
        @Nullable Integer messages,
        Duration giveUp,
        List<DkimSettings> dkim,
        @Nullable WarmUpSettings warmUp,
        Map<String, ReceiverTerms> receivers) {
    /** RFC 5321 section 4.5.4.1: four or five days; news is old by then. */
    private static final Duration LONGEST_TRIED = Duration.ofDays(5);

    /**
     * Reads one relay.
     *
     * @param names of the relays above it; its own is added
     */
    static @Nullable RelaySettings read(Section keys, Set<String> names) {
        var name = keys.need("name", "main", Notation::relayName);
        if (name != null && !names.add(name)) {
            keys.mistake("name", "\"" + name + "\" is the name of an earlier relay; give each its own");
        }
        var host = keys.need("host", "smtp.example.org", Hosts::host);
        var tls = keys.or("tls", Tls.REQUIRED, text -> Notation.word(Tls.class, text));
        var port = keys.or("port", tls.usualPort(), text -> Notation.whole(text, 1, 65_535));
        var user = keys.maybe("user", Notation::line);
        var password = keys.secret("password");
        var connections = keys.or("connections", 10, text -> Notation.whole(text, 1, 1000));
        var rates = Rate.read(keys);
        var auth = keys.or("auth", Auth.PASSWORD, text -> Notation.word(Auth.class, text));
        var passwordFile = keys.has("password-file") ? keys.maybe("password-file", keys.reading()::path) : null;
        var messages = keys.maybe("messages-per-connection", text -> Notation.whole(text, 1, 1_000_000));
        var giveUp = keys.or("give-up", Duration.ofDays(1), RelaySettings::giveUp);
        var dkim = keys.some("dkim", "{domain: example.org, selector: s1, key-file: dkim.pem}", DkimSettings::read);
        var warmUp = keys.inMaybe("warm-up", WarmUpSettings::read);
        var receivers = keys.in("receivers", each -> ReceiverTerms.read(each, connections));
        checkLogin(keys, host, tls);
        if (name == null || host == null) return null;
        return new RelaySettings(
                name, host, port, tls, user, password, connections, rates, auth, passwordFile, messages, giveUp,
                dkim, warmUp, receivers);
    }

    private static Duration giveUp(String text) {
        var giveUp = Notation.duration(text, Duration.ofMinutes(1));
        if (giveUp.compareTo(LONGEST_TRIED) <= 0) return giveUp;
        throw Notation.wrong(Notation.shown(text) + " is too long; write " + LONGEST_TRIED.toDays() + "d or less");
    }

    private static void checkLogin(Section keys, @Nullable String host, Tls tls) {
        var passwordKey = keys.has("password") ? "password" : "password-file";
        if (keys.has("user") && !keys.has(passwordKey)) {
            keys.mistake("user", "stands without a password; add the key password or password-file");
        }
        if (!keys.has(passwordKey)) return;
        if (!keys.has("user")) keys.mistake(passwordKey, "stands without a user; add the key user");
        if (tls == Tls.NONE && host != null && !Hosts.isLoopback(host)) {
            keys.mistake(passwordKey, "would go over the network in clear text with \"tls: none\"; "
                    + "write \"tls: required\" or \"tls: implicit\"");
        }
    }

    @Override
    public String toString() {
        return "RelaySettings[name=" + name + ", host=" + host + ", port=" + port + ", tls=" + tls + ", user=" + user
                + ", password=" + Notation.hidden(password) + ", connections=" + connections + ", rates=" + rates
                + ", auth=" + auth + ", messages=" + messages + ", giveUp=" + giveUp
                 + ", dkim=" + dkim + ", warmUp=" + warmUp + ", receivers=" + receivers + "]";
    }
}
