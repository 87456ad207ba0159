package staytuned.issue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.BATCHES;
import static staytuned.db.schema.Tables.DELIVERIES;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.db.Database;
import staytuned.delivery.Deliveries;
import staytuned.delivery.Outbox;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Cadence.Edited;
import staytuned.subscriber.Subscribers;
import staytuned.testing.Newsroom;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** What happens when an article is edited after it was mailed. */
@OnEachDatabase
class CorrectionTest {
    private static final Duration SETTLE = Duration.ofMinutes(15);

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private Newsroom room;
    private Editor editor;
    private Outbox outbox;

    @TempDir
    Path folder;

    CorrectionTest(Database database) {
        this.database = database;
    }

    @AfterEach
    void close() {
        room.close();
    }

    /** Article 1 is mailed to three readers, the last of whom has not got it yet. */
    private void mailed(Edited edited) {
        room = new Newsroom(
                database, clock, folder, new Cadence(null, ZoneOffset.UTC, SETTLE, Cadence.Missed.SEND_NOW, edited));
        editor = room.editor();
        outbox = new Outbox(database, room.issues, new Deliveries(database), clock);
        new Rows(database, clock).readers(room.newsletter, 3);
        room.serve(room.item(1, "The dose is 1.5 mg a day."));
        room.poll();
        clock.pass(SETTLE);
        room.edit(editor);
        outbox.publishDue();
        sent(1, "reader0@example.net", "reader1@example.net");
    }

    /** The relay has these; an issue of which nobody is open any more has no batches. */
    private void sent(long issue, String... readers) {
        database.run(tx -> {
            tx.sql().update(DELIVERIES)
                    .set(DELIVERIES.STATUS, "sent")
                    .where(DELIVERIES.ISSUE_ID.eq(issue), DELIVERIES.EMAIL.in(readers))
                    .execute();
            if (tx.sql().fetchExists(DELIVERIES, DELIVERIES.ISSUE_ID.eq(issue), DELIVERIES.STATUS.eq("queued"))) return;
            tx.sql().deleteFrom(BATCHES).where(BATCHES.ISSUE_ID.eq(issue)).execute();
        });
    }

    private int edited(String text) {
        room.serve(room.item(1, text));
        clock.pass(Newsroom.POLL);
        room.poll();
        clock.pass(SETTLE);
        return editor.assembleDue();
    }

    private Set<String> readers(long issue) {
        return new Rows(database, clock).statuses(issue).keySet();
    }

    private String page() {
        return room.article("Article 1").content().body();
    }

    @Test
    void goesToThoseWhoGotTheLetterAndSaysWhatItIs() {
        mailed(Edited.CORRECTION);
        assertEquals(1, edited("The dose is 15 mg a day."));
        assertEquals(List.of("Article 1", "Correction: Article 1"), room.subjects());
        var letter = room.issues.letter(2);
        for (var part : List.of(letter.plain(), letter.html())) {
            assertTrue(part.contains("corrects the one that we sent you on March 1, 2026"), part);
            assertTrue(part.contains("15 mg"), part);
        }
        new Rows(database, clock).readers(room.newsletter, 4);
        var subscribers = new Subscribers(database, clock);
        subscribers.list(room.newsletter.id(), 0, 10).stream()
                .filter(each -> each.address().email().equals("reader1@example.net"))
                .forEach(each -> subscribers.unsubscribe(each.id()));
        outbox.publishDue();
        assertEquals(Set.of("reader0@example.net"), readers(2), "not to who left, waits or came later");
        sent(2, "reader0@example.net");
        outbox.finishDue();
        assertEquals(IssueState.SENDING, room.issues.find(2).orElseThrow().state(), "one may get the letter still");
        sent(1, "reader2@example.net");
        outbox.finishDue();
        assertEquals(Set.of("reader0@example.net", "reader2@example.net"), readers(2), "got it late, and is told");
        sent(2, "reader2@example.net");
        outbox.finishDue();
        assertEquals(IssueState.SENT, room.issues.find(2).orElseThrow().state());
        assertEquals(0, edited("The dose is 15 mg a day."));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "The dose is 1.5 mg a day.", "The  dose is 1.5\u00a0mg a day!", "The dose \u2013 is \u201c1.5\u201d mg a day",
        "THE DOSE IS 1.5 MG A DAY."
    })
    void isNotWorthTypography(String text) {
        mailed(Edited.CORRECTION);
        assertEquals(0, edited(text));
        assertEquals(text, page());
    }

    @Test
    void goesOutOnceADayAtTheMost() {
        mailed(Edited.CORRECTION);
        assertEquals(1, edited("The dose is 15 mg a day."));
        assertEquals(0, edited("The dose is 25 mg a day."));
        clock.pass(Duration.ofDays(1));
        assertEquals(1, editor.assembleDue());
        assertTrue(room.issues.letter(3).plain().contains("25 mg"));
    }

    @Test
    void isDroppedWhenTheEditIsTakenBack() {
        mailed(Edited.CORRECTION);
        room.serve(room.item(1, "The dose is 15 mg a day."));
        clock.pass(Newsroom.POLL);
        room.poll();
        assertEquals(0, editor.assembleDue(), "it settles");
        assertEquals(0, edited("The dose is 1.5 mg a day."));
    }

    @Test
    void isMadeOnceByTwoNodes() throws Exception {
        mailed(Edited.CORRECTION);
        var other = room.editor();
        room.serve(room.item(1, "The dose is 15 mg a day."));
        clock.pass(Newsroom.POLL);
        room.poll();
        clock.pass(SETTLE);
        var second = CompletableFuture.supplyAsync(other::assembleDue);
        assertEquals(1, editor.assembleDue() + second.get());
    }

    @Test
    void isNotMadeUnlessAskedFor() {
        mailed(Edited.UPDATE_WEB);
        assertEquals(0, edited("The dose is 15 mg a day."));
        assertEquals("The dose is 15 mg a day.", page());
    }

    @Test
    void leavesAllAsItWasMailedWhereEditsAreIgnored() {
        mailed(Edited.IGNORE);
        assertEquals(0, edited("The dose is 15 mg a day."));
        assertEquals("The dose is 1.5 mg a day.", page());
    }
}
