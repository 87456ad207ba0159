package staytuned.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParcelTest {
    private static boolean canTravel(String content) {
        return Parcel.canTravel(content.getBytes(ISO_8859_1));
    }

    @Test
    void whatEveryConnectionCarriesCanTravel() {
        for (var content : List.of("\r\n", "A: b\r\n\r\nc.\r\n", "A: b\r\n\r\n" + "x".repeat(998) + "\r\n", "")) {
            assertTrue(canTravel(content), content);
        }
    }

    @Test
    void whatWouldBeChangedOrMisreadOnTheWayCannot() {
        for (var content : List.of(
                "A: b", "A: b\n", "A: b\r", "A\rB\r\n", "\n", ".\r\n", "A: b\r\n\r\n.\r\nMAIL FROM:<>\r\n",
                "A: b\r\n\n.\r\n", "\u0000\r\n", "\u00FC\r\n", "x".repeat(999) + "\r\n")) {
            assertFalse(canTravel(content), content);
        }
    }
}
