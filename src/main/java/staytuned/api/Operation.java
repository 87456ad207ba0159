package staytuned.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Area;
import staytuned.admin.Scope;

/**
 * One thing that a program can do, declared once: routing and document are both made of it.
 *
 * @param answer a record; of a list, what it is a list of
 */
record Operation(Head<?, ?> head, Class<?> answer, boolean listed, Runner runner) {

    /** How it is called. */
    enum Verb {
        GET,
        POST,
        PUT,
        DELETE
    }

    /** What was sent, read. */
    record Call<P, B>(P asked, B body, String actor, Instant now) {}

    /** Does it. */
    interface Handler<P, B, A> {
        A act(Call<P, B> call);
    }

    /** Does it, from what was sent as it was sent. */
    interface Runner {
        Object run(Map<String, String> parameters, JsonNode body, String actor, Instant now);
    }

    /**
     * The declaration, as far as it is one of names and types.
     *
     * @param scope null where everybody may do it
     * @param path below {@link Api#ROOT}, with the names of its parameters in braces
     * @param id its name in the document
     * @param says what it does
     */
    record Head<P extends Asked, B extends Asked>(
            Verb verb, @Nullable Scope scope, String path, String id, String says, Class<P> parameters, Class<B> body) {

        /** With these parameters, those of its path among them. */
        <Q extends Asked> Head<Q, B> with(Class<Q> type) {
            return new Head<>(verb, scope, path, id, says, type, body);
        }

        /** With this body. */
        <C extends Asked> Head<P, C> body(Class<C> type) {
            return new Head<>(verb, scope, path, id, says, parameters, type);
        }

        <A extends Record> Operation gives(Class<A> answer, Handler<P, B, A> handler) {
            return new Operation(this, answer, false, runner(handler));
        }

        <A extends Record> Operation lists(Class<A> answer, Handler<P, B, Page<A>> handler) {
            return new Operation(this, answer, true, runner(handler));
        }

        private <A> Runner runner(Handler<P, B, A> handler) {
            return (given, sent, actor, now) -> {
                var asked = Binder.parameters(parameters, given);
                return (Object) handler.act(new Call<>(asked, Binder.body(body, sent), actor, now));
            };
        }

        boolean hasBody() {
            return body != Asked.Nothing.class;
        }

        /** Its id in words, such as {@code hold issue}. */
        String words() {
            return id.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        }

        boolean changes() {
            return verb != Verb.GET;
        }
    }

    /** One that changes nothing. */
    static Head<Asked.Nothing, Asked.Nothing> get(Area area, String path, String id, String says) {
        return head(Verb.GET, new Scope(false, area), path, id, says);
    }

    static Head<Asked.Nothing, Asked.Nothing> post(Area area, String path, String id, String says) {
        return head(Verb.POST, new Scope(true, area), path, id, says);
    }

    static Head<Asked.Nothing, Asked.Nothing> change(Verb verb, Area area, String path, String id, String says) {
        return head(verb, new Scope(true, area), path, id, says);
    }

    /** One that everybody may call. */
    static Head<Asked.Nothing, Asked.Nothing> open(String path, String id, String says) {
        return head(Verb.GET, null, path, id, says);
    }

    private static Head<Asked.Nothing, Asked.Nothing> head(
            Verb verb, @Nullable Scope scope, String path, String id, String says) {
        return new Head<>(verb, scope, path, id, says, Asked.Nothing.class, Asked.Nothing.class);
    }
}
