package staytuned.newsletter;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import staytuned.mail.Address;

/**
 * What is published: how it is called, who sends it, where its articles come from and when they go out.
 *
 * @param id its row in the database
 * @param key its name in config, commands and links: lower-case letters, digits and hyphens
 * @param postalAddress the sender's postal address, for the letter's footer; empty where none is given
 * @param language a BCP 47 tag, the language of letters whose article names none
 * @param archive who may read its letters on the web
 */
public record Newsletter(
        long id,
        String key,
        String title,
        Address from,
        String postalAddress,
        String language,
        List<Source> sources,
        Cadence cadence,
        Stationery stationery,
        Visibility archive) {
    /** One whose letters everybody may read. */
    public Newsletter(
            long id,
            String key,
            String title,
            Address from,
            String postalAddress,
            String language,
            List<Source> sources,
            Cadence cadence,
            Stationery stationery) {
        this(id, key, title, from, postalAddress, language, sources, cadence, stationery, Visibility.PUBLIC);
    }

    /** One whose letters look as they come. */
    public Newsletter(
            long id,
            String key,
            String title,
            Address from,
            String postalAddress,
            String language,
            List<Source> sources,
            Cadence cadence) {
        this(id, key, title, from, postalAddress, language, sources, cadence, Stationery.PLAIN);
    }

    /** The same, with letters that hold articles whole, or only their leads and conclusions. */
    public Newsletter holding(boolean whole) {
        var its = new Stationery(
                stationery.look(), whole, stationery.lines(), stationery.disclaimer(), stationery.sponsor());
        return new Newsletter(
                id, key, title, from, postalAddress, language, sources, cadence, its, archive);
    }

    /** Where articles come from. */
    public sealed interface Source {
        /** The URL or folder, as it stands in the database. */
        String location();

        /** How long to wait between two polls. */
        Duration poll();

        /** Whether what is there at the first poll is mailed, or is the baseline that mails nothing. */
        boolean sendsFirstPoll();

        /** How many new articles of one poll may be mailed without an admin's word; 0 for any number. */
        int flood();
    }

    /** Whether an article is fetched from its page, because its feed may hold only its beginning. */
    public enum FullText {
        /** Where the feed's text looks like a beginning. */
        AUTO,
        ALWAYS,
        NEVER
    }

    /** A feed at a URL: RSS, Atom or JSON Feed. */
    public record Feed(URI url, FullText fullText, Duration poll, boolean sendsFirstPoll, int flood)
            implements Source {
        /** A feed whose items are taken as they are. */
        public Feed(URI url, Duration poll, boolean sendsFirstPoll, int flood) {
            this(url, FullText.NEVER, poll, sendsFirstPoll, flood);
        }

        @Override
        public String location() {
            return url.toString();
        }
    }

    /**
     * A sitemap, or an index of sitemaps, whose new pages are articles.
     *
     * @param only the paths that count: a prefix, or a pattern with {@code *} and {@code **}; empty for all
     */
    public record Sitemap(URI url, String only, Duration poll, boolean sendsFirstPoll, int flood) implements Source {
        @Override
        public String location() {
            return url.toString();
        }
    }

    /** A page that is one article. */
    public record Page(URI url, Duration poll, boolean sendsFirstPoll, int flood) implements Source {
        @Override
        public String location() {
            return url.toString();
        }
    }

    /** A file that WordPress has exported. */
    public record Export(Path file, Duration poll, boolean sendsFirstPoll, int flood) implements Source {
        @Override
        public String location() {
            return file.toString();
        }
    }

    /** A folder of text, Markdown and HTML files. */
    public record Folder(Path path, Duration poll, boolean sendsFirstPoll, int flood) implements Source {
        @Override
        public String location() {
            return path.toString();
        }
    }
}
