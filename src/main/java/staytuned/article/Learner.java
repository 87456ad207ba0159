package staytuned.article;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import staytuned.db.Tx;
import staytuned.newsletter.Newsletter;
import staytuned.reading.Content;
import staytuned.reading.Reader;
import staytuned.reading.Traits;

/** Learns a source's habits from what one poll brings, and reads again what they change. */
final class Learner {
    /** So many articles of one poll are read again; those of a baseline are mailed to nobody, and never are. */
    private static final int MOST = 500;

    private final Reader reader = new Reader();
    private final Newsletter newsletter;
    private final long sourceId;
    private final List<Kept> mailed = new ArrayList<>();
    private @Nullable Lessons lessons;

    private record Kept(String key, Finding finding, Traits traits) {}

    Learner(Newsletter newsletter, long sourceId) {
        this.newsletter = newsletter;
        this.sourceId = sourceId;
    }

    /** Takes in an article that was kept; it teaches once, however often it is edited. */
    void kept(Tx tx, Finding finding, Known.@Nullable Row before, ArticleState state) {
        if (finding.reason() != null || Unread.is(finding.item().content())) return;
        var lessons = lessons(tx);
        var traits = reader.traits(finding.item().content(), newsletter.language());
        boolean first = before == null || before.unread() || before.state() == ArticleState.UNREADABLE;
        if (first) lessons.learn(traits);
        boolean mails = state == ArticleState.WAITING || state == ArticleState.HELD
                || state == ArticleState.SCHEDULED;
        var key = before == null ? finding.identity().key() : before.key();
        if (mails && mailed.size() < MOST) mailed.add(new Kept(key, finding, traits));
    }

    /** The finding, read with what is known of its source. */
    Finding read(Tx tx, Finding finding) {
        var reading = reader.read(finding.item().content(), newsletter.language(), lessons(tx).habits());
        return new Finding(finding.identity(), finding.item(), reading, finding.reason());
    }

    /** Whether a letter about the one text would show something else than about the other. */
    boolean differ(Tx tx, Content before, Content now) {
        var habits = lessons(tx).habits();
        return !Essence.of(reader.read(before, newsletter.language(), habits))
                .equals(Essence.of(reader.read(now, newsletter.language(), habits)));
    }

    private Lessons lessons(Tx tx) {
        if (lessons == null) lessons = SourceHabits.lessons(tx, sourceId);
        return lessons;
    }

    /** Remembers what was learnt, and reads with it what was kept before all of it was known. */
    void finish(Tx tx, Articles articles) {
        if (lessons == null) return;
        SourceHabits.keep(tx, sourceId, lessons);
        var habits = lessons.habits();
        for (var each : mailed) {
            if (!habits.concern(each.traits())) continue;
            var again = reader.read(each.finding().item().content(), newsletter.language(), habits);
            if (!again.equals(each.finding().reading())) articles.reread(tx, newsletter.id(), each.key(), again);
        }
    }
}
