package staytuned.api;

import static staytuned.api.Operation.get;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import staytuned.admin.Area;
import staytuned.feedback.Count;
import staytuned.feedback.Event;
import staytuned.feedback.Figure;

/** What came back, and how letters were received. */
final class FeedbackOperations {
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 3650;
    private static final int SHOWN = 20;

    private final Stages stages;

    FeedbackOperations(Stages stages) {
        this.stages = stages;
    }

    @Note("A bounce or a complaint that was taken in.")
    record Shown(
            @Note("Its number.") long feedback,
            @Note("When it came.") Instant received,
            @Note("The way it came in.") String source,
            @Note("What it says.") staytuned.feedback.Kind kind,
            @Note("The delivery that it is about; null where it bears no token of ours.") @Nullable Long delivery,
            @Note("The address that it names; null where it names none.") @Nullable String recipient,
            @Note("The enhanced status code (RFC 3463); null where there is none.") @Nullable String status,
            @Note("The server's words; null where there are none.") @Nullable String diagnostic,
            @Note("Whether the sender or the content is refused, for whichever reader.") boolean senderFault) {}

    record Wanted(
            @Note("true: only those that bear no token of ours.") @Nullable Boolean unmatched,
            @Note("Where the page begins: \"next\" of the one before.") @Nullable String cursor,
            @Note("How many at most, 1 to 500; 50 where it is absent.") @Nullable Integer limit)
            implements Asked {}

    /** What letters are counted by. */
    enum By {
        NEWSLETTER,
        RELAY,
        RECEIVER,
        ISSUE
    }

    @Note("How letters were received.")
    record Rate(
            @Note("What they have in common.") By by,
            @Note("Its name; empty where it is not known, or for all receivers with few letters.") String name,
            @Note("So many were taken or refused.") int letters,
            @Note("So many arrived, as far as anybody knows.") int delivered,
            @Note("So many bounced.") int bounced,
            @Note("So many were complained about.") int complained,
            @Note("From 0 to 1.") double deliveryRate,
            @Note("From 0 to 1.") double bounceRate,
            @Note("From 0 to 1.") double complaintRate,
            @Note("What is over the limits of receivers, in words.") List<String> over) {}

    record Span(
            @Note("Only of this newsletter.") @Nullable String newsletter,
            @Note("Of issues of so many last days, 1 to 3650; 30 where it is absent.") @Nullable Integer days)
            implements Asked {}

    List<Operation> all() {
        return List.of(
                get(Area.FEEDBACK, "/feedback", "listFeedback", "Lists bounces and complaints, the newest first.")
                        .with(Wanted.class)
                        .lists(Shown.class, call -> list(call.asked())),
                get(Area.FEEDBACK, "/feedback/rates", "listRates", "The rates by which receivers judge a sender.")
                        .with(Span.class)
                        .lists(Rate.class, call -> Page.whole(rates(call.asked(), call.now()))));
    }

    private Page<Shown> list(Wanted wanted) {
        var rows = stages.readers().events().page(
                wanted.unmatched != null && wanted.unmatched, Page.after(wanted.cursor, Long.MAX_VALUE),
                Page.rows(wanted.limit));
        return Page.of(rows, wanted.limit, Event::id, each -> new Shown(
                each.id(), each.receivedAt(), each.source(), each.verdict().kind(), each.deliveryId(),
                each.verdict().recipient(), each.verdict().status(), each.verdict().diagnostic(),
                each.verdict().blamesSender()));
    }

    private List<Rate> rates(Span span, Instant now) {
        var days = span.days == null ? USUAL_DAYS : span.days;
        if (days < 1 || days > MOST_DAYS) {
            throw Problem.wrong(Kind.MALFORMED, List.of(
                    new Problem.Wrong("days", days + " cannot be used; write a number from 1 to " + MOST_DAYS)));
        }
        var only = stages.narrowed(span.newsletter);
        var figures = stages.readers().figures().since(now.minus(Duration.ofDays(days)), true).stream()
                .filter(each -> only == null || each.newsletterId() == only)
                .toList();
        var all = new ArrayList<Rate>();
        all.addAll(rates(By.NEWSLETTER, figures, each -> Objects.toString(stages.key(each.newsletterId()), "")));
        all.addAll(rates(By.RELAY, figures, Figure::relay));
        all.addAll(rates(By.RECEIVER, figures, Figure::receiver));
        all.addAll(rates(By.ISSUE, figures, each -> String.valueOf(each.issueId())));
        return all;
    }

    /** Those with the most letters. */
    private static List<Rate> rates(By by, List<Figure> figures, Function<Figure, String> name) {
        var sums = new LinkedHashMap<String, Count>();
        for (var each : figures) sums.merge(name.apply(each), each.count(), Count::plus);
        return sums.entrySet().stream()
                .sorted((a, b) -> Integer.compare(b.getValue().letters(), a.getValue().letters()))
                .limit(SHOWN)
                .map(each -> rate(by, each.getKey(), each.getValue()))
                .toList();
    }

    private static Rate rate(By by, String name, Count count) {
        return new Rate(
                by, name, count.letters(), count.delivered(), count.bounced(), count.complained(), count.deliveryRate(),
                count.bounceRate(), count.complaintRate(), count.excesses().stream().map(Count.Excess::says).toList());
    }
}
