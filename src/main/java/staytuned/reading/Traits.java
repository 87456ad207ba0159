package staytuned.reading;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one article teaches about its source. However long the article, each of these is short.
 *
 * @param lines its short paragraphs, each as 16 hexadecimal digits
 * @param headings its headings, as they are compared
 * @param markers what stands at its end in the way of a conclusion's mark
 */
public record Traits(Set<String> lines, Set<String> headings, List<Marker> markers) {
    /** A longer paragraph is nobody's stock line. */
    static final int LINE = 120;
    private static final int MOST_LINES = 60;
    private static final int MOST_HEADINGS = 30;

    /**
     * A heading, label or opening phrase that may stand before the conclusion.
     *
     * @param mark its kind and its words, at most 80 characters
     * @param said what follows it, as 16 hexadecimal digits
     */
    public record Marker(String mark, String said) {}

    public Traits {
        lines = Set.copyOf(lines);
        headings = Set.copyOf(headings);
        markers = List.copyOf(markers);
    }

    static Traits of(List<Block> blocks, Body body, String title) {
        var lines = new LinkedHashSet<String>();
        var headings = new LinkedHashSet<String>();
        // From the end: there a source signs its articles.
        for (var each : blocks.reversed()) {
            if (stock(each) && lines.size() < MOST_LINES) lines.add(hash(each.text()));
        }
        for (var each : body.blocks.reversed()) {
            if (!each.is(Block.Kind.HEADING) || headings.size() >= MOST_HEADINGS) continue;
            var words = Headings.normalised(each.text());
            if (words.length() <= Markers.LONGEST && !Headings.generic(words)) headings.add(words);
        }
        var markers = new ArrayList<Marker>();
        for (var each : Markers.in(body, title)) {
            var said = new StringBuilder();
            for (int i = each.from(); i < each.to(); i++) said.append(body.block(i).text()).append('\n');
            markers.add(new Marker(each.mark(), hash(said.toString())));
        }
        return new Traits(lines, headings, markers);
    }

    /** Whether the same in several articles would be boilerplate. */
    static boolean stock(Block block) {
        return block.is(Block.Kind.PARAGRAPH) && block.text().length() < LINE;
    }

    static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
