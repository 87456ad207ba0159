package staytuned.preflight;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import staytuned.fetch.Asked;
import staytuned.fetch.Fetcher;
import staytuned.fetch.Links;

/**
 * Asks each address that a letter links or shows whether anything is there, a few at once and only for a moment.
 *
 * <p>What says that it is not there holds the letter; what cannot be asked does not: the network may be ours that
 * fails. Our own pages are not asked, since that of the letter is there only when it is frozen; nor are the names that
 * are kept for examples, because nobody is there.
 */
public final class Scout implements Lookout {
    private static final Duration EACH = Duration.ofSeconds(5);
    private static final Duration ALL = Duration.ofSeconds(20);
    private static final int AT_ONCE = 4;
    private static final int MOST = 100;
    /** So long an answer counts: a preview looks every second. */
    private static final Duration MEMORY = Duration.ofMinutes(1);
    /** RFC 2606 sections 2 and 3. */
    private static final Pattern EXAMPLE =
            Pattern.compile("(?i)(?:.*\\.)?(?:(?:example|invalid|test|localhost)|example\\.(?:com|net|org))\\.?");

    private final Fetcher fetcher;
    private final String site;
    private final Duration each;
    private final InstantSource clock;
    private final Map<URI, Answer> answers = new ConcurrentHashMap<>();

    private record Answer(Asked asked, Instant until) {}

    /** {@code site} is where our own pages are. */
    public Scout(Fetcher fetcher, URI site, InstantSource clock) {
        this(fetcher, site, EACH, clock);
    }

    /** One that waits for an answer as long as {@code each}. */
    Scout(Fetcher fetcher, URI site, Duration each, InstantSource clock) {
        this.fetcher = fetcher;
        this.each = each;
        this.site = site.toString().replaceFirst("/*$", "/");
        this.clock = clock;
    }

    @Override
    public List<Finding> look(String html) {
        var places = places(html);
        ask(places.keySet().stream().filter(each -> !known(each)).toList());
        var findings = new ArrayList<Finding>();
        places.forEach((address, place) -> {
            var answer = answers.get(address);
            var asked = answer == null ? new Asked.Silent("there was no time left") : answer.asked;
            switch (asked) {
                case Asked.Silent(var reason) -> findings.add(Finding.warning(
                        place, "could not be asked: " + reason, "look whether readers can open it"));
                case Asked.Answered(var status) when status == 404 || status == 410 -> findings.add(Finding.error(
                        place, "is not there (HTTP " + status + ")", "give the address of what is, or take it away"));
                case Asked.Answered(var status) when status >= 400 -> findings.add(Finding.warning(
                        place, "answers HTTP " + status, "look whether readers can open it"));
                case Asked.Answered _ -> {}
            }
        });
        return findings.stream().sorted((a, b) -> Boolean.compare(b.holds(), a.holds())).toList();
    }

    /** Each address once, and where it stands first. */
    private Map<URI, String> places(String html) {
        var places = new LinkedHashMap<URI, String>();
        for (var each : Jsoup.parse(html).select("a[href], img[src]")) {
            var link = Links.absolute(each.hasAttr("href") ? each.attr("href") : each.attr("src"), null);
            if (link == null || (link + "/").startsWith(site) || places.size() >= MOST) continue;
            var address = URI.create(link.replaceFirst("#.*", ""));
            if (!EXAMPLE.matcher(address.getHost()).matches()) places.putIfAbsent(address, Markup.place(each));
        }
        return places;
    }

    private boolean known(URI address) {
        var answer = answers.get(address);
        return answer != null && answer.until.isAfter(clock.instant());
    }

    private void ask(List<URI> addresses) {
        if (addresses.isEmpty()) return;
        var now = clock.instant();
        answers.values().removeIf(each -> !each.until.isAfter(now));
        var tasks = addresses.stream()
                .map(address -> Executors.callable(() -> {
                    var asked = fetcher.ask(address, each);
                    if (Thread.currentThread().isInterrupted()) return;
                    answers.put(address, new Answer(asked, now.plus(MEMORY)));
                }))
                .toList();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            threads.invokeAll(tasks, ALL.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
