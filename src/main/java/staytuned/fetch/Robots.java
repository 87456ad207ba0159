package staytuned.fetch;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each host lets programs read (RFC 9309), remembered for a day. */
final class Robots {
    /** RFC 9309 section 2.5: at least 500 KiB; what follows is not looked at. */
    static final int LARGEST = 500 * 1024;
    /** How robots.txt calls this program. */
    private static final String NAME = "staytuned";
    /** RFC 9309 section 2.4 */
    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final Duration UNREACHABLE = Duration.ofMinutes(5);
    private static final int MOST = 500;

    private final Files files;
    private final InstantSource clock;
    private final Map<String, Rules> byHost = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Rules> eldest) {
            return size() > MOST;
        }
    });

    /** Where robots.txt comes from; its status and as much of its body as counts. */
    interface Files {
        Found get(URI at) throws InterruptedException;
    }

    /** An answer for robots.txt; {@code failure} is null where there was one. */
    record Found(int status, Body body, @Nullable String failure) {}

    /** {@code unreachable} says why nobody knows; null where the rules are known. */
    private record Rules(@Nullable BaseRobotRules rules, @Nullable String unreachable, Instant until) {}

    Robots(Files files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    /** Why the page may not be fetched; null where it may. */
    Fetched.@Nullable Failed refusal(URI page) throws InterruptedException {
        var place = URI.create(page.getScheme().toLowerCase(Locale.ROOT) + "://" + page.getRawAuthority()
                + "/robots.txt");
        var key = place.toString().toLowerCase(Locale.ROOT);
        var known = byHost.get(key);
        if (known == null || !clock.instant().isBefore(known.until())) {
            known = read(place);
            byHost.put(key, known);
        }
        var rules = known.rules();
        if (rules == null) return new Fetched.Failed(known.unreachable() + ", so nothing is read there", known.until());
        return rules.isAllowed(page.toString()) ? null
                : new Fetched.Failed("robots.txt of " + page.getHost() + " disallows " + page, null, true);
    }

    private Rules read(URI place) throws InterruptedException {
        var found = files.get(place);
        var now = clock.instant();
        var failure = found.failure();
        int status = found.status();
        // Section 2.3.1.4: a server in trouble, or none, means that nothing is allowed; "too many requests" is trouble.
        if (failure == null && (status >= 500 || status == 429)) failure = "HTTP " + status;
        if (failure != null) {
            return new Rules(null, place + " cannot be read (" + failure + ")", now.plus(UNREACHABLE));
        }
        // Section 2.3.1.3: where there is none, all is allowed.
        var body = status == 200 ? found.body().bytes() : new byte[0];
        var parser = new SimpleRobotRulesParser();
        var rules = parser.parseContent(place.toString(), body, "text/plain", List.of(NAME));
        return new Rules(rules, null, now.plus(REMEMBERED));
    }
}
