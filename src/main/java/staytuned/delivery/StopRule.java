package staytuned.delivery;

import java.util.Locale;
import java.util.Optional;

/**
 * When an issue that goes wrong stops by itself. Shares count once so many letters were answered that they say
 * something.
 *
 * @param bounces how large a share of the letters may be refused for their readers' sake, from 0 to 1
 * @param refused how often relays may refuse the sender or the content before it stops
 * @param complaints how large a share of the letters that were taken may be complained about, from 0 to 1
 */
public record StopRule(double bounces, int refused, double complaints) {
    /** Big receivers count complaints the same way, and turn away who reaches 0.3 %. */
    public static final StopRule USUAL = new StopRule(0.05, 20, 0.003);

    private static final int LETTERS = 50;
    private static final int BOUNCES = 10;
    private static final int COMPLAINTS = 3;

    /** What is wrong with an issue that is received like this; none where it may go on. */
    Optional<String> broken(Reception seen) {
        if (seen.refused() >= refused) {
            return Optional.of("copies refused for its sender or its content: " + seen.refused());
        }
        var answered = seen.taken() + seen.bounced();
        if (answered < LETTERS) return Optional.empty();
        if (seen.bounced() >= BOUNCES && seen.bounced() > bounces * answered) {
            return Optional.of(seen.bounced() + " of " + answered + " letters bounced, more than " + percent(bounces));
        }
        if (seen.complained() >= COMPLAINTS && seen.complained() > complaints * answered) {
            return Optional.of(seen.complained() + " readers of " + answered + " complained, more than "
                    + percent(complaints));
        }
        return Optional.empty();
    }

    private static String percent(double share) {
        var digits = String.format(Locale.ROOT, "%.3f", share * 100);
        return digits.replaceFirst("\\.?0+$", "") + "%";
    }
}
