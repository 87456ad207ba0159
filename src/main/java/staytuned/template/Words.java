package staytuned.template;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateHTMLOutputModel;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the pages and the short mails say in one language; in a model it is the function {@code say}.
 *
 * <p>{@code say("key", a, b)} is the line of that key with a and b where its {@code {0}} and {@code {1}} stand. In a
 * page a value may be a piece of HTML that the template has captured: then the line is HTML too, and all else in it is
 * escaped.
 */
public final class Words implements TemplateMethodModelEx {
    /** The languages that all lines are there in (BCP 47); the first stands in for those that are not here. */
    public static final List<String> LANGUAGES =
            List.of("en", "de", "fr", "es", "pt", "it", "nl", "pl", "ru", "ja", "zh");

    /** Stand around the number of a piece of HTML while its line is escaped: private characters (Unicode 23.5). */
    private static final char OPEN = '\uE000';

    private static final char SHUT = '\uE001';

    private final String language;
    private final Map<String, String> lines;

    Words(String language, Map<String, String> lines) {
        this.language = language;
        this.lines = lines;
    }

    /** The language that is spoken here for one who reads {@code tag}: {@code pt} for {@code pt-BR}; else empty. */
    static String spoken(String tag) {
        var language = Locale.forLanguageTag(tag).getLanguage();
        return LANGUAGES.contains(language) ? language : "";
    }

    /** One of {@link #LANGUAGES}. */
    public String language() {
        return language;
    }

    /** Which way it is written, as HTML's {@code dir} says it: none of them is written from right to left. */
    public String direction() {
        return "ltr";
    }

    /**
     * The line {@code key} with these values.
     *
     * @throws TemplateFailed there is no such line
     */
    public String say(String key, Object... values) {
        var line = lines.get(key);
        if (line == null) throw new TemplateFailed("no words \"" + key + "\" in the language " + language);
        return new MessageFormat(line, Locale.forLanguageTag(language)).format(values);
    }

    /** For templates: a text; or HTML, where one of the values is. */
    @Override
    @SuppressWarnings("rawtypes") // as the library has it
    public Object exec(List arguments) throws TemplateModelException {
        var values = new ArrayList<Object>();
        var html = new ArrayList<String>();
        for (Object argument : arguments) {
            if (argument instanceof TemplateHTMLOutputModel markup) {
                values.add("" + OPEN + html.size() + SHUT);
                html.add(HTMLOutputFormat.INSTANCE.getMarkupString(markup));
            } else {
                values.add(plain(argument));
            }
        }
        if (values.isEmpty()) throw new TemplateModelException("say takes the key of a line, and its values");
        var line = say(values.getFirst().toString(), values.subList(1, values.size()).toArray());
        if (html.isEmpty()) return line;
        var escaped = HTMLOutputFormat.INSTANCE.escapePlainText(line);
        for (var i = 0; i < html.size(); i++) escaped = escaped.replace("" + OPEN + i + SHUT, html.get(i));
        return HTMLOutputFormat.INSTANCE.fromMarkup(escaped);
    }

    private static Object plain(Object value) throws TemplateModelException {
        if (value instanceof TemplateScalarModel text) return text.getAsString().replaceAll("[" + OPEN + SHUT + "]", "");
        if (value instanceof TemplateNumberModel number) return number.getAsNumber();
        throw new TemplateModelException("say takes texts, numbers and HTML");
    }
}
