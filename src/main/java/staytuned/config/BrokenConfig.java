package staytuned.config;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;

/** The settings cannot be used; the message is one line for each mistake, in the order of the file. */
public final class BrokenConfig extends RuntimeException {
    private final transient List<Mistake> mistakes;

    BrokenConfig(List<Mistake> mistakes) {
        super(inOrder(mistakes).stream().map(Mistake::toString).collect(joining("\n")));
        this.mistakes = inOrder(mistakes);
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }

    private static List<Mistake> inOrder(List<Mistake> mistakes) {
        return mistakes.stream().sorted(Comparator.comparingInt(Mistake::line)).toList();
    }
}
