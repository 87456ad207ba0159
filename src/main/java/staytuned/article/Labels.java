package staytuned.article;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import staytuned.text.Characters;

/**
 * What an article says about itself beside its text.
 *
 * @param tags categories and tags in lower case, at most 20, each at most 60 characters
 * @param follows the link, the last part of the link, or the title of the article that it follows; null for none
 */
record Labels(List<String> tags, @Nullable String follows) {
    static final Labels NONE = new Labels(List.of(), null);

    private static final int MOST = 20;
    private static final int LONGEST = 60;

    /** Tags as strangers write them; what is no tag is left out. */
    static Labels of(Stream<? extends @Nullable Object> tags, @Nullable String follows) {
        var tidy = tags.filter(each -> each instanceof String || each instanceof Number)
                .map(each -> Characters.line(String.valueOf(each).toLowerCase(Locale.ROOT), LONGEST + 1))
                .filter(each -> each != null && each.length() <= LONGEST)
                .map(String::valueOf)
                .distinct()
                .limit(MOST)
                .toList();
        return new Labels(tidy, follows);
    }
}
