package staytuned.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WordsTest {
    private static final Path BUNDLES = Path.of("templates/pages/words");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)");
    private static final Pattern SAID = Pattern.compile("\\bsay\\(\"([\\w.-]+)\"[,)]");

    private final Templates templates = new Templates(null);

    @ParameterizedTest
    @MethodSource("areas")
    void everyLanguageHasEveryLineWithAllItsPlaces(String area) {
        var english = bundle(area, "en");
        for (var language : Words.LANGUAGES) {
            var lines = bundle(area, language);
            assertEquals(english.keySet(), lines.keySet(), area + "." + language);
            lines.forEach((key, line) -> {
                var at = area + "." + language + ": " + key;
                assertEquals(places(english.get(key)), places(line), at);
                assertFalse(line.isBlank() || line.contains("'"), at + ": write ’, not ', which is a mark of the pattern");
                assertFalse(new MessageFormat(line).format(new Object[] {"a", "b", "c", "d", "e"}).contains("{"), at);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("areas")
    void noAreaSaysAnotherWayWhatAllPagesSay(String area) {
        if (area.equals(Bundles.COMMON)) return;
        var twice = new TreeSet<>(bundle(area, "en").keySet());
        twice.retainAll(bundle(Bundles.COMMON, "en").keySet());
        assertEquals(Set.of(), twice);
    }

    /** Every file is of one of the languages: no other would ever be read. */
    @Test
    void thereIsNoBundleThatNobodyReads() {
        var names = new TreeSet<String>();
        for (var area : areas().toList()) Words.LANGUAGES.forEach(each -> names.add(area + "." + each + ".properties"));
        assertEquals(names, files().collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void whatTemplatesAndCodeSayIsThere() throws IOException {
        var known = areas().flatMap(each -> bundle(each, "en").keySet().stream()).collect(Collectors.toSet());
        var unknown = new TreeSet<String>();
        for (var root : List.of(Path.of("templates"), Path.of("src/main/java"))) {
            try (var files = Files.walk(root)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    SAID.matcher(Files.readString(file)).results()
                            .map(each -> each.group(1))
                            .filter(each -> !known.contains(each) && !each.equals("key"))
                            .forEach(each -> unknown.add(file + ": " + each));
                }
            }
        }
        assertEquals(Set.of(), unknown);
    }

    @Test
    void theFirstLanguageThatIsSpokenCounts() {
        assertEquals("pt", templates.words("common", null, "pt-BR", "de").language());
        assertEquals("de", templates.words("common", "ar", "", "de").language());
        assertEquals("zh", templates.words("common", "zh-Hant-TW").language());
        assertEquals("en", templates.words("common", "\n<script>", "xx").language());
        assertEquals("Abbestellen", templates.words("common", "de-AT").say("unsubscribe.button"));
        assertThrows(TemplateFailed.class, () -> templates.words("common").say("no such key"));
        assertThrows(TemplateFailed.class, () -> templates.words("nowhere"));
    }

    @Test
    void aValueIsEscapedUnlessItIsHtmlOfTheTemplate(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("pages"));
        Files.writeString(folder.resolve("pages/own.ftlh"),
                "<#assign b><b>${who}</b></#assign>${say(\"unsubscribed.text\", b, what)}|${say(\"unsubscribe.head\", what)}");
        var text = new Templates(folder).render("pages/own.ftlh", Map.of(
                "say", templates.words("common"), "who", "<i>{1}", "what", "\uE0000\uE001{0}'<script>"));
        assertEquals("<b>&lt;i&gt;{1}</b> gets no further letter from 0{0}&#39;&lt;script&gt;. A letter that was already on "
                + "its way may still arrive.|Unsubscribe from 0{0}&#39;&lt;script&gt;", text);
    }

    @Test
    void anAdminReplacesSingleLines(@TempDir Path folder) throws IOException {
        var file = Files.createDirectories(folder.resolve("pages/words")).resolve("common.de.properties");
        Files.writeString(file, "unsubscribe.button=Schluss\n");
        var own = new Templates(folder);
        own.check();
        assertEquals("Schluss", own.words("common", "de").say("unsubscribe.button"));
        assertEquals("Hier ist nichts", own.words("common", "de").say("missing.title"));
        for (var wrong : List.of("unsubscribe.buton=Schluss", "unsubscribe.button={")) {
            Files.writeString(file, wrong);
            var refused = assertThrows(TemplateFailed.class, () -> new Templates(folder).check());
            assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
        }
    }

    private static Stream<String> areas() {
        return files().map(each -> each.substring(0, each.indexOf('.'))).distinct().sorted();
    }

    private static Stream<String> files() {
        try (var files = Files.list(BUNDLES)) {
            return files.map(each -> each.getFileName().toString()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> places(String line) {
        return PLACE.matcher(line).results().map(each -> each.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> bundle(String area, String language) {
        var lines = new Properties();
        var file = BUNDLES.resolve(area + "." + language + ".properties");
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            lines.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var sorted = new TreeMap<String, String>();
        lines.stringPropertyNames().forEach(each -> sorted.put(each, lines.getProperty(each)));
        return sorted;
    }
}
