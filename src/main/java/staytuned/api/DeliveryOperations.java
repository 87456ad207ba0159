package staytuned.api;

import static staytuned.api.Operation.get;
import static staytuned.api.Operation.post;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Area;
import staytuned.delivery.DeliveryStatus;
import staytuned.delivery.Listings.Listed;
import staytuned.mail.Address;

/** The deliveries of an issue. */
final class DeliveryOperations {
    private final Stages stages;

    DeliveryOperations(Stages stages) {
        this.stages = stages;
    }

    @Note("One letter to one reader.")
    record Shown(
            @Note("Its number.") long delivery,
            @Note("The reader's address, as it was when the issue was queued.") String email,
            @Note("Who runs their mailbox.") String receiver,
            @Note("How far it has come.") DeliveryStatus state,
            @Note("Whether a node has it in hand.") boolean leased,
            @Note("How many attempts the relay has answered.") int attempts,
            @Note("Whether it may have come more than once.") boolean possiblyTwice,
            @Note("When it is tried next; null where it is settled, in hand, or an admin must decide.")
                    @Nullable Instant next,
            @Note("When it was settled; null before.") @Nullable Instant settled,
            @Note("The relay's last word; null before the first.") @Nullable String reply) {}

    record Wanted(
            @Note("The number of the issue.") long id,
            @Note("Only those in this state.") @Nullable DeliveryStatus state,
            @Note("Only those at this receiver, such as gmail or example.net.") @Nullable String receiver,
            @Note("Only that to this reader.") @Nullable String email,
            @Note("Where the page begins: \"next\" of the one before.") @Nullable String cursor,
            @Note("How many at most, 1 to 500; 50 where it is absent.") @Nullable Integer limit)
            implements Asked {}

    /** What an admin has found out about the letters that are in doubt. */
    enum Decision {
        SENT,
        RESEND
    }

    @Note("What is known of the letters in doubt.")
    record Verdict(@Note("sent: the relay has them. resend: they go out again.") Decision as) implements Asked {}

    List<Operation> all() {
        return List.of(
                get(Area.DELIVERIES, "/issues/{id}/deliveries", "listDeliveries", "Lists the deliveries of an issue.")
                        .with(Wanted.class)
                        .lists(Shown.class, call -> list(call.asked())),
                post(Area.DELIVERIES, "/issues/{id}/deliveries/resolve", "resolveDeliveries",
                                "Decides about the letters of which nobody knows whether the relay has them.")
                        .with(Asked.One.class)
                        .body(Verdict.class)
                        .gives(IssueOperations.Count.class, call -> {
                            var id = IssueOperations.find(stages, call.asked().id()).id();
                            return new IssueOperations.Count(stages.post().deliveries()
                                    .resolve(id, call.body().as == Decision.SENT, call.now()));
                        }));
    }

    private Page<Shown> list(Wanted wanted) {
        var id = IssueOperations.find(stages, wanted.id).id();
        var rows = stages.post().listings().list(new staytuned.delivery.Listings.Wanted(
                id, wanted.state, wanted.receiver, reader(wanted.email), Page.after(wanted.cursor, 0),
                Page.rows(wanted.limit)));
        return Page.of(rows, wanted.limit, Listed::id, DeliveryOperations::shown);
    }

    private static @Nullable Address reader(@Nullable String email) {
        try {
            return email == null ? null : Address.parse(email);
        } catch (IllegalArgumentException e) {
            throw Problem.wrong(Kind.MALFORMED, List.of(new Problem.Wrong("email", String.valueOf(e.getMessage()))));
        }
    }

    private static Shown shown(Listed each) {
        return new Shown(
                each.id(), each.to().email(), each.receiver(), each.status(), each.leased(), each.attempts(),
                each.doubts() > 0, each.dueAt(), each.settledAt(), each.reply());
    }
}
