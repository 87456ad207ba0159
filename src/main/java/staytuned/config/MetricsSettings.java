package staytuned.config;

import org.jspecify.annotations.Nullable;

/**
 * Where health and metrics are shown: never where readers come.
 *
 * @param host null for nowhere
 * @param port 0 for any that is free
 * @param asked whether the config names the address: then it must be free
 */
public record MetricsSettings(@Nullable String host, int port, boolean asked) {
    private static final Hosts.Endpoint USUAL = new Hosts.Endpoint("127.0.0.1", 9464);

    static MetricsSettings read(Section keys, Site site) {
        var asked = keys.has("listen");
        var listen = keys.or("listen", USUAL, MetricsSettings::endpoint);
        if (asked && listen.port() > 0 && listen.port() == site.port() && listen.host().equals(site.host())) {
            keys.mistake("listen", "is where site.listen shows the readers' pages; give it another port");
        }
        return new MetricsSettings(listen.host().isEmpty() ? null : listen.host(), listen.port(), asked);
    }

    private static Hosts.Endpoint endpoint(String text) {
        return text.equals("none") ? new Hosts.Endpoint("", 0) : Hosts.endpoint(text);
    }
}
