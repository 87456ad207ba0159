package staytuned.schedule;

import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** One field of a cron as the set of its values, made by counting. */
record CronModel(String text, TreeSet<Integer> values) {
    boolean holds(int value) {
        return values.contains(value);
    }

    /** A list of up to three values, ranges and steps. */
    static CronModel random(Random random, int least, int most) {
        var text = new StringBuilder();
        var values = new TreeSet<Integer>();
        for (var parts = random.nextInt(1, 4); parts > 0; parts--) {
            if (!text.isEmpty()) text.append(',');
            var from = random.nextInt(least, most + 1);
            var to = random.nextInt(from, most + 1);
            var step = random.nextInt(1, most + 1);
            switch (random.nextInt(5)) {
                case 0 -> add(text, values, from + "", from, from, 1);
                case 1 -> add(text, values, from + "-" + to, from, to, 1);
                case 2 -> add(text, values, from + "/" + step, from, most, step);
                case 3 -> add(text, values, from + "-" + to + "/" + step, from, to, step);
                default -> add(text, values, "*/" + step, least, most, step);
            }
        }
        return new CronModel(text.toString(), values);
    }

    private static void add(StringBuilder text, TreeSet<Integer> values, String part, int from, int to, int step) {
        text.append(part);
        IntStream.iterate(from, i -> i <= to, i -> i + step).forEach(values::add);
    }
}
