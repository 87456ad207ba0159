package staytuned.article;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import staytuned.article.Visits.Visit;
import staytuned.fetch.Pages;
import staytuned.newsletter.Newsletter;
import staytuned.reading.Content;
import staytuned.reading.Reader;

/**
 * Takes articles from their pages where a feed holds only their beginning. Nothing is lost by it: what no page gives
 * stays as the feed has it, and is tried again while it waits where a later try may give more.
 */
final class Completer {
    private final Articles articles;
    private final Pages pages;
    private final InstantSource clock;
    private final Reader reader = new Reader();

    /**
     * The candidates, in their order.
     *
     * @param again whether some are to be tried again
     * @param soon whether some were left out only because there were so many
     */
    record Completed(List<Candidate> candidates, List<String> problems, boolean again, boolean soon) {}

    Completer(Articles articles, Pages pages, InstantSource clock) {
        this.articles = articles;
        this.pages = pages;
        this.clock = clock;
    }

    /** Completes those that are new or have changed and are not another source's; a scheduled one has no page yet. */
    Completed complete(Newsletter newsletter, Newsletter.Feed feed, List<Candidate> candidates, Set<Long> others) {
        var known = articles.byKey(newsletter.id(), candidates.stream().map(Candidate::identity).toList());
        var timetable = new Timetable(feed, newsletter.cadence().zone(), clock.instant());
        var visits = new Visits(pages);
        var out = new ArrayList<Candidate>();
        var problems = new ArrayList<String>();
        boolean again = false;
        for (var candidate : candidates) {
            var row = known.get(candidate.identity().key());
            var edited = newsletter.cadence().edited();
            boolean wants = row == null || row.wants(candidate.version(), edited, others);
            if (!wants || !wanted(feed, candidate.item()) || timetable.due(candidate.item(), row) != null) {
                out.add(candidate);
                continue;
            }
            var tries = Objects.requireNonNullElse(
                    Tries.of(row, candidate.version()), Tries.none(candidate.version()));
            if (!visits.more()) {
                out.add(asItWas(candidate, text(candidate, row), tries.kept(), newsletter.language()));
                again = true;
                continue;
            }
            var page = visits.visit(Objects.requireNonNull(Objects.requireNonNull(candidate.item()).link()));
            if (page instanceof Visit.Found found) {
                out.add(complete(candidate, found.item(), newsletter.language()));
                continue;
            }
            var nothing = (Visit.Nothing) page;
            boolean last = nothing.lasting() || tries.next().exhausted();
            again |= !last;
            var version = last ? candidate.version() : tries.next().kept();
            var text = text(candidate, row);
            out.add(asItWas(candidate, text, version, newsletter.language()));
            var then = !last ? "; tried again at the next poll"
                    : text == null ? "; taken as the feed has it" : "; stays as it was";
            problems.add(candidate.name() + ": its page gives nothing: " + nothing.reason() + then);
        }
        return new Completed(out, problems, again, visits.refused());
    }

    /** Whether the article is to be taken from its page. */
    static boolean wanted(Newsletter.Feed feed, @Nullable Item item) {
        if (item == null || item.link() == null) return false;
        return switch (feed.fullText()) {
            case ALWAYS -> true;
            case AUTO -> Stubs.stub(item);
            case NEVER -> false;
        };
    }

    private Candidate complete(Candidate candidate, Item page, String language) {
        var item = Objects.requireNonNull(candidate.item());
        return Stubs.saysMore(page.content(), item.content())
                ? as(candidate, candidate.version(), () -> read(candidate, merged(item, page), language))
                : candidate;
    }

    /** The text that is kept of it, where that says more than the feed; null where it does not. */
    private @Nullable Content text(Candidate candidate, Known.@Nullable Row row) {
        var said = Objects.requireNonNull(candidate.item()).content();
        return row == null || row.unread() ? null : articles.find(row.id())
                .map(Article::content)
                .filter(kept -> Stubs.saysMore(kept, said))
                .orElse(null);
    }

    /** Without its page: with the text that it had once, else as the feed has it. */
    private Candidate asItWas(Candidate candidate, @Nullable Content text, String version, String language) {
        if (text == null) return as(candidate, version, candidate.finding());
        var item = Objects.requireNonNull(candidate.item());
        return as(candidate, version, () -> read(candidate, merged(item, new Item(null, null, null, text)), language));
    }

    /** What the feed says of it counts, what it does not say is taken from the page. */
    private static Item merged(Item feed, Item page) {
        var said = feed.content();
        var more = page.content();
        return new Item(
                feed.guid(),
                feed.author() != null ? feed.author() : page.author(),
                feed.published() != null ? feed.published() : page.published(),
                new Content(
                        more.mediaType(),
                        more.body(),
                        said.title() != null ? said.title() : more.title(),
                        said.language() != null ? said.language() : more.language(),
                        said.link()),
                feed.labels());
    }

    private @Nullable Finding read(Candidate candidate, Item item, String language) {
        try {
            return Finding.readable(candidate.identity(), item, reader.read(item.content(), language));
        } catch (RuntimeException e) {
            return candidate.finding().get();
        }
    }

    private static Candidate as(Candidate candidate, String version, Supplier<@Nullable Finding> finding) {
        return new Candidate(candidate.name(), candidate.identity(), version, candidate.item(), finding);
    }
}
