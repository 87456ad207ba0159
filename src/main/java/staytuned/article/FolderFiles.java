package staytuned.article;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import staytuned.newsletter.Newsletter;

/** The files of a folder, as an admin asks about one of which nothing is kept. */
public final class FolderFiles {
    private FolderFiles() {}

    /**
     * Why a file of a folder is no article yet; empty where the folder has no such file.
     *
     * @param wanted its path, from the folder on or as a whole
     */
    public static Optional<String> whyNot(Newsletter.Folder folder, String wanted) {
        var file = file(folder.path(), wanted);
        if (file == null) return Optional.empty();
        var type = ArticleFile.mediaType(file.getFileName().toString());
        if (type == null) return Optional.of("is no article: only text, Markdown and HTML files are");
        return Optional.of(switch (ArticleFile.open(file, type)) {
            case ArticleFile.Unreadable unreadable -> "cannot be read: " + unreadable.reason();
            case ArticleFile.Read read when read.draft() -> "is a draft: its front matter says so";
            case ArticleFile.Read _ -> "is there, and was not looked at yet";
        });
    }

    private static @Nullable Path file(Path folder, String wanted) {
        try {
            var file = folder.resolve(wanted).normalize();
            return file.startsWith(folder) && Files.isRegularFile(file) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
