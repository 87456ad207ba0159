package staytuned.article;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import staytuned.newsletter.Newsletter;
import staytuned.reading.Reader;
import staytuned.text.Characters;

/** Looks at a folder, and at all folders inside it. */
final class FolderGatherer {
    private static final int MOST = 10_000;
    /** A file that was changed a moment ago may still be being written. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    /** What site generators keep beside the articles: what they make, and what they make it with. */
    private static final Set<String> NO_ARTICLES = Set.of("node_modules", "public", "layouts");

    private final Reader reader = new Reader();

    private record Found(Path file, String name, String version, Instant changed) {}

    /** Looks at {@code now}; leaves out, unless {@code all}, the files that may still be being written. */
    Gathered gather(Newsletter newsletter, Newsletter.Folder folder, Instant now, boolean all) {
        if (!Files.isDirectory(folder.path())) {
            return new Gathered.Failed(
                    Files.exists(folder.path()) ? "is not a folder"
                            : "the folder does not exist: create it or correct the path", null);
        }
        var problems = new ArrayList<String>();
        List<Found> files;
        try {
            files = files(folder.path().toRealPath(), problems);
        } catch (IOException e) {
            return new Gathered.Failed("the folder cannot be read: " + e.getMessage(), null);
        }
        if (files.size() > MOST) return new Gathered.Failed("more than " + MOST + " files: split the folder", null);
        var out = new ArrayList<Candidate>();
        boolean again = false;
        for (var file : files) {
            if (!all && Duration.between(file.changed(), now).abs().compareTo(SETTLED) < 0) {
                again = true;
                continue;
            }
            var identity = Identity.ofFile(file.name(), folder.location(), null);
            out.add(new Candidate(
                    "file " + folder.path().resolve(file.name()), identity, file.version(), null,
                            () -> read(file, folder, newsletter.language())));
        }
        return new Gathered.Candidates(out, problems, null, null, null, again);
    }

    private @Nullable Finding read(Found file, Newsletter.Folder folder, String language) {
        var mediaType = ArticleFile.mediaType(file.name());
        var name = file.file().getFileName().toString();
        var identity = Identity.ofFile(file.name(), folder.location(), null);
        if (mediaType == null) return null;
        try {
            return switch (ArticleFile.open(file.file(), mediaType)) {
                case ArticleFile.Unreadable unreadable ->
                        Finding.unreadable(identity, name, language, unreadable.reason());
                case ArticleFile.Read read when read.draft() -> null;
                case ArticleFile.Read read -> Finding.readable(
                        Identity.ofFile(file.name(), folder.location(), read.item()),
                        read.item(),
                        reader.read(read.item().content(), language));
            };
        } catch (RuntimeException | StackOverflowError e) {
            return Finding.unreadable(
                    identity, name, language, "cannot be read: " + Characters.line(e.toString(), 300));
        }
    }

    /** The article files below {@code root}, in the order of their names; nothing hidden, nothing outside. */
    private static List<Found> files(Path root, List<String> problems) throws IOException {
        var out = new ArrayList<Found>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean skipped = !folder.equals(root) && (hidden(folder) || ofGenerator(folder));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                boolean article = ArticleFile.mediaType(file.getFileName().toString()) != null;
                if (hidden(file) || listing(file) || !article) return FileVisitResult.CONTINUE;
                var real = attributes.isSymbolicLink() ? inside(root, file) : attributes;
                if (real == null || !real.isRegularFile()) return FileVisitResult.CONTINUE;
                var name = root.relativize(file).toString().replace('\\', '/');
                var changed = real.lastModifiedTime().toInstant();
                out.add(new Found(file, name, changed.getEpochSecond() + "." + changed.getNano() + ":" + real.size(),
                        changed));
                return out.size() > MOST ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                problems.add("file " + file + ": cannot be looked at: " + e.getClass().getSimpleName()
                        + "; tried again at the next poll");
                return FileVisitResult.CONTINUE;
            }
        });
        out.sort(Comparator.comparing(Found::name));
        return out;
    }

    private static boolean hidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    /** A folder such as _site, _drafts or node_modules; Jekyll's articles are in _posts. */
    private static boolean ofGenerator(Path folder) {
        var name = folder.getFileName().toString();
        return NO_ARTICLES.contains(name) || (name.startsWith("_") && !name.equals("_posts"));
    }

    /** Hugo's page about the articles of a folder, such as _index.md or _index.de.md. */
    private static boolean listing(Path file) {
        return file.getFileName().toString().startsWith("_index.");
    }

    /** What the link points to, where that is a file below {@code root}; otherwise null. */
    private static @Nullable BasicFileAttributes inside(Path root, Path link) {
        try {
            var target = link.toRealPath();
            return target.startsWith(root) ? Files.readAttributes(target, BasicFileAttributes.class) : null;
        } catch (IOException e) {
            return null; // it leads nowhere
        }
    }
}
