package staytuned.article;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import staytuned.fetch.Fetched;
import staytuned.fetch.Fetcher;
import staytuned.reading.Content;
import staytuned.reading.Habits;
import staytuned.reading.Reader;
import staytuned.reading.Reading;
import staytuned.reading.Why;

/** Reads one article from a file or a web address, without keeping it. */
public final class Intake {
    private final URI site;
    private final String fallbackLanguage;
    private final InstantSource clock;
    private final Reader reader = new Reader();

    /** What was taken from where, or why nothing was. */
    public sealed interface Taken {
        String source();

        /** It was read. */
        record Done(String source, Content content, Reading reading) implements Taken {}

        /** It was not; {@code reason} is one sentence that names the source. */
        record Failed(String source, String reason) implements Taken {}
    }

    public Intake(URI site, String fallbackLanguage, InstantSource clock) {
        this.site = site;
        this.fallbackLanguage = fallbackLanguage;
        this.clock = clock;
    }

    public Taken read(String fileOrUrl) {
        return fileOrUrl.matches("(?i)https?://.*") ? page(fileOrUrl) : file(fileOrUrl);
    }

    /** Which rules decided about what was taken. */
    public Why why(Taken.Done done) {
        return reader.explain(done.content(), fallbackLanguage, Habits.NONE).why();
    }

    private Taken file(String name) {
        var mediaType = ArticleFile.mediaType(name);
        if (mediaType == null) {
            return failed(name, "is no article: its name must end in .txt, .text, .md, .markdown, .html or .htm");
        }
        try {
            return switch (ArticleFile.open(Path.of(name), mediaType)) {
                case ArticleFile.Unreadable unreadable -> failed(name, unreadable.reason());
                case ArticleFile.Read read -> done(name, read.item().content());
            };
        } catch (InvalidPathException e) {
            return failed(name, "is no file's name");
        }
    }

    private Taken page(String address) {
        URI url;
        try {
            url = new URI(address);
        } catch (URISyntaxException e) {
            return failed(address, "is no web address: " + e.getReason());
        }
        if (url.getHost() == null) return failed(address, "is no web address: it names no host");
        // Whoever types an address names its host.
        try (var fetcher = new Fetcher(site, Set.of(url.getHost()), Fetcher.Limits.USUAL, clock)) {
            return switch (fetcher.page(url, null, null)) {
                case Fetched.Failed failed -> failed(address, failed.reason());
                case Fetched.Gone _ -> failed(address, "HTTP 410 gone for good");
                case Fetched.Unchanged _ -> failed(address, "HTTP 304 instead of 200");
                case Fetched.Changed page -> page(address, page);
            };
        }
    }

    /** Where no article stands out, the whole page is read: whoever named it wants to see what is in it. */
    private Taken page(String address, Fetched.Changed page) {
        if (PageArticle.of(page) instanceof PageArticle.Read read) return done(address, read.item().content());
        var mediaType = PageArticle.mediaType(page);
        if (mediaType == null) return failed(address, "is neither HTML nor text but " + page.contentType());
        if (page.text().isBlank()) return failed(address, "is empty");
        return done(address, new Content(mediaType, page.text(), null, null, page.at().toString()));
    }

    private Taken done(String source, Content content) {
        return new Taken.Done(source, content, reader.read(content, fallbackLanguage));
    }

    private static Taken failed(String source, String reason) {
        return new Taken.Failed(source, source + ": " + reason);
    }
}
