package staytuned.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that is held about one reader, as a text that people and programs read. */
public final class Dossier {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Dossier() {}

    /** One JSON object: each table with its rows. */
    public static String json(Map<String, List<Map<String, @Nullable Object>>> rows) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(rows) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers, texts and booleans can be written", e);
        }
    }
}
