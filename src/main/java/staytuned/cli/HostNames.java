package staytuned.cli;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import staytuned.config.Config;
import staytuned.config.FeedSettings;
import staytuned.config.PageSettings;
import staytuned.config.SitemapSettings;
import staytuned.config.SourceSettings;

/** The hosts that a config names, and whether a name server knows them. */
final class HostNames {
    private static final long PATIENCE_SECONDS = 10;

    private HostNames() {}

    /** A sentence for each host that no name server knows; all are asked at once. */
    static List<String> unknown(Config config) {
        var named = named(config);
        var wrong = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new LinkedHashMap<String, CompletableFuture<Boolean>>();
            named.values().stream().distinct().forEach(host -> asked.put(host, CompletableFuture
                    .supplyAsync(() -> isKnown(host), threads)
                    .completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS)));
            named.forEach((key, host) -> {
                var known = asked.get(host);
                if (known == null || known.join()) return;
                wrong.add(key + ": no name server knows " + host + "; is it misspelt, or its entry missing?");
            });
        }
        return wrong;
    }

    /** By the keys at which they stand. */
    private static Map<String, String> named(Config config) {
        var named = new LinkedHashMap<String, String>();
        put(named, "site.url", config.site().url().getHost());
        var mailbox = config.bounces().mailbox();
        if (mailbox != null) put(named, mailbox.imap() ? "bounces.imap" : "bounces.pop3", mailbox.host());
        for (var relay : config.relays()) put(named, "relays[" + relay.name() + "]", relay.host());
        for (var newsletter : config.newsletters()) {
            for (var source : newsletter.sources()) {
                var url = url(source);
                if (url == null) continue;
                put(named, "newsletters[" + newsletter.key() + "].sources[" + url + "]", url.getHost());
            }
        }
        return named;
    }

    private static @Nullable URI url(SourceSettings source) {
        return switch (source) {
            case FeedSettings feed -> feed.url();
            case SitemapSettings map -> map.url();
            case PageSettings page -> page.url();
            default -> null;
        };
    }

    private static void put(Map<String, String> named, String key, @Nullable String host) {
        if (host != null) named.put(key, host.replaceAll("[\\[\\]]", ""));
    }

    private static boolean isKnown(String host) {
        try {
            return InetAddress.getAllByName(host).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
