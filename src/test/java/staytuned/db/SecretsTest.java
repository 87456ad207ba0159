package staytuned.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import staytuned.testing.OnEachDatabase;

@OnEachDatabase
class SecretsTest {
    private final Secrets secrets;

    SecretsTest(Database database) {
        this.secrets = new Secrets(database);
    }

    @Test
    void aSecretIsMadeOnceAndKept() {
        var made = secrets.get("links", new SecureRandom());
        assertTrue(made.matches("[0-9a-f]{64}"), made);
        assertEquals(made, secrets.get("links", new SecureRandom()));
        assertNotEquals(made, secrets.get("other", new SecureRandom()));
    }

    @Test
    void allWhoAskAtOnceGetTheSame() throws Exception {
        secrets.get("links", new Random(1));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> ask = () -> secrets.get("links", new SecureRandom());
            var answers = threads.invokeAll(Stream.generate(() -> ask).limit(8).toList());
            var different = answers.stream().map(each -> each.resultNow()).collect(Collectors.toSet());
            assertEquals(1, different.size());
        }
    }
}
