package staytuned.article;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A feed that changes at random, by a seed, as feeds of real blogs do, and that knows which articles it truly has. At
 * most one thing of each article changes from poll to poll: what changes all at once cannot be known again by anybody.
 */
final class History {
    /** What the feed has been through, for the message of a test that fails. */
    final List<String> log = new ArrayList<>();
    /** A word of each article, which stands in its text and nowhere else. */
    final List<String> words = new ArrayList<>();

    private final Random random;
    private final boolean dated;
    private final boolean linked;
    private final String newHost;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> gone = new ArrayList<>();
    private String site = "http://example.org";
    private String slash = "";
    private String scheme = "post-";
    private boolean guids = true;
    private int window = 30;
    private long clock;
    private boolean moved;
    private final Set<String> seen = new TreeSet<>();

    private static final class Entry {
        final int number;
        final String path;
        String title;
        @Nullable String ownGuid;
        Instant date;
        String text;

        Entry(int number, String title, Instant date, String text) {
            this.number = number;
            this.path = "/2026/article-" + number;
            this.title = title;
            this.date = date;
            this.text = text;
        }
    }

    History(long seed, Instant start, String newHost) {
        random = new Random(seed);
        dated = random.nextInt(4) > 0;
        linked = !dated || random.nextInt(5) > 0;
        this.newHost = newHost;
        clock = start.getEpochSecond() - 100_000;
        for (int i = 0; i < 8; i++) publish();
        log.add("dated " + dated + ", linked " + linked);
    }

    void publish() {
        int number = words.size();
        words.add("word" + number + "x");
        clock += 61;
        var title = random.nextInt(4) == 0 && linked && dated ? "Weekly links" : "Article number " + number;
        entries.addFirst(new Entry(number, title, Instant.ofEpochSecond(clock), "About " + words.getLast() + "."));
        log.add("publish " + number);
    }

    /** Lets one thing happen; whether the feed has moved to another place. */
    boolean change() {
        var some = entries.get(random.nextInt(Math.min(entries.size(), window)));
        switch (random.nextInt(14)) {
            case 0 -> {
                scheme = "scheme" + random.nextInt(1000) + "-";
                log.add("all guids are new: " + scheme);
            }
            case 1 -> {
                site = site.startsWith("https") ? site.replace("https", "http") : site.replace("http", "https");
                log.add("site " + site);
            }
            case 2 -> {
                slash = slash.isEmpty() ? "/" : "";
                log.add("slash " + slash);
            }
            case 3 -> {
                if (!moved) site = site.contains("www.") ? site.replace("www.", "") : site.replace("//", "//www.");
                log.add("site " + site);
            }
            case 4 -> {
                some.title = some.title + ", edited";
                log.add("title of " + some.number);
            }
            case 5 -> {
                some.text = some.text + " And more.";
                log.add("text of " + some.number);
            }
            case 6 -> {
                clock += 61;
                some.date = Instant.ofEpochSecond(clock);
                log.add("new date of " + some.number);
            }
            case 7 -> {
                if (dated) Collections.shuffle(shown(), random);
                log.add("shuffled");
            }
            case 8 -> {
                if (entries.size() > 3 && entries.remove(some)) gone.add(some);
                log.add("gone " + some.number);
            }
            case 9 -> {
                if (!gone.isEmpty()) entries.add(0, gone.removeLast());
                log.add("back");
            }
            case 10 -> {
                guids = !guids || !linked;
                log.add("guids " + guids);
            }
            case 11 -> {
                window = 4 + random.nextInt(20);
                log.add("window " + window);
            }
            case 12 -> {
                some.ownGuid = "own-" + random.nextInt(1000);
                log.add("guid of " + some.number);
            }
            default -> {
                if (moved || !linked) return false;
                moved = true;
                site = newHost;
                log.add("moved to " + newHost);
                return true;
            }
        }
        return false;
    }

    /** A new article under the guid of one that has gone. */
    void reuseGuid() {
        if (gone.isEmpty() || !dated || !linked) return;
        var before = gone.removeFirst();
        publish();
        entries.getFirst().title = "Reused by " + entries.getFirst().number;
        entries.getFirst().ownGuid = guid(before);
        log.add("guid of " + before.number + " reused");
    }

    /** The words of the articles that the feed has shown since {@link #feed} was first served. */
    Set<String> seen() {
        return seen;
    }

    /** The words of the articles that the feed shows now. */
    Set<String> standing() {
        return shown().stream().map(each -> words.get(each.number)).collect(Collectors.toSet());
    }

    boolean dated() {
        return dated;
    }

    /** The feed as it is was read. */
    void read() {
        for (var each : shown()) seen.add(words.get(each.number));
    }

    private List<Entry> shown() {
        return entries.subList(0, Math.min(entries.size(), window));
    }

    String feed() {
        var items = new StringBuilder();
        for (var each : shown()) {
            items.append(item(each, guid(each)));
            boolean twice = random.nextInt(20) == 0;
            if (twice) items.append(item(each, random.nextBoolean() || !linked ? guid(each) : "twice-" + each.number));
        }
        return FeedsTest.rss(items.toString());
    }

    private String guid(Entry entry) {
        return entry.ownGuid != null ? entry.ownGuid : scheme + entry.number;
    }

    private String item(Entry entry, String guid) {
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(entry.date.atOffset(ZoneOffset.UTC));
        return "<item><title>" + entry.title + "</title>"
                + (linked ? "<link>" + site + entry.path + slash + "</link>" : "")
                + (guids ? "<guid isPermaLink=\"false\">" + guid + "</guid>" : "")
                + (dated ? "<pubDate>" + date + "</pubDate>" : "")
                + "<description>" + entry.text + "</description></item>";
    }
}
