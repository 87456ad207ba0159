package staytuned.article;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.article.Visits.Visit;
import staytuned.fetch.Fetched;
import staytuned.fetch.Links;
import staytuned.fetch.Pages;
import staytuned.newsletter.Newsletter;
import staytuned.reading.Reader;

/** Looks at a sitemap, and at the pages that are new in it. */
final class SitemapGatherer {
    private static final int MOST_SITEMAPS = 50;
    /** Well within the time that a poll may take before another node takes the source over. */
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int REMEMBERED = 10_000;
    /** A page that is read and not kept is an article that is kept under another address already. */
    private static final int LOOKS = 2;

    private final Articles articles;
    private final Pages pages;
    private final Reader reader = new Reader();
    /** How often a page that is not kept was looked at; it is forgotten with this process. */
    private final Map<String, Integer> looks = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** What one poll found out. */
    private static final class Found {
        final Map<String, Sitemap.Entry> entries = new LinkedHashMap<>();
        final List<String> problems = new ArrayList<>();
        /** Titles and links of the articles that were read. */
        final Set<String> read = new HashSet<>();
        final long end = System.nanoTime() + LONGEST.toNanos();
        @Nullable String etag;
        @Nullable String lastModified;
    }

    SitemapGatherer(Articles articles, Pages pages) {
        this.articles = articles;
        this.pages = pages;
    }

    /** {@code others} are the newsletter's other sources, which see to their own articles. */
    Gathered gather(
            Newsletter newsletter, Newsletter.Sitemap source, Sources.Standing standing, Set<Long> others) {
        boolean first = standing.succeededAt() == null;
        var answer = pages.file(source.url(), standing.etag(), standing.lastModified(), Sitemap.LARGEST);
        return switch (answer) {
            case Fetched.Failed failed -> new Gathered.Failed(failed.reason(), failed.notBefore());
            case Fetched.Gone _ -> new Gathered.Ended("HTTP 410 gone for good");
            case Fetched.Unchanged _ -> new Gathered.Unchanged(null);
            case Fetched.Changed changed -> {
                var found = new Found();
                var failure = look(source, changed, first, found);
                yield failure != null ? new Gathered.Failed(failure, null)
                        : candidates(newsletter, found, first && !source.sendsFirstPoll(), others);
            }
        };
    }

    /** Gives why nothing can be known of it; null where something is. */
    private @Nullable String look(Newsletter.Sitemap source, Fetched.Changed changed, boolean first, Found found) {
        switch (Sitemap.read(changed.body(), changed.at(), PathPattern.of(source.only()))) {
            case Sitemap.Unreadable unreadable -> {
                return unreadable.reason();
            }
            case Sitemap.Pages listed -> {
                found.etag = changed.etag();
                found.lastModified = changed.lastModified();
                return add(found, listed);
            }
            case Sitemap.Index index -> {
                if (index.sitemaps().size() > MOST_SITEMAPS) {
                    return "an index of more than " + MOST_SITEMAPS + " sitemaps: name the one that holds the articles";
                }
                for (var each : index.sitemaps()) {
                    var failure = System.nanoTime() - found.end > 0 ? "not asked for: the others took too long"
                            : child(source, each, found);
                    if (failure == null) continue;
                    // At the baseline a part that is missing would be new the next time.
                    if (first) return each + ": " + failure;
                    found.problems.add("sitemap " + each + ": " + failure + "; tried again at the next poll");
                }
                return null;
            }
        }
    }

    private @Nullable String child(Newsletter.Sitemap source, URI url, Found found) {
        return switch (pages.file(url, null, null, Sitemap.LARGEST)) {
            case Fetched.Failed failed -> failed.reason();
            case Fetched.Gone _ -> "HTTP 410 gone for good";
            case Fetched.Unchanged _ -> "HTTP 304 instead of 200";
            case Fetched.Changed changed ->
                    switch (Sitemap.read(changed.body(), changed.at(), PathPattern.of(source.only()))) {
                        case Sitemap.Unreadable unreadable -> unreadable.reason();
                        case Sitemap.Index _ -> "an index inside an index, which the protocol does not know";
                        case Sitemap.Pages listed -> add(found, listed);
                    };
        };
    }

    private static @Nullable String add(Found found, Sitemap.Pages listed) {
        for (var entry : listed.entries()) {
            found.entries.putIfAbsent(Links.canonical(entry.url().toString()), entry);
            if (found.entries.size() > Sitemap.MOST) return "more than 50,000 addresses in all: say with \"only\" "
                    + "which paths count";
        }
        return null;
    }

    private Gathered.Candidates candidates(
            Newsletter newsletter, Found found, boolean baseline, Set<Long> others) {
        var entries = List.copyOf(found.entries.values());
        var identities = entries.stream().map(each -> Identity.ofPage(each.url().toString(), null)).toList();
        var known = articles.byKey(newsletter.id(), identities);
        var visits = new Visits(pages);
        var out = new ArrayList<Candidate>();
        boolean again = false;
        for (int i = 0; i < entries.size(); i++) {
            var page = new Page(entries.get(i), identities.get(i), newsletter.language());
            var row = known.get(page.identity.key());
            if (row != null && !row.wants(page.version, newsletter.cadence().edited(), others)) {
                out.add(page.unread(row.version())); // it is still there
                continue;
            }
            var candidate = baseline ? page.unread(page.version) : read(newsletter, page, row, visits, found);
            if (candidate == null) continue;
            again |= Tries.left(candidate.version());
            out.add(candidate);
        }
        return new Gathered.Candidates(out, found.problems, again ? null : found.etag,
                again ? null : found.lastModified, null, visits.refused());
    }

    /** Null where it is known under another address. */
    private @Nullable Candidate read(Newsletter newsletter, Page page, Known.@Nullable Row row, Visits visits,
            Found found) {
        var tries = Objects.requireNonNullElse(Tries.of(row, page.version), Tries.none(page.version));
        boolean held = row != null && row.state() == ArticleState.HELD;
        if (row == null && looks.getOrDefault(page.version, 0) >= LOOKS) return null;
        if ((held && tries.exhausted()) || !visits.more()) return asItWas(page, row, tries.kept());
        return switch (visits.visit(page.url)) {
            case Visit.Found visit -> {
                if (row == null) looks.merge(page.version, 1, Integer::sum);
                boolean other = elsewhere(newsletter, Identity.ofPage(page.url, visit.item()), found);
                yield row == null && other ? null : page.read(visit.item(), reader);
            }
            case Visit.Nothing nothing -> {
                boolean last = nothing.lasting() || tries.next().exhausted();
                boolean kept = row != null && row.readable() && !nothing.lasting();
                if (last && !held && !kept) yield page.unreadable(nothing.reason());
                var then = last && kept ? "; stays as it was" : "; tried again at the next poll";
                found.problems.add("page " + page.url + ": " + nothing.reason() + then);
                yield asItWas(page, row, last && kept ? page.version : tries.next().kept());
            }
        };
    }

    /** Without its page: with the text that it had, where that is kept. */
    private Candidate asItWas(Page page, Known.@Nullable Row row, String version) {
        return row == null || !row.readable() ? page.unread(version)
                : articles.find(row.id())
                        .map(kept -> page.kept(version, new Item(null, kept.author(), kept.publishedAt(),
                                kept.content()), reader))
                        .orElseGet(() -> page.unread(version));
    }

    /** Whether its title and link are those of an article that has another address here. */
    private boolean elsewhere(Newsletter newsletter, Identity identity, Found found) {
        var both = identity.marks().get(Identity.Mark.TITLE_AND_LINK);
        if (both == null) return false;
        if (!found.read.add(both)) return true;
        return !articles.named(newsletter.id(), List.of(both)).isEmpty();
    }

    /** An address of a sitemap. */
    private static final class Page {
        final String url;
        final String version;
        final Identity identity;
        private final Sitemap.Entry entry;
        private final String language;

        Page(Sitemap.Entry entry, Identity identity, String language) {
            this.entry = entry;
            this.identity = identity;
            this.language = language;
            url = entry.url().toString();
            version = Identity.hash(url, entry.changed());
        }

        Candidate unread(String as) {
            return candidate(as, Unread.finding(identity, url, entry.title(), entry.published(), language));
        }

        Candidate unreadable(String reason) {
            return candidate(version, Finding.unreadable(identity, url, language, reason));
        }

        Candidate read(Item found, Reader reader) {
            return kept(version, found, reader);
        }

        Candidate kept(String as, Item found, Reader reader) {
            var published = found.published() != null ? found.published() : entry.published();
            var item = new Item(null, found.author(), published, found.content());
            try {
                var reading = reader.read(item.content(), language);
                return candidate(as, Finding.readable(Identity.ofPage(url, item), item, reading));
            } catch (RuntimeException e) {
                return unreadable("cannot be read: " + e);
            }
        }

        private Candidate candidate(String as, Finding finding) {
            return new Candidate("page " + url, identity, as, null, () -> finding);
        }
    }
}
