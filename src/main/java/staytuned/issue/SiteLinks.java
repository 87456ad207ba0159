package staytuned.issue;

/**
 * The public addresses of what we publish.
 *
 * @param site the address of the pages, without a slash at its end
 */
public record SiteLinks(String site) {
    /** The letter of an issue, as a page. */
    public String issue(long issueId) {
        return site + "/issues/" + issueId;
    }

    /** The whole of an article, for those that have no page elsewhere. */
    public String article(long articleId) {
        return site + "/articles/" + articleId;
    }
}
