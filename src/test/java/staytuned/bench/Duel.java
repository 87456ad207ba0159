package staytuned.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Ours and theirs in turn, A B A B, in one process: what else the machine does meets both. */
final class Duel {
    private static final int ROUNDS = 9;
    private static final long ROUND = 1_500_000_000L;

    private Duel() {}

    /** Does its work once, and says how many pieces that were. */
    interface Work {
        int run() throws Exception;
    }

    /** Runs both for a while, and prints the medians in {@code unit} per second, and their ratio. */
    static void run(String name, String unit, Work ours, String other, Work theirs) throws Exception {
        rate(ours);
        rate(theirs);
        var our = new ArrayList<Double>();
        var their = new ArrayList<Double>();
        for (int i = 0; i < ROUNDS; i++) {
            our.add(rate(ours));
            their.add(rate(theirs));
        }
        System.out.printf(Locale.ROOT, "%-34s %8.0f %s/s   %s %8.0f   ratio %.2f%n", name, median(our), unit, other,
                median(their), median(our) / median(their));
    }

    private static double rate(Work work) throws Exception {
        long start = System.nanoTime();
        long pieces = 0;
        while (System.nanoTime() - start < ROUND) pieces += work.run();
        return pieces * 1e9 / (System.nanoTime() - start);
    }

    private static double median(List<Double> rates) {
        return rates.stream().sorted().toList().get(rates.size() / 2);
    }
}
