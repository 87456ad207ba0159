package staytuned.api;

import static staytuned.api.Operation.get;
import static staytuned.api.Operation.post;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Area;
import staytuned.feedback.Suppression;
import staytuned.mail.Address;
import staytuned.subscriber.Reason;

/** Whom never to mail again. */
final class SuppressionOperations {
    private final Stages stages;

    SuppressionOperations(Stages stages) {
        this.stages = stages;
    }

    @Note("An address that must not be mailed.")
    record Shown(
            @Note("Its number.") long suppression,
            @Note("The address; null where only its hash is known.") @Nullable String email,
            @Note("SHA-256 of the address in lower case, in hexadecimal.") String hash,
            @Note("Why.") Reason reason,
            @Note("Who or what said so.") String source,
            @Note("Since when.") Instant since) {}

    record Wanted(
            @Note("Where the page begins: \"next\" of the one before.") @Nullable String cursor,
            @Note("How many at most, 1 to 500; 50 where it is absent.") @Nullable Integer limit)
            implements Asked {}

    @Note("An address.")
    record Named(@Note("The address.") String email) implements Asked {}

    @Note("What was changed.")
    record Changed(
            @Note("The address.") String email,
            @Note("False where it was so already.") boolean changed) {}

    List<Operation> all() {
        return List.of(
                get(Area.SUPPRESSIONS, "/suppressions", "listSuppressions", "Lists those who are never mailed again.")
                        .with(Wanted.class)
                        .lists(Shown.class, call -> list(call.asked())),
                post(Area.SUPPRESSIONS, "/suppressions", "addSuppression",
                                "Never mails this address again, whoever adds it; in force at once.")
                        .body(Named.class)
                        .gives(Changed.class, call -> {
                            var address = address(call.body().email);
                            return new Changed(address.email(),
                                    stages.readers().suppressions().add(address, Reason.ADMIN, call.actor()));
                        }),
                post(Area.SUPPRESSIONS, "/suppressions/lift", "liftSuppression",
                                "Takes an address off the list: who was confirmed gets letters again.")
                        .body(Named.class)
                        .gives(Changed.class, call -> {
                            var address = address(call.body().email);
                            if (stages.readers().suppressions().lift(address, call.actor())) {
                                return new Changed(address.email(), true);
                            }
                            throw Problem.refused("email", "is not on the list; see GET " + Api.ROOT + "/suppressions");
                        }));
    }

    static Address address(String email) {
        try {
            return Address.parse(email);
        } catch (IllegalArgumentException e) {
            throw Problem.refused("email", e.getMessage());
        }
    }

    private Page<Shown> list(Wanted wanted) {
        var rows = stages.readers().suppressions().list(Page.after(wanted.cursor, 0), Page.rows(wanted.limit));
        return Page.of(rows, wanted.limit, Suppression::id, each -> new Shown(
                each.id(), each.email(), each.hash(), each.reason(), each.source(), each.createdAt()));
    }
}
