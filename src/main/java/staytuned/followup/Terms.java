package staytuned.followup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Words as they are compared: in lower case, without their endings, and without those that say nothing. */
final class Terms {
    private static final int MOST = 2_000;

    private final Map<String, Analyzer> analyzers = Map.of(
            "en", new EnglishAnalyzer(),
            "de", new GermanAnalyzer(),
            "fr", new FrenchAnalyzer(),
            "es", new SpanishAnalyzer(),
            "it", new ItalianAnalyzer(),
            "pt", new PortugueseAnalyzer(),
            "nl", new DutchAnalyzer(),
            "ru", new RussianAnalyzer());
    private final Analyzer pairs = new CJKAnalyzer();
    private final Analyzer plain = new StandardAnalyzer();

    /** The terms of a text, in order, at most 2,000. */
    List<String> of(String text, String language) {
        var out = new ArrayList<String>();
        try (var stream = analyzer(language).tokenStream("text", text)) {
            var term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (out.size() < MOST && stream.incrementToken()) out.add(term.toString());
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out;
    }

    Set<String> set(String text, String language) {
        return new HashSet<>(of(text, language));
    }

    private Analyzer analyzer(String language) {
        var primary = Locale.forLanguageTag(language).getLanguage();
        return switch (primary) {
            case "ja", "zh", "ko" -> pairs;
            default -> analyzers.getOrDefault(primary, plain);
        };
    }
}
