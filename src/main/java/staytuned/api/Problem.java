package staytuned.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call fails; the message says at which thing, and what to do. */
final class Problem extends RuntimeException {
    final Kind kind;
    final transient List<Wrong> errors;
    final transient Map<String, String> headers;

    /** One value that cannot be used. */
    @Note("One value that cannot be used.")
    record Wrong(
            @Note("Its name; for one inside another, with the outer name and a dot before it.") String field,
            @Note("What is wrong with it, and what would be right.") String says) {}

    /** What is answered (RFC 9457 section 3.1). */
    @Note("Why a call failed (RFC 9457).")
    record Answer(
            @Note("The kind of problem, and where more stands about it.") String type,
            @Note("The kind in words.") String title,
            @Note("The status of HTTP.") int status,
            @Note("What it is about this time, and what to do.") String detail,
            @Note("The values that cannot be used; none where it is about none.") List<Wrong> errors) {}

    private Problem(Kind kind, String detail, List<Wrong> errors, Map<String, String> headers) {
        super(detail);
        this.kind = kind;
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    static Problem of(Kind kind, String detail) {
        return new Problem(kind, detail, List.of(), Map.of());
    }

    static Problem with(Kind kind, String detail, String header, String value) {
        return new Problem(kind, detail, List.of(), Map.of(header, value));
    }

    /** Some values are wrong. */
    static Problem wrong(Kind kind, List<Wrong> errors) {
        var says = errors.stream().map(each -> each.field + ": " + each.says).toList();
        return new Problem(kind, String.join("; ", says), errors, Map.of());
    }

    /** One value of a body cannot be used. */
    static Problem refused(String field, @Nullable String says) {
        return wrong(Kind.REFUSED, List.of(new Wrong(field, String.valueOf(says))));
    }

    /** There is no {@code what} of this name or number; {@code list} says where they are listed. */
    static Problem missing(String what, Object which, String list) {
        return of(Kind.NOT_FOUND, "there is no " + what + " " + which + "; see GET " + Api.ROOT + list);
    }

    Answer answer() {
        var detail = String.valueOf(getMessage());
        return new Answer(Api.ROOT + "/problems#" + kind.word(), kind.title, kind.status, detail, errors);
    }
}
