package staytuned.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The pages that readers see.
 *
 * @param url their public address, without a slash at its end; every link in a mail begins with it
 * @param host what the service listens on
 * @param port what the service listens on; 0 for any that is free
 * @param secret signs the links; null where the service makes one and keeps it in the data folder
 */
public record Site(URI url, String host, int port, @Nullable String secret) {
    static Site read(Section keys) {
        var listen = keys.or("listen", new Hosts.Endpoint("127.0.0.1", 8080), Hosts::endpoint);
        var url = keys.or("url", URI.create("http://127.0.0.1:" + listen.port()), Hosts::siteUrl);
        return new Site(url, listen.host(), listen.port(), keys.secret("secret"));
    }

    @Override
    public String toString() {
        return "Site[url=" + url + ", listen=" + host + ":" + port + ", secret=" + Notation.hidden(secret) + "]";
    }
}
