package staytuned.issue;

import java.util.List;

/**
 * What a letter says about earlier ones.
 *
 * @param kept the promises that its article keeps, the newest first
 * @param related those that it perhaps keeps: their letters are only named
 */
public record FollowUp(List<Earlier> kept, List<Earlier> related) {
    static final FollowUp NONE = new FollowUp(List.of(), List.of());

    /**
     * An earlier letter.
     *
     * @param sentence what it promised
     * @param link the letter as a page
     */
    public record Earlier(long issueId, String sentence, String title, String link) {}
}
