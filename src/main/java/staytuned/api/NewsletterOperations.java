package staytuned.api;

import static staytuned.api.Operation.get;
import static staytuned.api.Operation.post;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Area;
import staytuned.article.Sources;
import staytuned.newsletter.Newsletter;

/** The newsletters and their sources. */
final class NewsletterOperations {
    private final Stages stages;

    NewsletterOperations(Stages stages) {
        this.stages = stages;
    }

    @Note("A newsletter, as the config has it.")
    record Shown(
            @Note("Its key in the config and in all calls.") String newsletter,
            @Note("What readers see.") String title,
            @Note("Who sends it.") String sender,
            @Note("A BCP 47 tag.") String language,
            @Note("When its issues go: a Quartz cron; null for at once.") @Nullable String when,
            @Note("Whose wall clock counts.") String timeZone,
            @Note("Where its articles come from.") List<String> sources) {}

    @Note("Where articles come from, and how it does.")
    record Source(
            @Note("Its number.") long source,
            @Note("The key of its newsletter.") String newsletter,
            @Note("The URL or folder.") String location,
            @Note("How it does.") Sources.State state,
            @Note("When it was last read; null for never.") @Nullable Instant succeeded,
            @Note("When it is looked at next; null where it has ended.") @Nullable Instant next,
            @Note("How often in a row it has failed.") int failures,
            @Note("Why it failed last; null after a success.") @Nullable String reason,
            @Note("Where it is asked for now; null where that is its location.") @Nullable String moved,
            @Note("Until when a hub pushes what is new; null where none does.") @Nullable Instant websub) {}

    record ByKey(@Note("Its key in the config.") String newsletter) implements Asked {}

    record Wanted(
            @Note("Only those of this newsletter.") @Nullable String newsletter,
            @Note("Only those that do so.") Sources.@Nullable State state)
            implements Asked {}

    List<Operation> all() {
        return List.of(
                get(Area.NEWSLETTERS, "/newsletters", "listNewsletters", "Lists the newsletters.")
                        .lists(Shown.class, _ -> Page.whole(stages.newsletters().stream().map(this::shown).toList())),
                get(Area.NEWSLETTERS, "/newsletters/{newsletter}", "showNewsletter", "Shows a newsletter.")
                        .with(ByKey.class)
                        .gives(Shown.class, call -> shown(stages.at(call.asked().newsletter))),
                get(Area.SOURCES, "/sources", "listSources", "Lists the sources, and how each does.")
                        .with(Wanted.class)
                        .lists(Source.class, call -> Page.whole(sources(call.asked(), call.now()))),
                post(Area.SOURCES, "/sources/{id}/poll", "pollSource", "Has a source looked at within seconds.")
                        .with(Asked.One.class)
                        .gives(Source.class, call -> poll(call.asked().id(), call.now())));
    }

    private Shown shown(Newsletter each) {
        var times = each.cadence().times();
        return new Shown(
                each.key(), each.title(), each.from().toString(), each.language(),
                times.cron() == null ? null : times.cron().toString(), times.zone().getId(),
                each.sources().stream().map(Newsletter.Source::location).toList());
    }

    private List<Source> sources(Wanted wanted, Instant now) {
        var only = stages.narrowed(wanted.newsletter);
        var all = new ArrayList<Source>();
        for (var newsletter : stages.newsletters()) {
            if (only != null && newsletter.id() != only) continue;
            var standings = stages.intake().sources().list(newsletter.id()).stream()
                    .collect(Collectors.toMap(Sources.Standing::location, Function.identity()));
            for (var source : newsletter.sources()) {
                var standing = standings.get(source.location());
                // One that was never looked at has no row yet, and so no number.
                if (standing != null) all.add(shown(newsletter, standing, now));
            }
        }
        return all.stream().filter(each -> wanted.state == null || each.state == wanted.state).toList();
    }

    private Source source(long id, Instant now) {
        return sources(new Wanted(null, null), now).stream()
                .filter(each -> each.source == id)
                .findFirst()
                .orElseThrow(() -> Problem.missing("source", id, "/sources"));
    }

    private Source poll(long id, Instant now) {
        var found = source(id, now);
        if (found.state == Sources.State.ENDED) {
            throw Problem.of(Kind.CONFLICT, "source " + id + " is gone for good; give the config its new address");
        }
        if (found.state == Sources.State.FAILING) {
            throw Problem.of(Kind.CONFLICT, "source " + id + " fails, and is tried again at " + found.next + ": "
                    + found.reason);
        }
        stages.intake().sources().due(id, now);
        return source(id, now);
    }

    private static Source shown(Newsletter newsletter, Sources.Standing standing, Instant now) {
        var pushed = standing.pushedUntil();
        return new Source(
                standing.id(), newsletter.key(), standing.location(), standing.state(), standing.succeededAt(),
                standing.endedAt() == null ? standing.nextPollAt() : null, standing.failures(), standing.reason(),
                standing.movedTo(), pushed == null || pushed.isBefore(now) ? null : pushed);
    }
}
