package staytuned.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds at an article's end what a source may set before its conclusion: the last heading, a label, an opening phrase.
 * One article alone says nothing; that a source always does so is for {@link Habits} to know.
 */
final class Markers {
    static final int LONGEST = 60;
    /** A conclusion is in the second half, and takes no more than this share. */
    private static final double MOST = 0.4;
    private static final Pattern LABEL = Pattern.compile("^([^:：.!?]{2,40}[:：]|[^:：.!?]{2,40}\\?)\\s+(?=\\S)");
    private static final Pattern OPENING = Pattern.compile("^((?:[^\\s,.:;!?]{1,20} ){1,4}[^\\s,.:;!?]{1,20}),\\s");
    private static final Set<String> BOILERPLATE = Words.headings("boilerplate.headings");
    private static final Set<String> NEVER = Words.headings("habits.not");

    private Markers() {}

    /**
     * A marker and where the text behind it stands.
     *
     * @param mark its kind and its words
     * @param skip how many letters of the first block are the marker
     */
    record Marked(String mark, int from, int to, int skip) {}

    static List<Marked> in(Body body, String title) {
        var out = new ArrayList<Marked>();
        var heading = heading(body, title);
        if (heading != null) out.add(heading);
        int last = body.size() - 1;
        while (last >= 0 && !body.block(last).prose()) last--;
        for (int i = last; i > 0 && out.size() < 4 && body.block(i).is(Block.Kind.PARAGRAPH); i--) {
            if (body.position(i, 0) < 1 - MOST) break;
            var text = body.block(i).text();
            var label = LABEL.matcher(text);
            if (label.find()) add(out, "label ", label.group(1), body, new Marked("", i, last + 1, label.end()));
            var opening = OPENING.matcher(text);
            if (i != last || !opening.find()) continue;
            add(out, "opening ", opening.group(1), body, new Marked("", i, i + 1, 0));
        }
        return out;
    }

    /** The last heading, when from there to the end the author speaks, and not for long. */
    private static @Nullable Marked heading(Body body, String title) {
        int end = body.size();
        while (end > 0 && body.block(end - 1).is(Block.Kind.BREAK)) end--;
        int at = end - 1;
        while (at >= 0 && body.block(at).prose()) at--;
        if (at <= 0 || !body.block(at).is(Block.Kind.HEADING) || body.block(at).text().equals(title)) return null;
        if (at + 1 == end || !body.block(at + 1).is(Block.Kind.PARAGRAPH)) return null;
        if (body.position(at, 0) < 1 - MOST) return null;
        var out = new ArrayList<Marked>();
        add(out, "heading ", body.block(at).text(), body, new Marked("", at + 1, end, 0));
        return out.isEmpty() ? null : out.getFirst();
    }

    private static void add(List<Marked> out, String kind, String words, Body body, Marked place) {
        var plain = Headings.normalised(words);
        boolean refused = plain.length() < 2 || plain.length() > LONGEST || !body.saysSomething(place.from(), place.to())
                || BOILERPLATE.contains(plain) || Headings.outlook(plain) || never(plain);
        if (!refused) out.add(new Marked(kind + plain, place.from(), place.to(), place.skip()));
    }

    /** Whether one of the words names what a source may always have at the end without concluding: notes, links. */
    private static boolean never(String words) {
        if (NEVER.contains(words)) return true;
        for (var each : words.split("[^\\p{L}\\p{N}']+", -1)) if (NEVER.contains(each)) return true;
        return false;
    }
}
