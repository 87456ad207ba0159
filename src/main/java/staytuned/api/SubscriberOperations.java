package staytuned.api;

import static staytuned.api.Operation.get;
import static staytuned.api.Operation.post;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Area;
import staytuned.api.Operation.Verb;
import staytuned.mail.Address;
import staytuned.subscriber.Choices;
import staytuned.subscriber.Person;
import staytuned.subscriber.Registrar.Wish;
import staytuned.subscriber.Status;
import staytuned.subscriber.Subscription;

/** The readers: one row for each reader of each newsletter. */
final class SubscriberOperations {
    private final Stages stages;

    SubscriberOperations(Stages stages) {
        this.stages = stages;
    }

    @Note("One reader of one newsletter.")
    record Shown(
            @Note("Its number.") long subscriber,
            @Note("The key of the newsletter; null where that is no longer in the config.") @Nullable String newsletter,
            @Note("Their address.") String email,
            @Note("Their name; empty where nobody knows it.") String name,
            @Note("What they have said.") Status status,
            @Note("Where they came from.") String source,
            @Note("Since when.") Instant since,
            @Note("Where they are; null where nobody knows.") @Nullable String timeZone) {}

    record Wanted(
            @Note("Only those of this newsletter.") @Nullable String newsletter,
            @Note("Only those of this status.") @Nullable Status status,
            @Note("Only those whose address has this in it somewhere.") @Nullable String search,
            @Note("Where the page begins: \"next\" of the one before.") @Nullable String cursor,
            @Note("How many at most, 1 to 500; 50 where it is absent.") @Nullable Integer limit)
            implements Asked {}

    @Note("Somebody who is to become a reader.")
    record Added(
            @Note("The key of the newsletter.") String newsletter,
            @Note("Their address, alone or as \"Name <address>\".") String email,
            @Note("true: their consent is known, they get letters from now on. false: they are asked by mail.")
                    boolean confirmed,
            @Note("Where they are, such as Europe/Berlin; only with confirmed.") @Nullable String timeZone,
            @Note("The language of the mail that asks them, a BCP 47 tag; the newsletter's where it is absent.")
                    @Nullable String language,
            @Note("Where they asked; kept with their consent.") @Nullable String page,
            @Note("What they agreed to, word for word; kept with their consent.") @Nullable String words)
            implements Asked {}

    @Note("What was forgotten.")
    record Erased(@Note("Whether there was anything.") boolean erased) {}

    @Note("What a reader has chosen; null for each that they leave to the newsletter.")
    record Chosen(
            @Note("Of pages and mails, a BCP 47 tag; one for all their newsletters.") @Nullable String language,
            @Note("Where they are; one for all their newsletters.") @Nullable String timeZone,
            @Note("How often they want a letter.") Choices.@Nullable Cadence cadence,
            @Note("At which hour a daily or weekly letter goes, 0 to 23.") @Nullable Integer hour,
            @Note("Until when they get nothing.") @Nullable Instant pausedUntil,
            @Note("Whether what the pause held back comes when it is over.") @Nullable Boolean catchUp,
            @Note("The tags of the articles that they want.") @Nullable List<String> topics,
            @Note("How much of each article they want.") Choices.@Nullable Content content,
            @Note("What their letters are made of.") Choices.@Nullable Format format)
            implements Asked {
        static Chosen of(Choices choices) {
            return new Chosen(
                    choices.language(), Objects.toString(choices.zone(), null), choices.cadence(), choices.hour(),
                    choices.pausedUntil(), choices.catchUp(), choices.topics(), choices.content(), choices.format());
        }

        Choices choices() {
            return new Choices(
                    language, timeZone == null ? null : Person.zone(timeZone), cadence, hour, pausedUntil,
                    catchUp != null && catchUp, topics, content, format);
        }
    }

    List<Operation> all() {
        return List.of(
                get(Area.SUBSCRIBERS, "/subscribers", "listSubscribers", "Lists and searches the readers.")
                        .with(Wanted.class)
                        .lists(Shown.class, call -> list(call.asked())),
                post(Area.SUBSCRIBERS, "/subscribers", "addSubscriber",
                                "Adds a reader, or asks somebody by mail whether they want to be one.")
                        .body(Added.class)
                        .gives(Shown.class, call -> add(call.body(), call.actor())),
                get(Area.SUBSCRIBERS, "/subscribers/{id}", "showSubscriber", "Shows a reader of a newsletter.")
                        .with(Asked.One.class)
                        .gives(Shown.class, call -> shown(find(call.asked().id()))),
                get(Area.SUBSCRIBERS, "/subscribers/{id}/choices", "showChoices", "Shows what a reader has chosen.")
                        .with(Asked.One.class)
                        .gives(Chosen.class, call -> chosen(call.asked().id())),
                Operation.change(Verb.PUT, Area.SUBSCRIBERS, "/subscribers/{id}/choices", "setChoices",
                                "Sets all that a reader has chosen, in force at once.")
                        .with(Asked.One.class)
                        .body(Chosen.class)
                        .gives(Chosen.class, call -> choose(call.asked().id(), call.body())),
                post(Area.SUBSCRIBERS, "/subscribers/{id}/unsubscribe", "unsubscribe",
                                "Ends a subscription, in force at once; only the reader can come back.")
                        .with(Asked.One.class)
                        .gives(Shown.class, call -> {
                            stages.readers().subscribers().unsubscribe(find(call.asked().id()).id());
                            return shown(find(call.asked().id()));
                        }),
                Operation.change(Verb.DELETE, Area.SUBSCRIBERS, "/subscribers/{id}", "eraseSubscriber",
                                "Forgets a person in all newsletters: what stays is a hash that keeps them from being "
                                        + "added again.")
                        .with(Asked.One.class)
                        .gives(Erased.class, call -> {
                            var id = find(call.asked().id()).id();
                            return new Erased(stages.readers().dossiers().erase(id, call.actor()));
                        }));
    }

    private Page<Shown> list(Wanted wanted) {
        var part = wanted.search == null ? "" : wanted.search.toLowerCase(Locale.ROOT);
        var rows = stages.readers().subscribers().page(
                stages.narrowed(wanted.newsletter), wanted.status, part, Page.after(wanted.cursor, 0),
                Page.rows(wanted.limit));
        return Page.of(rows, wanted.limit, Subscription::id, this::shown);
    }

    private Subscription find(long id) {
        return stages.readers().subscribers().find(id)
                .orElseThrow(() -> Problem.missing("subscriber", id, "/subscribers"));
    }

    private Shown add(Added added, String actor) {
        var newsletter = stages.named(Kind.REFUSED, added.newsletter);
        var address = SuppressionOperations.address(added.email);
        if (added.confirmed) {
            stages.readers().subscribers().addAll(
                    newsletter.id(), List.of(person(address, added.timeZone)), true, actor);
        } else {
            stages.readers().registrar().ask(new Wish(
                    newsletter.id(), address, Objects.requireNonNullElse(added.language, newsletter.language()),
                    Objects.requireNonNullElse(added.page, actor), "",
                    Objects.requireNonNullElse(added.words, "")));
        }
        return stages.readers().subscribers().of(address.key()).stream()
                .filter(each -> each.newsletterId() == newsletter.id())
                .findFirst()
                .map(this::shown)
                .orElseThrow();
    }

    private static Person person(Address address, @Nullable String zone) {
        try {
            return new Person(address, zone == null ? null : Person.zone(zone));
        } catch (IllegalArgumentException e) {
            throw Problem.refused("time_zone", e.getMessage());
        }
    }

    private Chosen chosen(long id) {
        var choices = stages.readers().subscribers().choices(find(id).id());
        return Chosen.of(choices.orElse(Choices.NONE));
    }

    private Chosen choose(long id, Chosen chosen) {
        var subscription = find(id);
        try {
            stages.readers().subscribers().choose(subscription.id(), chosen.choices());
        } catch (IllegalArgumentException e) {
            throw Problem.of(Kind.REFUSED, String.valueOf(e.getMessage()));
        }
        return chosen(id);
    }

    private Shown shown(Subscription each) {
        return new Shown(
                each.id(), stages.key(each.newsletterId()), each.address().email(), each.address().name(),
                each.status(), each.source(), each.createdAt(), each.zone());
    }
}
