package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TyposTest {
    @ParameterizedTest
    @CsvSource({
        "gmial.com, gmail.com", "gmai.com, gmail.com", "gmal.com, gmail.com", "gmaill.com, gmail.com",
        "gnail.com, gmail.com", "Gmail.Con, gmail.com", "gmail.cm, gmail.com", "gmial.co, gmail.com",
        "hotmial.com, hotmail.com", "hotnail.fr, hotmail.fr", "yaho.com, yahoo.com", "yahooo.co.uk, yahoo.co.uk",
        "outlok.de, outlook.de", "iclod.com, icloud.com", "yandx.ru, yandex.ru", "wanadoo.fe, ",
        "aol.con, aol.com", "live.vom, live.com", "laposte.ner, "
    })
    void suggestsWhatWasMeant(String typed, String meant) {
        assertEquals(Optional.ofNullable(meant), Typos.suggestion(typed));
    }

    /** A company's own domain may look like anything: what is real, short or far away is left alone. */
    @ParameterizedTest
    @ValueSource(strings = {
        "gmail.com", "GMAIL.com", "mail.com", "ymail.com", "gmx.de", "gmx.net", "aon.com", "all.com", "live.nl",
        "hotmail.nl", "yahoo.ca", "example.org", "google.com", "cloud.com.example", "mail.example", "x", "", ".", "com",
        "gmail.", "gmail.com.", "mc.com", "xn--gmal-nza.com", "gmails.example", "gxxil.com"
    })
    void leavesAllOthersAlone(String domain) {
        assertEquals(Optional.empty(), Typos.suggestion(domain));
    }

    @Test
    void aLongDomainTakesNoTime() {
        assertEquals(Optional.empty(), Typos.suggestion("g".repeat(100_000) + ".com"));
    }
}
