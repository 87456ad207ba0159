package staytuned.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TotpTest {
    /** "12345678901234567890", the key of both RFCs. */
    private static final String KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @Test
    void codesAreThoseOfRfc6238() {
        // Appendix B shows eight digits; the last six of these are the code of six.
        Map.of(59L, "287082", 1111111109L, "081804", 1111111111L, "050471", 1234567890L, "005924",
                        2000000000L, "279037", 20000000000L, "353130")
                .forEach((second, code) -> assertEquals(code, Totp.code(KEY, second / 30), "at " + second));
    }

    @Test
    void codesAreThoseOfRfc4226() {
        var codes = new String[] {"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489"};
        for (var i = 0; i < codes.length; i++) assertEquals(codes[i], Totp.code(KEY, i));
    }

    @Test
    void aCodeCountsAStepBeforeAndAfterAndOnce() {
        var now = Instant.ofEpochSecond(1234567890L);
        var step = 1234567890L / 30;
        for (var each = -3; each <= 3; each++) {
            var found = Totp.step(KEY, Totp.code(KEY, step + each), now, 0);
            assertEquals(Math.abs(each) <= 1 ? step + each : Totp.NONE, found);
        }
        assertEquals(Totp.NONE, Totp.step(KEY, Totp.code(KEY, step), now, step));
        assertEquals(Totp.NONE, Totp.step(KEY, Totp.code(KEY, step - 1), now, step));
        for (var each : new String[] {"", "0", "5924", "００５９２４", "005924 "}) {
            assertEquals(Totp.NONE, Totp.step(KEY, each, now, 0), each);
        }
    }

    @Test
    void keysAre160BitsInBase32() {
        var random = new SplittableRandom(1);
        var key = Totp.key(random);
        assertTrue(key.matches("[A-Z2-7]{32}"), key);
        assertNotEquals(key, Totp.key(random));
    }

    @Test
    void passwordsAreKeptByArgon2id() {
        var passwords = new Passwords(new SplittableRandom(1));
        var kept = passwords.hash("gr\u00fcne Katze 77");
        assertTrue(kept.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), kept);
        assertNotEquals(kept, passwords.hash("gr\u00fcne Katze 77"));
        assertTrue(passwords.matches("gr\u00fcne Katze 77", kept));
        assertTrue(passwords.matches("gru\u0308ne Katze 77", kept)); // as another keyboard composes it
        assertFalse(passwords.matches("gr\u00fcne Katze 78", kept));
        assertFalse(passwords.matches("", kept));
        // Of the tests of the reference implementation (phc-winner-argon2, test.c).
        assertTrue(passwords.matches("password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"));
    }

    @Test
    void theWaitDoublesUpToAQuarterOfAnHour() {
        assertEquals(Duration.ZERO, Attempts.wait(0));
        assertEquals(Duration.ZERO, Attempts.wait(4));
        assertEquals(Duration.ofSeconds(1), Attempts.wait(5));
        assertEquals(Duration.ofSeconds(64), Attempts.wait(11));
        assertEquals(Duration.ofMinutes(15), Attempts.wait(15));
        assertEquals(Duration.ofMinutes(15), Attempts.wait(Integer.MAX_VALUE));
    }
}
