package staytuned.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import staytuned.newsletter.Newsletter;
import staytuned.template.Templates;
import staytuned.template.Words;

/** Fills the templates of pages in a language of their reader. */
final class PagePrinter {
    static final String COMMON = "common";

    private final Templates templates;
    private final String house;

    /** What is about no newsletter speaks as the first of them does. */
    PagePrinter(Templates templates, List<Newsletter> newsletters) {
        this.templates = templates;
        this.house = newsletters.isEmpty() ? "" : newsletters.getFirst().language();
    }

    /** The words of pages that are about no newsletter. */
    Words words(String area) {
        return templates.words(area, house);
    }

    /**
     * The words of a page about a newsletter.
     *
     * @param newsletter null where it is no longer there
     * @param chosen the language that the reader has chosen; null for none
     */
    Words words(String area, @Nullable Newsletter newsletter, @Nullable String chosen) {
        return templates.words(area, chosen, newsletter == null ? house : newsletter.language());
    }

    /**
     * The page of the template {@code pages/NAME.ftlh}. To its model come {@code say}, {@code language} and {@code dir},
     * where they are not in it.
     */
    Answer page(int status, String name, Words words, Map<String, ? extends @Nullable Object> model) {
        var whole = new HashMap<String, @Nullable Object>();
        whole.put("say", words);
        whole.put("language", words.language());
        whole.put("dir", words.direction());
        whole.putAll(model);
        return Answer.page(status, templates.render("pages/" + name + ".ftlh", whole));
    }

    /** A page that says one thing: the lines {@code KEY.title} and {@code KEY.text}. */
    Answer message(int status, String key, Words words) {
        return page(status, "message", words,
                Map.of("title", words.say(key + ".title"), "text", words.say(key + ".text")));
    }

    /** That a link leads nowhere: the same for all that we did not sign, or no longer know. */
    Answer unknownLink() {
        return message(404, "link", words(COMMON));
    }
}
