package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignedLinksTest {
    private final SignedLinks links = new SignedLinks("https://letters.example.org", "secret", "preferences");

    @Test
    void aLinkOpensWhatItIsFor() {
        var link = links.link(12);
        assertTrue(link.matches("https://letters\\.example\\.org/preferences/12\\.[A-Za-z0-9_-]{22}"), link);
        assertEquals(Optional.of(12L), links.id(link.substring(link.lastIndexOf('/') + 1)));
    }

    @Test
    void aLinkOfOnePurposeOpensNoOther() {
        for (var other : List.of("unsubscribe", "undo", "address", "preferences ", "")) {
            assertEquals(Optional.empty(), links.of(other).id(links.token(12)), other);
            assertEquals(Optional.empty(), links.id(links.of(other).token(12)), other);
        }
        assertEquals(Optional.of(12L), links.of("undo").of("preferences").id(links.token(12)));
    }

    @Test
    void nobodyElseCanMakeOne() {
        var token = links.token(12);
        for (var forged : List.of(
                "", "12", "12.", token + "A", " " + token, token.replace("12.", "13."), token.replace("12.", "012."),
                "-" + token, "12." + "A".repeat(22), "9".repeat(19) + token.substring(2), token + "\n",
                new SignedLinks("https://letters.example.org", "other", "preferences").token(12))) {
            assertEquals(Optional.empty(), links.id(forged), forged);
        }
    }

    @Test
    void theLinkOfAnOldLetterStillLeaves() {
        var old = new UnsubscribeLinks("https://letters.example.org", "secret");
        assertEquals(Optional.of(12L), old.subscription(links.of("unsubscribe").token(12)));
        assertEquals(old.link(12), old.of("unsubscribe").link(12));
    }
}
