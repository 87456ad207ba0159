package staytuned.api;

import static staytuned.api.Operation.get;
import static staytuned.api.Operation.post;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Area;
import staytuned.api.Operation.Verb;
import staytuned.herald.Happening;
import staytuned.herald.Hook;
import staytuned.herald.Hooks;
import staytuned.herald.Secret;
import staytuned.herald.Tidings.Tiding;

/** Programs that are told what happens. */
final class WebhookOperations {
    private final Stages stages;
    private final SecureRandom random = new SecureRandom();

    WebhookOperations(Stages stages) {
        this.stages = stages;
    }

    @Note("A program that is told what happens.")
    record Shown(
            @Note("Its number.") long webhook,
            @Note("Where it is called.") String url,
            @Note("What it is told of.") List<String> events,
            @Note("Whether the config names it, and only the config can remove it.") boolean inConfig,
            @Note("Since when it is told.") Instant since) {}

    @Note("A webhook with its secret, which is shown this once.")
    record Made(
            @Note("It.") Shown shown,
            @Note("What its calls are signed with, as Standard Webhooks writes it.") String secret) {}

    @Note("A call that was made or is to be made.")
    record Told(
            @Note("Its number; its webhook-id is msg_ and this.") long call,
            @Note("What happened.") String event,
            @Note("open, told or given-up.") String state,
            @Note("How often it was tried.") int attempts,
            @Note("When it is tried next; null where it is not open.") @Nullable Instant next,
            @Note("When it happened.") Instant happened,
            @Note("Why it could not be told the last time; null where it could.") @Nullable String reason) {}

    record Wanted(
            @Note("The number of the webhook.") long id,
            @Note("Where the page begins: \"next\" of the one before.") @Nullable String cursor,
            @Note("How many at most, 1 to 500; 50 where it is absent.") @Nullable Integer limit)
            implements Asked {}

    @Note("A program that wants to be told.")
    record Added(
            @Note("Where it is called: http or https, and not in a private network.") String url,
            @Note("What it is told of, such as issue.sent; everything where it is absent.")
                    @Nullable List<String> events)
            implements Asked {}

    List<Operation> all() {
        return List.of(
                get(Area.WEBHOOKS, "/webhooks", "listWebhooks", "Lists the programs that are told what happens.")
                        .lists(Shown.class, _ -> Page.whole(
                                stages.herald().hooks().list().stream().map(WebhookOperations::shown).toList())),
                post(Area.WEBHOOKS, "/webhooks", "addWebhook", "Tells a program what happens, from now on.")
                        .body(Added.class)
                        .gives(Made.class, call -> add(call.body())),
                Operation.change(Verb.DELETE, Area.WEBHOOKS, "/webhooks/{id}", "removeWebhook",
                                "Tells a program nothing more, in force at once.")
                        .with(Asked.One.class)
                        .gives(Shown.class, call -> remove(find(call.asked().id()))),
                post(Area.WEBHOOKS, "/webhooks/{id}/test", "testWebhook", "Has it called with the event \"test\".")
                        .with(Asked.One.class)
                        .gives(Shown.class, call -> {
                            var hook = find(call.asked().id());
                            stages.herald().tidings().test(hook.id());
                            return shown(hook);
                        }),
                get(Area.WEBHOOKS, "/webhooks/{id}/calls", "listCalls", "Lists its calls of the last week, newest first.")
                        .with(Wanted.class)
                        .lists(Told.class, call -> calls(call.asked())));
    }

    private Hook find(long id) {
        return stages.herald().hooks().find(id).filter(each -> each.removedAt() == null)
                .orElseThrow(() -> Problem.missing("webhook", id, "/webhooks"));
    }

    private Made add(Added added) {
        var secret = Secret.random(random);
        var hook = stages.herald().hooks().add(new Hooks.Wanted(url(added.url), events(added.events), secret));
        return new Made(shown(hook), secret.shown());
    }

    private static URI url(String text) {
        try {
            return Hook.url(text);
        } catch (IllegalArgumentException e) {
            throw Problem.refused("url", e.getMessage());
        }
    }

    private static Set<Happening> events(@Nullable List<String> words) {
        if (words == null) return Hook.everything();
        if (words.isEmpty()) throw Problem.refused("events", "is empty; name one, or leave it out");
        try {
            return words.stream().map(Happening::of).collect(Collectors.toUnmodifiableSet());
        } catch (IllegalArgumentException e) {
            throw Problem.refused("events", e.getMessage());
        }
    }

    private Shown remove(Hook hook) {
        if (hook.inConfig()) {
            throw Problem.of(Kind.CONFLICT, "webhook " + hook.id() + " stands in the config; take it out there");
        }
        stages.herald().hooks().remove(hook.id());
        return shown(hook);
    }

    private Page<Told> calls(Wanted wanted) {
        var rows = stages.herald().tidings().page(
                find(wanted.id).id(), Page.after(wanted.cursor, Long.MAX_VALUE), Page.rows(wanted.limit));
        return Page.of(rows, wanted.limit, Tiding::id, each -> new Told(
                each.id(), each.event(), each.state(), each.attempts(),
                each.state().equals("open") ? each.dueAt() : null, each.createdAt(), each.reason()));
    }

    private static Shown shown(Hook hook) {
        return new Shown(
                hook.id(), hook.url().toString(), hook.events().stream().map(Happening::word).sorted().toList(),
                hook.inConfig(), hook.createdAt());
    }
}
