package staytuned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.config.Config;
import staytuned.outlook.Change;

/** When a config is taken up, look by look. */
class ConfigWatchTest {
    @TempDir
    private Path folder;

    private Path file;
    private Path templates;
    private int taken;
    private boolean broken;
    private ConfigWatch watch;

    @BeforeEach
    void begin() throws IOException {
        file = Files.writeString(folder.resolve("staytuned.yaml"), "a");
        templates = Files.createDirectories(folder.resolve("templates"));
        watch = new ConfigWatch(file, Set.of(templates), () -> {
            taken++;
            if (broken) Config.read(folder.resolve("none.yaml"), Map.of());
            return new ConfigWatch.Taken(List.of(
                    new Change(Change.Kind.CHANGED, "data", "a", "b"),
                    new Change(Change.Kind.ADDED, "newsletters[a]", null, null)), Set.of(templates));
        });
    }

    private void looks(int times, int expected) {
        for (var i = 0; i < times; i++) watch.lookDue();
        assertEquals(expected, taken);
    }

    @Test
    void itIsTakenUpOnceAndOnlyWhenItStandsStill() throws IOException {
        looks(3, 0);
        Files.writeString(file, "ab");
        looks(1, 0);
        Files.writeString(file, "abc"); // it is still being written
        looks(1, 0);
        looks(1, 1);
        looks(3, 1);
    }

    @Test
    void filesThatBelongToItCountToo() throws IOException {
        var part = Files.writeString(templates.resolve("own.ftlh"), "x");
        looks(3, 1);
        Files.writeString(part, "xy");
        looks(3, 2);
        Files.delete(part);
        looks(3, 3);
        Files.delete(file);
        looks(3, 4);
    }

    @Test
    void aBrokenOneIsTriedOnceForEachChange() throws IOException {
        broken = true;
        Files.writeString(file, "ab");
        looks(5, 1);
        Files.writeString(file, "abc");
        looks(5, 2);
        broken = false;
        looks(2, 2);
        watch.ask();
        looks(2, 3);
    }

    @Test
    void whoAsksIsHeardAtTheNextLook() {
        watch.ask();
        looks(1, 1);
        looks(3, 1);
    }
}
