package staytuned.article;

import java.net.URI;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which paths of a site count: those that begin so, or that match {@code *} (within a segment) and {@code **}. */
record PathPattern(Pattern pattern) implements Predicate<URI> {
    private static final Pattern STARS = Pattern.compile("\\*+|[^*]+");

    /** {@code text} is a prefix where it holds no star; every path where it is empty. */
    static PathPattern of(String text) {
        var out = new StringBuilder();
        STARS.matcher(text).results().forEach(each -> {
            var part = each.group();
            out.append(part.startsWith("**") ? ".*" : part.equals("*") ? "[^/]*" : Pattern.quote(part));
        });
        return new PathPattern(Pattern.compile(text.contains("*") ? out.toString() : out + ".*", Pattern.DOTALL));
    }

    @Override
    public boolean test(URI url) {
        var path = url.getRawPath();
        return pattern.matcher(path == null || path.isEmpty() ? "/" : path).matches();
    }
}
