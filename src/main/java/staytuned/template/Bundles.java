package staytuned.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the pages and short mails, by area and language: {@code pages/words/AREA.LANGUAGE.properties}, in UTF-8,
 * each line a pattern of {@link MessageFormat}. A file of that name in the admin's folder replaces the lines that it
 * has.
 */
final class Bundles {
    static final String FOLDER = "pages/words";
    /** Its lines are there for all areas. */
    static final String COMMON = "common";

    private final @Nullable Path overrides;
    private final Map<String, Words> read = new ConcurrentHashMap<>();

    Bundles(@Nullable Path overrides) {
        this.overrides = overrides;
    }

    Words words(String area, String language) {
        return read.computeIfAbsent(area + "." + language, _ -> {
            var lines = new TreeMap<String, String>();
            for (var each : List.of(COMMON, area)) {
                var name = name(each, language);
                lines.putAll(builtIn(name));
                lines.putAll(own(name));
            }
            return new Words(language, Map.copyOf(lines));
        });
    }

    /** What is wrong with the admin's own lines, one sentence for each. */
    List<TemplateFailed> faults() {
        if (overrides == null || !Files.isDirectory(overrides.resolve(FOLDER))) return List.of();
        var faults = new ArrayList<TemplateFailed>();
        try (var files = Files.list(overrides.resolve(FOLDER))) {
            for (var file : files.filter(each -> each.toString().endsWith(".properties")).sorted().toList()) {
                var name = FOLDER + "/" + file.getFileName();
                try {
                    look(file, name);
                } catch (TemplateFailed e) {
                    faults.add(e);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return faults;
    }

    private void look(Path file, String name) {
        var known = builtIn(name).keySet();
        own(name).forEach((key, line) -> {
            if (!known.contains(key)) throw new TemplateFailed(file + ": there is no line \"" + key + "\" to replace");
            try {
                new MessageFormat(line);
            } catch (IllegalArgumentException e) {
                throw new TemplateFailed(file + ": " + key + ": " + e.getMessage(), e);
            }
        });
    }

    private static String name(String area, String language) {
        return FOLDER + "/" + area + "." + language + ".properties";
    }

    private static Map<String, String> builtIn(String name) {
        try (var in = Bundles.class.getResourceAsStream(Folders.BUILT_IN + "/" + name)) {
            if (in == null) throw new TemplateFailed(Folders.BUILT_IN.substring(1) + "/" + name + ": no such file");
            return lines(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> own(String name) {
        var file = overrides == null ? null : overrides.resolve(name);
        if (file == null || !Files.isRegularFile(file)) return Map.of();
        try (var in = Files.newInputStream(file)) {
            return lines(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new TemplateFailed(file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> lines(InputStream in) throws IOException {
        var properties = new Properties();
        properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(key -> key, properties::getProperty));
    }
}
