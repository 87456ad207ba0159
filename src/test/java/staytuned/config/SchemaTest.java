package staytuned.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The schema of the config against the config itself. */
class SchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ALLOWED = Pattern.compile("nobodys-key: unknown key; allowed here are (.*)");
    private static final Pattern README = Pattern.compile("(?s)```yaml\n(.*?)```");

    private final JsonNode tree = JSON.valueToTree(Config.schema());
    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(tree.toString(), InputFormat.JSON);

    @TempDir
    private Path folder;

    /** What the reader names where a key is unknown, map by map, is what the schema allows there. */
    @Test
    void everyKeyThatIsReadIsInItAndNoOther() throws IOException {
        var maps = new ArrayList<List<String>>();
        maps(tree, List.of(), maps);
        assertTrue(maps.size() > 15, maps.toString());
        for (var path : maps) {
            var text = new StringBuilder("nobodys-key: 1");
            for (var each : path.reversed()) {
                text.insert(0, "\"" + each.replace("[", "") + "\": " + open(each)).append(close(each));
            }
            var file = Files.writeString(folder.resolve("staytuned.yaml"), "{" + text + "}\n");
            var broken = assertThrows(BrokenConfig.class, () -> Config.read(file, Map.of()));
            var allowed = broken.mistakes().stream()
                    .map(each -> ALLOWED.matcher(each.key() + ": " + each.says()))
                    .filter(each -> each.find())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(path + ": " + broken.getMessage()));
            assertEquals(
                    new TreeSet<>(Set.of(allowed.group(1).split(", "))),
                    new TreeSet<>(names(at(path))),
                    path.toString());
        }
    }

    private static String open(String name) {
        return name.endsWith("[") ? "[{" : "{";
    }

    private static String close(String name) {
        return name.endsWith("[") ? "}]" : "}";
    }

    /** The ways to all maps of named keys; a key that holds a list of maps ends with a bracket. */
    private static void maps(JsonNode map, List<String> path, List<List<String>> found) {
        if (map.has("properties")) found.add(path);
        map.path("properties").properties().forEach(each -> inner(each.getKey(), each.getValue(), path, found));
        if (map.path("additionalProperties").isObject()) inner("any", map.get("additionalProperties"), path, found);
    }

    private static void inner(String name, JsonNode node, List<String> path, List<List<String>> found) {
        var list = node.path("items").path("type").asText().equals("object");
        var one = node.path("type").asText().equals("object");
        var either = node.path("anyOf").path(0).path("type").asText().equals("object");
        if (!list && !one && !either) return;
        var way = Stream.concat(path.stream(), Stream.of(list ? name + "[" : name)).toList();
        maps(list ? node.get("items") : either ? node.get("anyOf").get(0) : node, way, found);
    }

    private JsonNode at(List<String> path) {
        var node = tree;
        for (var each : path) {
            var name = each.replace("[", "");
            var own = node.path("properties").has(name);
            node = own ? node.get("properties").get(name) : node.get("additionalProperties");
            if (each.endsWith("[")) node = node.get("items");
            else if (node.has("anyOf")) node = node.get("anyOf").get(0);
        }
        return node;
    }

    private static Set<String> names(JsonNode map) {
        var names = new TreeSet<String>();
        map.get("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void whatIsRightIsRightForAnEditorToo() throws Exception {
        try (var files = Files.list(BrokenConfigTest.resources("good"))) {
            for (var file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                assertEquals(List.of(), wrong(Files.readString(file)), file.toString());
            }
        }
        var readme = README.matcher(Files.readString(Path.of("README.md")));
        while (readme.find()) {
            var part = readme.group(1);
            assertEquals(List.of(), wrong(part.contains("relays:") ? part : part + small("port: 25")), part);
        }
    }

    @Test
    void mostMistakesAreSeenByAnEditor() throws Exception {
        var seen = 0;
        var unseen = new ArrayList<String>();
        for (var name : BrokenConfigTest.names().toList()) {
            var text = new String(Files.readAllBytes(BrokenConfigTest.resources("broken").resolve(name)),
                    StandardCharsets.ISO_8859_1);
            if (wrong(text).isEmpty()) unseen.add(name);
            else seen++;
        }
        assertTrue(seen > 2 * unseen.size(), seen + " are seen, and these are not: " + unseen);
    }

    @Test
    void saysWhatAValueMustBe() {
        assertEquals(List.of(), wrong(small("tls: implicit, port: 465, rate: [5/second, \"1 / day\"], give-up: 5d")));
        var variables = small("tls: \"${TLS}\", port: \"${PORT}\"");
        assertEquals(List.of(), wrong(variables), "a variable may stand for all");
        for (var broken : List.of(
                "tls: starttls", "port: 0", "port: x", "rate: 5", "rate: []", "give-up: 5", "prot: 25",
                "connections: many", "dkim: {domain: example.org}", "receivers: {gmail: {rates: 1/second}}")) {
            assertNotEquals(List.of(), wrong(small(broken)), broken);
        }
    }

    private static String small(String keys) {
        return "relays: [{name: main, host: smtp.example.org, " + keys + "}]\n"
                + "newsletters: [{key: a, title: A, from: a@example.org, "
                + "sources: [{feed: \"https://example.org/\"}]}]\n";
    }

    private List<String> wrong(String yaml) {
        try {
            var options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            options.setMaxAliasesForCollections(50);
            var read = new Yaml(new SafeConstructor(options)).<Object>load(yaml);
            return schema.validate(JSON.valueToTree(read).toString(), InputFormat.JSON).stream()
                    .map(Object::toString).toList();
        } catch (RuntimeException | StackOverflowError e) {
            return List.of(e.toString()); // no YAML at all
        }
    }
}
