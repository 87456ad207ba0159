package staytuned.issue;

import java.util.List;
import staytuned.article.Coming;

/**
 * What a letter says about earlier and later ones.
 *
 * @param kept the promises that its article keeps, the newest first
 * @param related those that it perhaps keeps: their letters are only named
 * @param coming what is scheduled, the nearest first
 */
public record FollowUp(List<Earlier> kept, List<Earlier> related, List<Coming> coming) {
    static final FollowUp NONE = new FollowUp(List.of(), List.of(), List.of());

    /** What the letter says that has several articles. */
    static FollowUp all(List<FollowUp> each) {
        return new FollowUp(
                each.stream().flatMap(one -> one.kept.stream()).toList(),
                each.stream().flatMap(one -> one.related.stream()).toList(),
                List.of());
    }

    /** The same, before these. */
    FollowUp before(List<Coming> later) {
        return new FollowUp(kept, related, later);
    }

    /**
     * An earlier letter.
     *
     * @param sentence what it promised
     * @param link the letter as a page
     */
    public record Earlier(long issueId, String sentence, String title, String link) {}
}
