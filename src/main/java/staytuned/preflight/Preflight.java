package staytuned.preflight;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;

/** Looks over a letter: whether every mail program can show it, and whether it says what it must. */
public final class Preflight {
    /** More of them say no more. */
    private static final int MOST = 50;

    private final Features features = new Features();

    /** What is wrong with it, the errors first; nothing where it may go out. */
    public List<Finding> look(Draft draft) {
        var findings = new ArrayList<Finding>();
        var page = Jsoup.parse(draft.html());
        Wording.look(draft, page, findings);
        Markup.look(draft, page, findings);
        Contrasts.look(page, findings);
        features.look(page, findings);
        return findings.stream()
                .distinct()
                .sorted((a, b) -> Boolean.compare(b.holds(), a.holds()))
                .limit(MOST)
                .toList();
    }
}
