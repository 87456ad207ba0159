package staytuned.config;

import java.net.InetAddress;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pages that readers see.
 *
 * @param url their public address, without a slash at its end; every link in a mail begins with it
 * @param host what the service listens on
 * @param port what the service listens on; 0 for any that is free
 * @param secret signs the links; null where the service makes one and keeps it in the data folder
 * @param origins the web sites whose scripts may subscribe readers, such as https://example.org
 * @param proxies the addresses of web servers before us, beside those on this machine
 */
public record Site(
        URI url, String host, int port, @Nullable String secret, Set<String> origins, Set<InetAddress> proxies) {
    static Site read(Section keys) {
        var listen = keys.or("listen", new Hosts.Endpoint("127.0.0.1", 8080), Hosts::endpoint);
        var url = keys.or("url", URI.create("http://127.0.0.1:" + listen.port()), Hosts::siteUrl);
        var origins = Set.copyOf(keys.values("origins", "[https://example.org]", Hosts::origin));
        var proxies = Set.copyOf(keys.values("proxies", "[192.0.2.1]", Hosts::literal));
        return new Site(url, listen.host(), listen.port(), keys.secret("secret"), origins, proxies);
    }

    @Override
    public String toString() {
        return "Site[url=" + url + ", listen=" + host + ":" + port + ", secret=" + Notation.hidden(secret)
                + ", origins=" + origins + ", proxies=" + proxies + "]";
    }
}
