package staytuned.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/** What a letter says: subject, both parts, and what law and manners ask for. */
final class Wording {
    private static final Pattern ANSWER = Pattern.compile("(?i)^\\s*(?:re|aw|antw|sv|fw|fwd|wg)(?:\\[\\d+])?\\s*:.*");
    /** What templates of all kinds are written with. */
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "\\$\\{[^}\\s]{1,80}}|<[#@][a-z][^>]{0,80}>|\\{\\{[^{}]{1,80}}}|\\*\\|[A-Z_:]{1,60}\\|\\*"
            + "|%%[a-zA-Z_]{1,60}%%|\\{%[^%]{1,80}%}|<%[^%]{1,80}%>");

    private static final Pattern WORD = Pattern.compile("\\p{L}{4,}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");
    private static final int LEAST = 20;

    private Wording() {}

    static void look(Draft draft, Document page, List<Finding> findings) {
        subject(draft.subject(), findings);
        if (draft.preheader().isBlank()) {
            findings.add(Finding.warning("preheader", "is empty", "mail programs show the letter's first words, its "
                    + "date, in its place; give the article a first paragraph or set letter.preheader"));
        }
        // No receiver and no RFC asks for it, and whether a law does, only its sender knows: so it holds nothing.
        if (draft.postalAddress().isBlank()) {
            findings.add(Finding.warning("postal-address", "is missing", "the law of many countries asks for it; set "
                    + "it in the config"));
        }
        var source = spaced(draft.source() + "\n" + Parser.unescapeEntities(draft.source(), false));
        unrendered("subject", draft.subject(), source, findings);
        unrendered("HTML", page.text(), source, findings);
        unrendered("text", draft.plain(), source, findings);
        for (var link : page.select("[href], [src]")) {
            unrendered("HTML", link.attr("href") + link.attr("src"), source, findings);
        }
        parts(draft, page, findings);
    }

    private static void subject(String subject, List<Finding> findings) {
        if (subject.isBlank()) {
            findings.add(Finding.error("subject", "is empty", "give the article a title or set letter.subject"));
        }
        if (ANSWER.matcher(subject).matches()) {
            findings.add(Finding.error("subject", "pretends to be an answer", "take the \"Re:\" away"));
        }
        if (CONTROL.matcher(subject).find()) {
            findings.add(Finding.error("subject", "has a line end or a control character", "take it away"));
        }
    }

    /** What a template should have replaced; what stands in the {@code source} is the author's own. */
    private static void unrendered(String place, String text, String source, List<Finding> findings) {
        PLACEHOLDER.matcher(spaced(text)).results()
                .map(each -> each.group())
                .filter(each -> !source.contains(each))
                .forEach(each -> findings.add(Finding.error(
                        place, "shows the placeholder " + each, "mend the template that it comes from")));
    }

    /** Lines of the text part are broken where there was one space. */
    private static String spaced(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static void parts(Draft draft, Document page, List<Finding> findings) {
        for (var part : List.of(List.of("HTML", page.text()), List.of("text", draft.plain()))) {
            if (part.getLast().strip().length() < LEAST) {
                findings.add(Finding.error(part.getFirst(), "is empty", "mend the template, or the article"));
            }
        }
        for (var part : List.of(List.of("HTML", draft.html()), List.of("text", draft.plain()))) {
            if (!part.getLast().contains(draft.unsubscribe())) {
                findings.add(Finding.error(part.getFirst(), "has no link to unsubscribe",
                        "write ${links.unsubscribe} into the template"));
            }
        }
        var html = words(page.text());
        var missing = new ArrayList<>(words(draft.plain()));
        var all = missing.size();
        missing.removeAll(html);
        missing.removeIf(each -> draft.html().toLowerCase(Locale.ROOT).contains(each));
        if (missing.size() * 5 > all) {
            findings.add(Finding.warning("text", "says something else than the HTML, such as \"" + missing.getFirst()
                    + "\"", "filters take that for a trick; let both templates say the same"));
        }
    }

    private static Set<String> words(String text) {
        return WORD.matcher(text).results().map(each -> each.group().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
