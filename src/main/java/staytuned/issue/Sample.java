package staytuned.issue;

import java.time.Instant;
import java.util.List;
import staytuned.article.Article;
import staytuned.article.ArticleState;
import staytuned.article.Coming;
import staytuned.newsletter.Newsletter;
import staytuned.reading.Content;
import staytuned.reading.Reading;

/** Articles that show every part of a letter, to try templates with: one with all parts, one with none. */
final class Sample {
    private static final String BODY = """
            <p>The first words.</p><h2>One</h2><p>More, <a href="https://example.org/">linked</a>.</p>
            <img src="https://example.org/picture.jpg" alt="What it shows"><h2>Two</h2><ul><li>An item</li></ul>
            <h2>Three</h2><blockquote>Quoted</blockquote><pre>code</pre><table><tr><td>A cell</td></tr></table>
            """;

    static final FollowUp FOLLOW_UP = new FollowUp(
            List.of(new FollowUp.Earlier(0, "More will follow.", "An earlier letter", "https://example.org/1")),
            List.of(new FollowUp.Earlier(0, "And more.", "Another one", "https://example.org/2")),
            List.of(new Coming("A later letter", Instant.EPOCH)));

    private Sample() {}

    static List<Article> articles(Newsletter newsletter) {
        var language = newsletter.language();
        var full = new Reading("A title", language, "The first words.", "- One\n- Two\n\nAnd three.",
                "Stay tuned for more.", 9);
        var bare = new Reading("A title", language, null, null, null, 1);
        return List.of(
                article(newsletter, Content.of(Content.HTML, BODY), full),
                article(newsletter, Content.of(Content.TEXT, "Words"), bare));
    }

    private static Article article(Newsletter newsletter, Content content, Reading reading) {
        return new Article(0, newsletter.id(), ArticleState.WAITING, Instant.EPOCH, null, null,
                reading.lead() == null ? null : "The author", content, reading, null);
    }
}
