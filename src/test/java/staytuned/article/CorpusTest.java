package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import staytuned.reading.Content;
import staytuned.reading.Reader;
import staytuned.reading.Reading;

/** How much of a corpus is read as a careful person reads it; what somebody never wrote is never shown. */
class CorpusTest {
    private static final Path ARTICLES = Path.of("src/test/resources/staytuned/article");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Case> CORPUS = new ArrayList<>();

    /**
     * An article, what a careful person takes from it and what the reader takes.
     *
     * @param never what may stand nowhere in the letter
     */
    private record Case(String name, Reading expected, List<String> never, Reading actual) {
        boolean withoutConclusion() {
            return expected.conclusion() == null;
        }

        boolean leaks() {
            var letter = String.join("\n", actual.title(), shown(actual.lead()), shown(actual.conclusion()),
                    shown(actual.promise()));
            return never.stream().anyMatch(letter::contains);
        }
    }

    @BeforeAll
    static void readAll() throws IOException {
        CORPUS.clear();
        for (var folder : List.of("cases", "corpus")) {
            try (var files = Files.list(ARTICLES.resolve(folder))) {
                for (var each : files.filter(file -> !file.toString().endsWith(".json")).sorted().toList()) {
                    CORPUS.add(read(each));
                }
            }
        }
    }

    private static Case read(Path file) throws IOException {
        var expected = JSON.readTree(Path.of(file + ".json").toFile());
        var opened = (ArticleFile.Read) ArticleFile.open(file, ArticleFile.mediaType(file.toString()));
        var content = opened.item().content();
        if (expected.has("feed")) {
            content = new Content(content.mediaType(), content.body(), expected.get("feed").asText(), null, null);
        }
        var actual = new Reader().read(content, "en");
        var never = new ArrayList<String>();
        expected.path("never").forEach(each -> never.add(each.asText()));
        var right = new Reading(
                expected.get("title").asText(),
                expected.get("language").asText(),
                text(expected.get("lead")),
                text(expected.get("conclusion")),
                text(expected.get("promise")),
                actual.minutes());
        return new Case(file.getFileName().toString(), right, never, actual);
    }

    private static @Nullable String text(JsonNode value) {
        return value.isNull() ? null : value.asText();
    }

    private static String shown(@Nullable String part) {
        return Objects.requireNonNullElse(part, "");
    }

    @Test
    void isLargeAndVaried() {
        assertTrue(CORPUS.size() >= 200, CORPUS.size() + " articles");
        var languages = CORPUS.stream().map(each -> each.expected.language()).distinct().sorted().toList();
        assertTrue(languages.size() >= 15, "languages: " + languages);
        long without = CORPUS.stream().filter(Case::withoutConclusion).count();
        assertTrue(without * 3 >= CORPUS.size(), without + " of " + CORPUS.size() + " have no conclusion");
        for (var shape : List.of(".txt", ".md", ".html")) {
            long of = CORPUS.stream().filter(each -> each.name.endsWith(shape)).count();
            assertTrue(of >= 15, of + " articles are " + shape);
        }
    }

    @Test
    void takesTheConclusion() {
        assertShare("conclusion", 95,
                each -> Objects.equals(each.expected.conclusion(), each.actual.conclusion()), Reading::conclusion);
    }

    @Test
    void inventsNoConclusion() {
        assertShare("no conclusion", 100,
                each -> !each.withoutConclusion() || each.actual.conclusion() == null, Reading::conclusion);
    }

    @Test
    void takesThePromise() {
        assertShare("promise", 95,
                each -> Objects.equals(each.expected.promise(), each.actual.promise()), Reading::promise);
    }

    @Test
    void inventsNoPromise() {
        assertShare("no promise", 100,
                each -> each.expected.promise() != null || each.actual.promise() == null, Reading::promise);
    }

    @Test
    void leavesBoilerplateOut() {
        assertTrue(CORPUS.stream().filter(each -> !each.never.isEmpty()).count() >= 25, "too few with boilerplate");
        assertShare("without boilerplate", 100, each -> !each.leaks(), Reading::toString);
    }

    @Test
    void knowsTheLanguage() {
        assertShare("language", 100,
                each -> each.expected.language().equals(each.actual.language()), Reading::language);
    }

    @Test
    void takesTheTitle() {
        assertShare("title", 95, each -> each.expected.title().equals(each.actual.title()), Reading::title);
    }

    @Test
    void takesTheLead() {
        assertShare("lead", 95, each -> Objects.equals(each.expected.lead(), each.actual.lead()), Reading::lead);
    }

    /** Counts what is right and names each miss with what was expected and what came. */
    private static void assertShare(String what, int percent, Predicate<Case> right, Part part) {
        var missed = CORPUS.stream().filter(right.negate()).toList();
        int hits = CORPUS.size() - missed.size();
        var message = new StringBuilder(what + ": " + hits + " of " + CORPUS.size() + " right");
        for (var each : missed) {
            message.append("\n  ").append(each.name).append("\n    expected ").append(part.of(each.expected))
                    .append("\n    but took ").append(part.of(each.actual));
        }
        assertTrue(hits * 100 >= percent * CORPUS.size(), message::toString);
    }

    /** A part of a reading. */
    private interface Part {
        @Nullable String of(Reading reading);
    }
}
