package staytuned.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The shape the service was made for: no title line, a store line twice, a tail of empty link sections. */
class SeedTest {
    private static final Path ORIGINAL = Path.of("../shared/articles/000_a4fffc69d14dccfc.txt");

    /** The original is not part of the project; {@link #readsOneLikeIt} holds the same without it. */
    @Test
    void readsTheOriginalWhereItLiesBesideTheProject() throws IOException {
        assumeTrue(Files.exists(ORIGINAL), () -> "no " + ORIGINAL + "; the article like it is read instead");
        var reading = new Reader().read(Content.of(Content.TEXT, Files.readString(ORIGINAL)), "de");
        assertEquals("Neuroinflammation: The Battle Between Top-Down and Bottom-Up", reading.title());
        assertTrue(reading.lead().startsWith("Could the key to understanding fibromyalgia"), reading.lead());
        assertTrue(reading.lead().endsWith("this top-down versus bottom-up process."), reading.lead());
        var conclusion = reading.conclusion();
        assertTrue(conclusion.startsWith("The top-down versus bottom-up debate about neuroinflammation"), conclusion);
        assertTrue(conclusion.endsWith("more effective ways to manage these challenging conditions."), conclusion);
        assertEquals("Stay tuned for more updates as science progresses!", reading.promise());
        assertEquals("en", reading.language());
        assertNoBoilerplate(reading);
    }

    @Test
    void readsOneLikeIt() throws IOException {
        var text = Files.readString(Path.of("src/test/resources/staytuned/article/seed-shaped.txt"));
        var reading = new Reader().read(Content.of(Content.TEXT, text), "de");
        assertEquals(
                new Reading(
                        "Sleep and Pain: Which One Comes First?",
                        "en",
                        "Does bad sleep cause pain, or does pain cause bad sleep? Clinics have asked this for decades, and "
                                + "the answer (“both”) has never satisfied anyone. Let’s look at what newer studies say.",
                        "The order of sleep and pain is more than a puzzle for specialists—it decides which treatment comes "
                                + "first. As longer studies finish, doctors may soon be able to tell the two cases apart.",
                        "Stay tuned for more news as the studies are published!",
                        1),
                reading);
        assertNoBoilerplate(reading);
    }

    private static void assertNoBoilerplate(Reading reading) {
        for (var never : new String[] {
            "Click Here", "For More Information", "References", "Contact Us", "Official", "Stores"
        }) {
            assertFalse(reading.toString().contains(never), never);
        }
    }
}
