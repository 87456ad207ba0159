package staytuned.feedback;

import java.util.Comparator;
import java.util.List;

/**
 * What a mail says, as a whole.
 *
 * @param verdicts one for each recipient that it speaks of; one at least
 */
public record Notice(List<Verdict> verdicts) {
    private static final List<Kind> GRAVEST = List.of(Kind.COMPLAINT, Kind.HARD, Kind.SOFT, Kind.AUTO_REPLY, Kind.NONE);

    public Notice {
        verdicts = List.copyOf(verdicts);
        if (verdicts.isEmpty()) verdicts = List.of(new Verdict(Kind.NONE, null, null, null, false));
    }

    /** The gravest of them; the first of those that are alike. */
    public Verdict verdict() {
        return verdicts.stream().min(Comparator.comparingInt(each -> GRAVEST.indexOf(each.kind()))).orElseThrow();
    }

    public Kind kind() {
        return verdict().kind();
    }
}
