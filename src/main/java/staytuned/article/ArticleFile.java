package staytuned.article;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import staytuned.fetch.Decoding;
import staytuned.fetch.Links;
import staytuned.reading.Content;
import staytuned.text.Characters;

/** An article in a file: text, Markdown or HTML, with or without front matter. */
sealed interface ArticleFile {
    /** 5 MB. */
    int LARGEST = 5_000_000;
    /** How Jekyll names a post. */
    Pattern DATED = Pattern.compile("\\d{4}-\\d\\d-\\d\\d-");

    record Read(Item item, boolean draft) implements ArticleFile {}

    record Unreadable(String reason) implements ArticleFile {}

    /** By the end of its name; null for a file that is no article. */
    static @Nullable String mediaType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            case "txt", "text" -> Content.TEXT;
            case "md", "markdown" -> Content.MARKDOWN;
            case "html", "htm" -> Content.HTML;
            default -> null;
        };
    }

    static ArticleFile open(Path file, String mediaType) {
        try {
            if (Files.isDirectory(file)) return new Unreadable("is a folder");
            if (Files.size(file) > LARGEST) return new Unreadable("is larger than " + LARGEST / 1_000_000 + " MB");
            byte[] bytes;
            try (var in = Files.newInputStream(file)) {
                bytes = in.readNBytes(LARGEST + 1);
            }
            var published = dated(file.getFileName().toString());
            return parse(Characters.clean(Decoding.text(bytes, null)), mediaType, published);
        } catch (NoSuchFileException e) {
            return new Unreadable("does not exist");
        } catch (AccessDeniedException e) {
            return new Unreadable("may not be read by this user");
        } catch (IOException e) {
            return new Unreadable("cannot be read: " + e.getMessage());
        }
    }

    /** The day in a name such as 2026-03-01-title.md; null where there is none. */
    private static @Nullable Instant dated(String name) {
        if (!DATED.matcher(name).lookingAt()) return null;
        try {
            return LocalDate.parse(name.substring(0, 10)).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static ArticleFile parse(String text, String mediaType, @Nullable Instant published) {
        if (text.isBlank()) return new Unreadable("is empty");
        try {
            var front = FrontMatter.split(text);
            if (front.body().isBlank()) return new Unreadable("has front matter and no text");
            var content = new Content(
                    mediaType, front.body(), front.title(), front.language(), Links.absolute(front.link(), null));
            var date = front.date() == null ? published : front.date();
            return new Read(new Item(null, front.author(), date, content, front.labels()), front.draft());
        } catch (FrontMatter.Broken e) {
            return new Unreadable(String.valueOf(e.getMessage()));
        }
    }
}
