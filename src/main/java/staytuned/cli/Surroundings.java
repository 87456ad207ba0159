package staytuned.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.article.Intake;

/** What a command can reach. */
public record Surroundings(
        Builder builder, Map<String, String> environment, InstantSource clock, PrintStream out, PrintStream err) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Who asks for a page, where no config says it: a person at this machine. */
    private static final URI NOWHERE = URI.create("http://localhost");

    /** Reads articles that belong to no newsletter; English where one does not show its language. */
    Intake intake() {
        return new Intake(NOWHERE, "en", clock);
    }

    /** Prints one line: as JSON for a program, the values between tabs for a person. */
    void print(boolean json, Map<String, ? extends @Nullable Object> fields) {
        try {
            out.println(json ? JSON.writeValueAsString(fields) : plain(fields.values()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Shows how far something has come: on one line that a person watches grow, or, for a program, only the last. */
    void progress(String line, boolean last) {
        @SuppressWarnings("SystemConsoleNull") // It is null in JDK 25 where no terminal is there.
        var watched = System.console() != null && System.console().isTerminal();
        if (watched) out.print("\r" + line);
        else if (last) out.print(line);
        if (last) out.println();
        out.flush();
    }

    private static String plain(Collection<? extends @Nullable Object> values) {
        return values.stream().map(each -> Objects.toString(each, "")).collect(Collectors.joining("\t"));
    }
}
