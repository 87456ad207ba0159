package staytuned.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where templates lie: the folder of the admin, and behind it the one that is built in. */
record Folders(@Nullable Path overrides) {
    static final String BUILT_IN = "/templates";

    Folders {
        if (overrides != null && !Files.isDirectory(overrides)) {
            throw new TemplateFailed(overrides + ": no such folder; create it or take the setting away");
        }
    }

    /** The names of all templates, such as {@code letter/letter.ftlh}, of both folders. */
    Set<String> templates() {
        var names = new TreeSet<String>();
        if (overrides != null) collect(overrides, names);
        try {
            collectBuiltIn(uri(), names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    /** How a message calls the file of this name: an override by its path, a built-in one by its name. */
    String place(String name) {
        var own = overrides == null ? null : overrides.resolve(name);
        if (own != null && Files.isRegularFile(own)) return own.toString();
        return BUILT_IN.substring(1) + "/" + name;
    }

    private static URI uri() {
        var url = Folders.class.getResource(BUILT_IN);
        if (url == null) throw new IllegalStateException("the built-in templates are missing from the class path");
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void collectBuiltIn(URI uri, Set<String> names) throws IOException {
        if (!"jar".equals(uri.getScheme())) {
            collect(Path.of(uri), names);
            return;
        }
        try (var jar = FileSystems.newFileSystem(uri, Map.of())) {
            collect(jar.getPath(BUILT_IN), names);
        } catch (FileSystemAlreadyExistsException e) {
            collect(FileSystems.getFileSystem(uri).getPath(BUILT_IN), names);
        }
    }

    private static void collect(Path folder, Set<String> names) {
        try (var files = Files.walk(folder)) {
            files.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
                    .map(each -> folder.relativize(each).toString().replace('\\', '/'))
                    .filter(each -> each.endsWith(".ftl") || each.endsWith(".ftlh"))
                    .forEach(names::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
