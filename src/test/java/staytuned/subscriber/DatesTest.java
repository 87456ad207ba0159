package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2024-05-06, 2024-05-06T00:00:00Z",
        "2024-05-06 07:08:09, 2024-05-06T07:08:09Z",
        "2024-05-06 07:08, 2024-05-06T07:08:00Z",
        "2024-05-06T07:08:09.123Z, 2024-05-06T07:08:09.123Z",
        "2024-05-06T07:08:09+02:00, 2024-05-06T05:08:09Z",
        "2024-05-06 07:08:09 UTC, 2024-05-06T07:08:09Z",
        "2024-05-06 07:08:09+00, 2024-05-06T07:08:09Z",
        "2024-05-06 07:08:09.5 +0000 UTC, 2024-05-06T07:08:09.5Z",
        "2024-05-06 07:08:09 +0200 CEST, 2024-05-06T05:08:09Z"
    })
    void readsWhatListsHold(String text, Instant date) {
        assertEquals(date, Dates.read(text, NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "x", "1/2/2024", "2024-13-01", "2026-03-02", "1969-01-01", "+99999-01-01", "2024-05-06 07:08:09 PST",
        "2024-05-06 25:00:00", "=1+1"
    })
    void guessesNothing(String text) {
        assertNull(Dates.read(text, NOW));
    }
}
