package staytuned.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static staytuned.db.schema.Tables.TOKENS;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import staytuned.db.Database;
import staytuned.testing.OnEachDatabase;
import staytuned.testing.SettableClock;

@OnEachDatabase
class TokensTest {
    private static final RandomGenerator RANDOM = new SecureRandom();
    private static final List<Scope> READ = List.of(Scope.of("read:issues"));

    private final SettableClock clock = new SettableClock("2026-03-02T09:00:00Z");
    private final Database database;
    private final Tokens tokens;

    TokensTest(Database database) {
        this.database = database;
        this.tokens = new Tokens(database, clock);
    }

    @Test
    void aTokenIsKnownAgainAndItsLastUseIsNoted() {
        var token = tokens.make("website", List.of(Scope.of("write:issues"), Scope.of("read:audit")), null, RANDOM);
        assertTrue(token.matches("st_[0-9a-f]{16}_[A-Za-z0-9_-]{43}"), token);
        assertNull(tokens.list().getFirst().usedAt());
        var found = tokens.use(token).orElseThrow();
        assertEquals("website", found.name());
        assertEquals("[read:audit, write:issues]", found.scopes().toString());
        var first = clock.instant();
        clock.pass(Duration.ofSeconds(30));
        tokens.use(token);
        assertEquals(first, tokens.list().getFirst().usedAt());
        clock.pass(Duration.ofMinutes(1));
        tokens.use(token);
        assertEquals(clock.instant(), tokens.list().getFirst().usedAt());
    }

    @Test
    void onlyAHashIsKept() {
        var token = tokens.make("website", READ, null, RANDOM);
        var row = database.inTransaction(tx -> tx.sql().selectFrom(TOKENS).fetchSingle());
        assertFalse(Arrays.toString(row.intoArray()).contains(token.substring(21)));
        assertFalse(tokens.list().toString().contains(token.substring(21)));
    }

    @Test
    void nothingElseLetsAnybodyIn() {
        var token = tokens.make("website", READ, null, RANDOM);
        var other = tokens.make("other", READ, null, RANDOM);
        var last = token.charAt(token.length() - 1) == 'A' ? 'B' : 'A';
        for (var each : List.of(
                "", "st_", token + "x", token.substring(0, token.length() - 1) + last, token.toUpperCase(Locale.ROOT),
                other.substring(0, 20) + token.substring(20), "st_' or 1=1 --", token + "\n")) {
            assertTrue(tokens.use(each).isEmpty(), each);
        }
    }

    @Test
    void itEndsWhenItIsOverOrTakenBack() {
        var day = tokens.make("day", READ, clock.instant().plus(Duration.ofDays(1)), RANDOM);
        var ever = tokens.make("ever", READ, null, RANDOM);
        clock.pass(Duration.ofDays(1).minusSeconds(1));
        assertTrue(tokens.use(day).isPresent());
        clock.pass(Duration.ofSeconds(1));
        assertTrue(tokens.use(day).isEmpty());
        assertTrue(tokens.revoke("ever"));
        assertTrue(tokens.use(ever).isEmpty());
        assertFalse(tokens.revoke("ever"));
        assertFalse(tokens.revoke("none"));
        assertEquals(List.of("day", "ever"), tokens.list().stream().map(Token::name).toList());
    }

    @Test
    void whatCannotBeUsedIsRefusedWithASentence() {
        tokens.make("website", READ, null, RANDOM);
        says("there is or was a token \"website\" already", () -> tokens.make("website", READ, null, RANDOM));
        says("is no name", () -> tokens.make("My Site", READ, null, RANDOM));
        says("it may do nothing", () -> tokens.make("none", List.of(), null, RANDOM));
        says("is over; name a later time", () -> tokens.make("old", READ, clock.instant(), RANDOM));
        for (var each : List.of("issues", "read:", "read:issue", "do:issues", "read:issues:all", "READ:ISSUES", "")) {
            says("is no scope; write read: or write: and one of newsletters,", () -> Scope.of(each));
        }
    }

    @Test
    void whoMayWriteMayReadAndAllIsEverything() {
        assertTrue(Scope.of("write:issues").covers(Scope.of("read:issues")));
        assertFalse(Scope.of("read:issues").covers(Scope.of("write:issues")));
        assertFalse(Scope.of("write:issues").covers(Scope.of("read:articles")));
        assertTrue(Scope.of("write:all").covers(Scope.of("write:articles")));
        assertFalse(Scope.of("read:all").covers(Scope.of("write:articles")));
        assertFalse(Scope.of("write:articles").covers(Scope.of("write:all")));
    }

    private static void says(String words, Runnable what) {
        var thrown = assertThrows(IllegalArgumentException.class, what::run);
        assertTrue(String.valueOf(thrown.getMessage()).contains(words), thrown.getMessage());
    }
}
