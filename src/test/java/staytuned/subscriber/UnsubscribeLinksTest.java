package staytuned.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsubscribeLinksTest {
    private final UnsubscribeLinks links = new UnsubscribeLinks("https://letters.example.org", "secret");

    @Test
    void aLinkLeadsBackToItsSubscription() {
        var link = links.link(42);
        assertTrue(link.matches("https://letters\\.example\\.org/unsubscribe/42\\.[A-Za-z0-9_-]{22}"), link);
        assertEquals(Optional.of(42L), links.subscription(token(link)));
        assertEquals(link, links.link(42));
    }

    @Test
    void aLinkForOneSubscriptionOpensNoOther() {
        var mac = token(links.link(42)).substring(3);
        assertEquals(Optional.empty(), links.subscription("43." + mac));
        assertEquals(Optional.empty(), links.subscription("042." + mac.replace('A', 'B') + "x"));
    }

    @Test
    void anotherSecretMakesOtherLinks() {
        var others = new UnsubscribeLinks("https://letters.example.org", "other");
        assertNotEquals(links.link(42), others.link(42));
        assertEquals(Optional.empty(), links.subscription(token(others.link(42))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "42", "42.", "-1.AAAAAAAAAAAAAAAAAAAAAA", "42.AAAAAAAAAAAAAAAAAAAAAA", "42.é",
        "99999999999999999999.AAAAAAAAAAAAAAAAAAAAAA", "42.AAAAAAAAAAAAAAAAAAAAAA=",
        "42 OR 1=1.AAAAAAAAAAAAAAAAAAAAAA"})
    void whatWeDidNotSignOpensNothing(String token) {
        assertEquals(Optional.empty(), links.subscription(token));
    }

    private static String token(String link) {
        return link.substring(link.lastIndexOf('/') + 1);
    }
}
