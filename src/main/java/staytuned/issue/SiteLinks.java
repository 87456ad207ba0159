package staytuned.issue;

import org.jspecify.annotations.Nullable;

/**
 * The public addresses of what we publish.
 *
 * @param site the address of the pages, without a slash at its end
 * @param keys open what is private
 */
public record SiteLinks(String site, PageKeys keys) {
    private static final String ISSUES = "/issues/";
    private static final String ARTICLES = "/articles/";

    /** Where nothing is private. */
    public SiteLinks(String site) {
        this(site, PageKeys.NONE);
    }

    /** The letter of an issue, as a page. */
    public String issue(long newsletterId, long issueId) {
        return site + ISSUES + issueId + keys.query(newsletterId, ISSUES + issueId);
    }

    /** Whether one who came with {@code key} may see that page. */
    public boolean opensIssue(long newsletterId, long issueId, @Nullable String key) {
        return keys.open(newsletterId, ISSUES + issueId, key);
    }

    /** The whole of an article, for those that have no page elsewhere. */
    public String article(long newsletterId, long articleId) {
        return site + ARTICLES + articleId + keys.query(newsletterId, ARTICLES + articleId);
    }

    /** Whether one who came with {@code key} may see that page. */
    public boolean opensArticle(long newsletterId, long articleId, @Nullable String key) {
        return keys.open(newsletterId, ARTICLES + articleId, key);
    }

    /** All issues of a newsletter. */
    public String archive(String newsletterKey) {
        return site + "/archive/" + newsletterKey;
    }
}
