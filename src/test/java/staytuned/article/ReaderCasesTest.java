package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import staytuned.reading.Reader;
import staytuned.reading.Reading;

/** Small articles in ten languages, a third of them without a conclusion; beside each what must be taken from it. */
class ReaderCasesTest {
    private static final Path CASES = Path.of("src/test/resources/staytuned/article/cases");
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Path> cases() throws IOException {
        return Files.list(CASES).filter(each -> !each.toString().endsWith(".json")).sorted();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takesWhatIsThere(Path article) throws IOException {
        var expected = JSON.readTree(Path.of(article + ".json").toFile());
        var mediaType = ArticleFile.mediaType(article.toString());
        var file = (ArticleFile.Read) ArticleFile.open(article, mediaType);
        var reading = new Reader().read(file.item().content(), "en");
        assertEquals(
                new Reading(
                        expected.get("title").asText(),
                        expected.get("language").asText(),
                        text(expected.get("lead")),
                        text(expected.get("conclusion")),
                        text(expected.get("promise")),
                        reading.minutes()),
                reading);
        assertTrue(reading.minutes() == 1 || reading.minutes() == 2);
    }

    private static String text(JsonNode value) {
        return value.isNull() ? null : value.asText();
    }
}
