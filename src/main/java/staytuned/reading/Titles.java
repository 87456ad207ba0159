package staytuned.reading;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import staytuned.text.Characters;

/** Finds an article's title. */
final class Titles {
    private static final int FIRST_WORDS = 120;

    private Titles() {}

    /** As its feed or front matter says, as its markup says, its first telling heading, its first words. */
    static Found of(Content content, Manuscript manuscript, List<Block> body) {
        var named = content.title() == null ? null : plain(content.title());
        if (named != null) return new Found(named, "named by the feed or the front matter (rule 19)");
        if (manuscript.title() != null && !Headings.generic(manuscript.title())) {
            return new Found(manuscript.title(), "the article's h1 or og:title (rule 19)");
        }
        for (var each : body) {
            if (!each.is(Block.Kind.HEADING) || Headings.generic(each.text())) continue;
            return new Found(Characters.cut(each.text(), 300), "the first heading that is not generic (rule 19)");
        }
        for (var each : body) {
            if (each.prose()) return new Found(Characters.cut(each.text(), FIRST_WORDS), "no heading: the first words");
        }
        return new Found(Objects.requireNonNullElse(content.link(), "–"), "there is no text");
    }

    /** Titles of feeds are often HTML. */
    private static @Nullable String plain(String title) {
        if (title.indexOf('<') < 0 && title.indexOf('&') < 0) return title;
        return Characters.line(Html.parse(title, null).text(), 300);
    }
}
