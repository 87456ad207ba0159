package staytuned.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.config.BrokenConfig;
import staytuned.config.Config;
import staytuned.outlook.Change;

/**
 * Looks whether the config has changed, or a file that belongs to it, and has the service take it up. A config with a
 * mistake is named and left alone: the one before goes on.
 */
final class ConfigWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
    /** A folder of templates holds some dozens. */
    private static final int MOST_FILES = 2_000;
    private static final int DEEPEST = 8;

    private final Path file;
    private final Taker taker;
    private Set<Path> parts;
    private Map<Path, String> known;
    private Map<Path, String> seen;
    private volatile boolean asked;

    /** Reads the config and has it taken up. */
    interface Taker {
        Taken take();
    }

    /**
     * What was taken up.
     *
     * @param parts the files and folders that belong to it now
     */
    record Taken(List<Change> changes, Set<Path> parts) {}

    /**
     * Begins with the files as they are now.
     *
     * @param parts the files and folders whose contents belong to the config
     */
    ConfigWatch(Path file, Set<Path> parts, Taker taker) {
        this.file = file;
        this.taker = taker;
        this.parts = parts;
        this.known = look();
        this.seen = known;
    }

    /** The config is to be taken up at the next look, changed or not. */
    void ask() {
        asked = true;
    }

    /** Takes up what has changed, as soon as it has stood still from one look to the next. Due each second. */
    void lookDue() {
        var wanted = asked;
        var now = look();
        var still = now.equals(seen);
        seen = now;
        if (!wanted && (!still || now.equals(known))) return;
        asked = false;
        known = now;
        try {
            var taken = taker.take();
            parts = taken.parts();
            known = look();
            seen = known;
            tell(taken.changes());
        } catch (BrokenConfig e) {
            LOG.error("the config is refused, and the one before goes on: {} mistakes", e.mistakes().size());
            e.mistakes().forEach(each -> LOG.error("{}", each));
        } catch (RuntimeException e) { // whatever it is, the one before goes on
            LOG.error("the config is refused, and the one before goes on: {}", e.getMessage(), e);
        }
    }

    private static void tell(List<Change> changes) {
        LOG.info("the config is taken up: {} changes", changes.size());
        for (var each : changes) {
            if (Config.needsRestart(each.key())) LOG.warn("after a restart: {}", each.line());
            else LOG.info("{}", each.line());
        }
    }

    /** Each file with what changes when its contents do. */
    private Map<Path, String> look() {
        var all = new LinkedHashSet<Path>();
        all.add(file);
        all.addAll(parts);
        var found = new TreeMap<Path, String>();
        for (var each : all) {
            try (var files = Files.walk(each, DEEPEST)) {
                files.filter(Files::isRegularFile).limit(MOST_FILES).forEach(one -> found.put(one, mark(one)));
            } catch (IOException | UncheckedIOException e) {
                found.put(each, "none");
            }
        }
        return found;
    }

    private static String mark(Path file) {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return "none";
        }
    }
}
