package staytuned.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One reading of one file: where relative paths begin, what the environment says, and what was found so far: the
 * mistakes, and what each key says in effect.
 */
final class Reading {
    private static final int LARGEST = 1_000_000;
    private static final int MOST_MISTAKES = 200;
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\$\\{)|\\$\\{([A-Za-z_][A-Za-z0-9_]*)}|\\$\\{");

    private final Path file;
    private final Map<String, String> environment;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Effective effective = new Effective();

    Reading(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    List<Mistake> mistakes() {
        return mistakes;
    }

    Effective effective() {
        return effective;
    }

    void mistake(Place place, String says) {
        if (mistakes.size() < MOST_MISTAKES) mistakes.add(new Mistake(file, place.line(), place.key(), says));
    }

    /** The text of the file; none where it cannot be read, which is then a mistake. */
    Optional<String> text() {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                mistake(Place.START, "is larger than 1 MB; settings are a few kilobytes, is this the right file?");
                return Optional.empty();
            }
            return decode(bytes);
        } catch (IOException e) {
            mistake(Place.START, "cannot be read: " + why(file, e));
            return Optional.empty();
        }
    }

    private Optional<String> decode(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
            var line = 1;
            for (var i = 0; i < in.position(); i++) if (bytes[i] == '\n') line++;
            mistake(new Place(line, ""), "is not UTF-8 here; save the file as UTF-8");
            return Optional.empty();
        }
        var text = out.flip().toString();
        return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /** {@code text} with its variables replaced; none where one is not set, which is then a mistake. */
    Optional<String> substitute(Place place, String text) {
        var before = mistakes.size();
        var replaced = VARIABLE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(variable(place, m)));
        return mistakes.size() == before ? Optional.of(replaced) : Optional.empty();
    }

    private String variable(Place place, MatchResult m) {
        if (m.group(1) != null) return m.group(1);
        var name = m.group(2);
        if (name == null) {
            mistake(place, "\"${\" begins a variable such as ${NAME}; write $${ where you mean these two characters");
            return "";
        }
        var value = environment.get(name);
        if (value == null) mistake(place, "environment variable " + name + " is not set");
        return value == null ? "" : value;
    }

    /**
     * A path, counted from the folder of the file.
     *
     * @throws IllegalArgumentException it is none
     */
    Path path(String text) {
        try {
            if (text.isBlank()) throw new IllegalArgumentException("is empty; write a path, such as data");
            var folder = file.toAbsolutePath().getParent();
            return (folder == null ? Path.of(text) : folder.resolve(text)).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path: " + e.getReason(), e);
        }
    }

    /**
     * A folder that is there.
     *
     * @throws IllegalArgumentException it is not
     */
    Path folder(String text) {
        var path = path(text);
        if (Files.isDirectory(path)) return path;
        var why = Files.exists(path)
                ? "is not a folder; name the folder"
                : "does not exist; make this folder or name another";
        throw new IllegalArgumentException("\"" + text + "\" " + why);
    }

    /**
     * A file that is there.
     *
     * @throws IllegalArgumentException it is not
     */
    Path file(String text) {
        var path = path(text);
        if (Files.isRegularFile(path)) return path;
        var why = Files.exists(path)
                ? "is no file; name the file itself"
                : "does not exist; put it there or name another";
        throw new IllegalArgumentException("\"" + text + "\" " + why);
    }

    /** What an error of the file system means, in words. */
    static String why(Path path, IOException e) {
        if (Files.isDirectory(path)) return "it is a folder";
        if (!Files.exists(path)) return "there is no such file";
        if (!Files.isReadable(path)) return "this user may not read it";
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
