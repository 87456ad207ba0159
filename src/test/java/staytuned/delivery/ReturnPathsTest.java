package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import staytuned.mail.Address;

class ReturnPathsTest {
    private final ReturnPaths paths = new ReturnPaths(Address.parse("bounces@example.org"), "secret");

    @Test
    void eachDeliveryHasOneOfItsOwnThatIsAlwaysTheSame() {
        assertEquals(paths.of(42), paths.of(42));
        assertNotEquals(paths.of(42), paths.of(43));
        var random = new Random(5);
        for (var i = 0; i < 1000; i++) {
            var id = random.nextLong(Long.MAX_VALUE);
            var path = paths.of(id);
            assertEquals(path, new Address(path, "").email());
            assertEquals(Optional.of(id), paths.delivery("To: <" + path + ">"));
            assertEquals(Optional.of(id), paths.delivery(path.toUpperCase(Locale.ROOT)));
        }
        assertTrue(paths.of(Long.MAX_VALUE).indexOf('@') <= 64);
    }

    @Test
    void theLongestMailboxStillFits() {
        var longest = "b".repeat(ReturnPaths.LONGEST_MAILBOX);
        var path = new ReturnPaths(Address.parse(longest + "@example.org"), "secret").of(Long.MAX_VALUE);
        assertEquals(64, path.indexOf('@'));
        var tooLong = Address.parse(longest + "b@example.org");
        assertThrows(IllegalArgumentException.class, () -> new ReturnPaths(tooLong, "secret"));
    }

    @Test
    void nobodyMakesOneWithoutTheSecret() {
        var path = paths.of(42);
        assertEquals(Optional.empty(), new ReturnPaths(Address.parse("bounces@example.org"), "other").delivery(path));
        var random = new Random(6);
        for (var i = 0; i < 1000; i++) {
            var at = random.nextInt(path.indexOf('+') + 1, path.indexOf('@'));
            var letter = "abcdefghijklmnopqrstuvwxyz234567".charAt(random.nextInt(32));
            if (path.charAt(at) == letter) continue;
            var forged = path.substring(0, at) + letter + path.substring(at + 1);
            assertEquals(Optional.empty(), paths.delivery(forged), forged);
        }
        assertEquals(Optional.empty(), paths.delivery(path.replace("+", "")));
        assertEquals(Optional.empty(), paths.delivery("+zzzzzzzzzzzzz-" + "a".repeat(26) + "@"));
        assertEquals(Optional.of(42L), paths.delivery("+1-" + "a".repeat(26) + "@example.org " + path));
    }
}
