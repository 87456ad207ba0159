package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 24: 256 MB are enough for the worst that a feed or page can be. */
@Tag("row-24")
class MemoryTest {
    /** Far more than it takes, on a machine that does other things too. */
    private static final long SECONDS = 300;

    @Test
    void readsTheWorstInputsIn256Megabytes(@TempDir Path folder) throws Exception {
        var said = folder.resolve("out.log");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError",
                        "-cp", System.getProperty("java.class.path"), WorstInputs.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), () -> "still at it:\n" + text(said));
            assertEquals(0, process.exitValue(), () -> "ended with 3 where memory ran out:\n" + text(said));
            assertTrue(text(said).endsWith("all read\n"), text(said));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
