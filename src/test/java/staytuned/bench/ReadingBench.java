package staytuned.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.dankito.readability4j.Readability4J;
import staytuned.reading.Bodies;
import staytuned.reading.Content;
import staytuned.reading.Reader;

/**
 * Reads pages of three sizes: Staytuned takes title, lead, conclusion and promise; Readability4J alone finds the part
 * of the page that is the article. The pages are made of the corpus, with what stands around an article on a blog.
 */
final class ReadingBench {
    private static final Path ARTICLES = Path.of("src/test/resources/staytuned/article");
    private static final String ADDRESS = "https://example.org/2026/01/an-article/";
    private static final int PAGES = 20;

    private ReadingBench() {}

    public static void main(String[] args) throws Exception {
        var articles = articles();
        for (int kilobytes : new int[] {5, 20, 60}) {
            var pages = new ArrayList<String>();
            for (int i = 0; i < PAGES; i++) pages.add(page(articles, i * 7, kilobytes * 1000));
            Duel.run("pages of " + kilobytes + " KB", "pages", () -> ours(pages), "Readability4J", () -> theirs(pages));
        }
    }

    private static int ours(List<String> pages) {
        var reader = new Reader();
        for (var each : pages) reader.read(new Content(Content.HTML, each, null, null, ADDRESS), "en");
        return pages.size();
    }

    private static int theirs(List<String> pages) {
        for (var each : pages) new Readability4J(ADDRESS, each).parse();
        return pages.size();
    }

    private static List<String> articles() throws IOException {
        var out = new ArrayList<String>();
        for (var folder : List.of("cases", "corpus")) {
            try (var files = Files.list(ARTICLES.resolve(folder))) {
                for (var file : files.sorted().toList()) {
                    var name = file.toString();
                    if (name.endsWith(".json")) continue;
                    var type = name.endsWith(".html") ? Content.HTML
                            : name.endsWith(".md") ? Content.MARKDOWN : Content.TEXT;
                    out.add(Bodies.html(Content.of(type, Files.readString(file))));
                }
            }
        }
        return out;
    }

    /** A page about as large as {@code size}, whose article begins with the corpus's {@code first}. */
    private static String page(List<String> articles, int first, int size) {
        var menu = "<li class=\"menu-item\"><a href=\"/topic/\">A topic of the site</a></li>\n".repeat(12);
        var comment = "<li class=\"comment\"><p>A reader says what came to mind, at no great length.</p></li>\n";
        var body = new StringBuilder();
        for (int i = first; body.length() < size * 3 / 4; i++) {
            body.append("<section class=\"part\">\n").append(articles.get(i % articles.size())).append("</section>\n");
        }
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>An article – A blog</title>
                <meta property="og:title" content="An article"><style>p { margin: 0 }</style></head>
                <body class="post-template"><header><nav><ul>%s</ul></nav></header>
                <main><article class="post"><h1>An article about many things</h1>
                <div class="entry-content">%s</div>
                <div class="sharedaddy"><a href="#">Share</a> <a href="#">Print</a></div></article>
                <section id="comments"><ol>%s</ol></section></main>
                <aside class="sidebar"><ul>%s</ul></aside>
                <footer><p>All rights reserved.</p></footer><script>var loaded = 1;</script></body></html>
                """.formatted(menu, body, comment.repeat(size / 2000), menu);
    }
}
