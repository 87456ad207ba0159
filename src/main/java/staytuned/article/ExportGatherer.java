package staytuned.article;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import staytuned.newsletter.Newsletter;
import staytuned.reading.Content;
import staytuned.reading.Reader;
import staytuned.text.Characters;

/** Looks at an export of WordPress: at its size and time each time, into it when one of them has changed. */
final class ExportGatherer {
    /** 250 MB: what an export of that size holds in posts, packed, takes about a third of it in memory. */
    private static final long LARGEST = 250_000_000;
    /** A file that was changed a moment ago may still be being written. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final Reader reader = new Reader();

    /** Looks at {@code now}; waits, unless {@code all}, for a file that may still be being written. */
    Gathered gather(Newsletter newsletter, Newsletter.Export export, Sources.Standing standing, Instant now,
            boolean all) {
        try {
            if (!Files.isRegularFile(export.file())) {
                return new Gathered.Failed("the file does not exist: export it again or correct the path", null);
            }
            var changed = Files.getLastModifiedTime(export.file()).toInstant();
            long size = Files.size(export.file());
            if (size > LARGEST) {
                return new Gathered.Failed("is larger than " + LARGEST / 1_000_000 + " MB: export less at once, "
                        + "such as the posts alone or one year", null);
            }
            var version = changed.getEpochSecond() + "." + changed.getNano() + ":" + size;
            if (version.equals(standing.etag())) return new Gathered.Unchanged(null);
            boolean fresh = Duration.between(changed, now).abs().compareTo(SETTLED) < 0;
            if (fresh && !all && standing.succeededAt() != null) {
                return new Gathered.Candidates(List.of(), List.of(), standing.etag(), null, null, true);
            }
            return read(newsletter, export, version);
        } catch (IOException e) {
            return new Gathered.Failed("cannot be read: " + e.getMessage(), null);
        }
    }

    private Gathered read(Newsletter newsletter, Newsletter.Export export, String version) throws IOException {
        try (var in = Files.newInputStream(export.file())) {
            return switch (WordPressExport.parse(in)) {
                case WordPressExport.Parsed.Unreadable unreadable -> new Gathered.Failed(unreadable.reason(), null);
                case WordPressExport.Parsed.Posts posts -> new Gathered.Candidates(
                        candidates(newsletter, export, posts.posts()),
                        posts.problems().stream().map(each -> each + " in " + export.location()).toList(),
                        version,
                        null,
                        null,
                        false);
            };
        }
    }

    private List<Candidate> candidates(Newsletter newsletter, Newsletter.Export export,
            List<WordPressExport.Post> posts) {
        var items = posts.stream().map(WordPressExport.Post::item).toList();
        var identities = Identity.of(items, export.location());
        var out = new ArrayList<Candidate>();
        for (int i = 0; i < posts.size(); i++) {
            var post = posts.get(i);
            var identity = identities.get(i);
            var title = Objects.requireNonNullElse(post.item().content().title(), "without title");
            var name = "post '" + Characters.cut(title, 100) + "' of " + export.location();
            out.add(new Candidate(name, identity, post.version(), post.item(),
                    () -> read(identity, post, title, newsletter.language())));
        }
        return out;
    }

    private Finding read(Identity identity, WordPressExport.Post post, String name, String language) {
        try {
            var body = StoredHtml.shown(post.body().text());
            var item = post.item();
            var known = item.content();
            if (known.title() == null && body.isBlank()) {
                return Finding.unreadable(identity, name, language, "has neither title nor text");
            }
            var content = new Content(Content.HTML, body, known.title(), known.language(), known.link());
            var read = new Item(item.guid(), item.author(), item.published(), content, item.labels());
            return Finding.readable(identity, read, reader.read(content, language));
        } catch (RuntimeException e) {
            return Finding.unreadable(identity, name, language, "cannot be read: " + e);
        }
    }
}
