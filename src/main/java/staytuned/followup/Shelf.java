package staytuned.followup;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.mlt.MoreLikeThis;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/** The articles of one source, indexed in memory. The database is the only truth: it is filled from there. */
final class Shelf {
    private static final String ID = "id";
    private static final String TITLE = "title";
    private static final String TEXT = "text";
    private static final int MOST_TERMS = 40;
    private static final float TITLE_COUNTS = 2;

    private final Terms terms;
    private final IndexWriter writer;
    private DirectoryReader reader;
    private IndexSearcher searcher;

    Shelf(Terms terms) {
        this.terms = terms;
        try {
            writer = new IndexWriter(new ByteBuffersDirectory(), new IndexWriterConfig(new WhitespaceAnalyzer()));
            reader = DirectoryReader.open(writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        searcher = searcher();
    }

    int size() {
        return reader.numDocs();
    }

    /** Takes articles in, or their newer versions. */
    void put(List<Writing> articles) {
        try {
            for (var each : articles) {
                var document = new Document();
                document.add(new StringField(ID, id(each), Field.Store.YES));
                document.add(new TextField(TITLE, joined(each.title(), each.language()), Field.Store.NO));
                document.add(new TextField(TEXT, joined(each.title() + "\n" + each.text(), each.language()),
                        Field.Store.NO));
                writer.updateDocument(new Term(ID, id(each)), document);
            }
            var newer = DirectoryReader.openIfChanged(reader, writer);
            if (newer == null) return;
            reader.close();
            reader = newer;
            searcher = searcher();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How well an article answers {@code words}: 1 where it answers all of them, and better than every other article
     * but {@code by}.
     */
    double answers(String words, Writing article, Writing by) {
        var wanted = new LinkedHashSet<>(terms.of(words, by.language()));
        if (wanted.isEmpty()) return 0;
        var query = new BooleanQuery.Builder();
        double all = 0;
        double met = 0;
        try {
            var has = terms.set(article.title() + "\n" + article.text(), article.language());
            int used = 0;
            for (var each : wanted) {
                if (used++ == MOST_TERMS) break;
                query.add(new BoostQuery(new TermQuery(new Term(TITLE, each)), TITLE_COUNTS), Occur.SHOULD);
                query.add(new TermQuery(new Term(TEXT, each)), Occur.SHOULD);
                // As BM25 weighs a word: what stands in few articles says much.
                double holders = reader.docFreq(new Term(TEXT, each));
                double weight = Math.log(1 + (size() - holders + 0.5) / (holders + 0.5));
                all += weight;
                if (has.contains(each)) met += weight;
            }
            return all == 0 ? 0 : Math.sqrt(met / all) * ranked(query.build(), article, by);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How much an article is like {@code by}: 1 where none is more so. */
    double resembles(Writing article, Writing by) {
        try {
            var like = new MoreLikeThis(reader);
            like.setAnalyzer(new WhitespaceAnalyzer());
            like.setFieldNames(new String[] {TEXT});
            like.setMinTermFreq(1);
            like.setMinDocFreq(2);
            like.setMaxQueryTerms(MOST_TERMS);
            var text = joined(by.title() + "\n" + by.text(), by.language());
            return ranked(like.like(TEXT, new StringReader(text)), article, by);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The article's score as a share of the best one's, {@code by} itself left out. */
    private double ranked(Query query, Writing article, Writing by) throws IOException {
        var others = new BooleanQuery.Builder()
                .add(query, Occur.MUST)
                .add(new TermQuery(new Term(ID, id(by))), Occur.MUST_NOT)
                .build();
        var best = searcher.search(others, 1);
        if (best.scoreDocs.length == 0 || best.scoreDocs[0].score <= 0) return 0;
        var own = searcher.search(new BooleanQuery.Builder()
                .add(query, Occur.MUST)
                .add(new TermQuery(new Term(ID, id(article))), Occur.FILTER)
                .build(), 1);
        return own.scoreDocs.length == 0 ? 0 : own.scoreDocs[0].score / best.scoreDocs[0].score;
    }

    private IndexSearcher searcher() {
        var made = new IndexSearcher(reader);
        made.setSimilarity(new BM25Similarity());
        return made;
    }

    private String joined(String text, String language) {
        return String.join(" ", terms.of(text, language));
    }

    private static String id(Writing article) {
        return Long.toString(article.id());
    }
}
