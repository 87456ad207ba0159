package staytuned.reading;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import staytuned.text.Characters;

/** The sections of a long article, by their headings. */
public final class Outline {
    /** In minutes: of what is shorter nobody needs an overview. */
    private static final int LONG = 5;

    private static final int FEWEST = 3;
    private static final int MOST = 9;
    private static final int LONGEST = 120;

    private Outline() {}

    /** The headings in their order, without the title and the conclusion's; none where the article is short. */
    public static List<String> of(Content content, Reading reading) {
        if (reading.minutes() < LONG) return List.of();
        var blocks = Boilerplate.without(Manuscript.of(content).blocks(), reading.language(), Habits.NONE);
        var top = blocks.stream().filter(each -> each.is(Block.Kind.HEADING)).mapToInt(Block::level)
                .filter(level -> level > 1).min().orElse(0);
        var sections = new ArrayList<String>();
        for (var i = 0; i < blocks.size(); i++) {
            var block = blocks.get(i);
            if (!block.is(Block.Kind.HEADING) || block.level() > top || i + 1 == blocks.size()) continue;
            if (block.text().equals(reading.title()) || concludes(blocks.get(i + 1), reading.conclusion())) continue;
            sections.add(Characters.cut(block.text(), LONGEST));
        }
        return sections.size() < FEWEST || sections.size() > MOST ? List.of() : List.copyOf(sections);
    }

    private static boolean concludes(Block next, @Nullable String conclusion) {
        return conclusion != null && next.prose() && conclusion.replaceFirst("^- ", "")
                .startsWith(next.text().substring(0, Math.min(40, next.text().length())));
    }
}
