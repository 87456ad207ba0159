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
    static String of(Content content, Manuscript manuscript, List<Block> body) {
        var named = content.title() == null ? null : plain(content.title());
        if (named != null) return named;
        if (manuscript.title() != null && !Headings.generic(manuscript.title())) return manuscript.title();
        for (var each : body) {
            if (each.is(Block.Kind.HEADING) && !Headings.generic(each.text())) return Characters.cut(each.text(), 300);
        }
        for (var each : body) if (each.prose()) return Characters.cut(each.text(), FIRST_WORDS);
        return Objects.requireNonNullElse(content.link(), "–");
    }

    /** Titles of feeds are often HTML. */
    private static @Nullable String plain(String title) {
        if (title.indexOf('<') < 0 && title.indexOf('&') < 0) return title;
        return Characters.line(Html.parse(title, null).text(), 300);
    }
}
