package staytuned.feedback;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How letters were received.
 *
 * @param letters that a relay has taken or refused for good
 * @param bounced those of them that were refused, given up, or came back
 * @param complained those about which their readers complained
 */
public record Count(int letters, int bounced, int complained) {
    static final Count NONE = new Count(0, 0, 0);

    /** What receivers ask for, and from where on they turn mail away. */
    private static final double COMPLAINTS_WISHED = 0.001;

    private static final double COMPLAINTS_MOST = 0.003;
    private static final double BOUNCES_MOST = 0.05;

    /** Fewer say nothing, whatever share they are. */
    private static final int LEAST_LETTERS = 50;

    private static final int LEAST_BOUNCES = 10;
    private static final int LEAST_COMPLAINTS = 3;

    /** What a rate is about, and the sentence that says by how much it is over its limit. */
    public record Excess(String rate, String says) {}

    public Count plus(Count other) {
        return new Count(letters + other.letters, bounced + other.bounced, complained + other.complained);
    }

    /** How many were delivered, as far as anybody knows. */
    public int delivered() {
        return letters - bounced;
    }

    /** From 0 to 1, as the other rates; 1 where there are no letters. */
    public double deliveryRate() {
        return letters == 0 ? 1 : (double) delivered() / letters;
    }

    public double bounceRate() {
        return letters == 0 ? 0 : (double) bounced / letters;
    }

    /** Of those delivered, as receivers count it. */
    public double complaintRate() {
        return (double) complained / Math.max(1, Math.max(complained, delivered()));
    }

    /** The rates that are over their limits; none where there are too few letters to say. */
    public List<Excess> excesses() {
        var found = new ArrayList<Excess>();
        if (letters < LEAST_LETTERS) return found;
        if (bounced >= LEAST_BOUNCES && bounceRate() > BOUNCES_MOST) {
            found.add(new Excess("bounces", says(bounceRate(), bounced, letters, "bounced", BOUNCES_MOST)));
        }
        if (complained >= LEAST_COMPLAINTS && complaintRate() > COMPLAINTS_WISHED) {
            var limit = complaintRate() > COMPLAINTS_MOST ? COMPLAINTS_MOST : COMPLAINTS_WISHED;
            found.add(new Excess("complaints", says(complaintRate(), complained, delivered(), "complained", limit)));
        }
        return found;
    }

    private static String says(double rate, int some, int all, String what, double limit) {
        return percent(rate) + " " + what + " (" + some + " of " + all + "), over " + percent(limit);
    }

    /** A share as people read it, such as 0.31%. */
    public static String percent(double share) {
        var digits = String.format(Locale.ROOT, "%.2f", share * 100);
        return digits.replaceFirst("\\.?0+$", "") + "%";
    }
}
