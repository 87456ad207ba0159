package staytuned.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "http://8.8.8.8/hub, https://9.9.9.9/, true",
        "http://8.8.8.8/hub, http://127.0.0.1:8080, false",
        "http://8.8.8.8/hub, http://[::1]:8080, false",
        "http://8.8.8.8/hub, http://10.1.2.3, false",
        "http://127.0.0.1/hub, http://127.0.0.1:8080, true",
        "http://10.1.2.3/hub, http://[2620:fe::fe]/, true",
        "http://8.8.8.8/hub, http://host.invalid/, false"
    })
    void aPrivateAddressIsReachedFromPrivateOnesAlone(URI from, URI to, boolean reached) {
        assertEquals(reached, Network.reaches(from, to));
    }
}
