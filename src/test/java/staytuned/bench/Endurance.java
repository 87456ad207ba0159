package staytuned.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import staytuned.Main;

/** Sends to very many readers with very little memory, and looks again and again how much of it is alive. */
final class Endurance {
    private static final long LOOK_SECONDS = 10;

    private final Postgresql server;
    private volatile boolean sending;
    private volatile String last = "";

    Endurance(Postgresql server) {
        this.server = server;
    }

    /** Rows of the table. */
    List<String> run(int readers) throws Exception {
        var process = new ProcessBuilder(Tool.java(List.of("-Xmx128m"), Main.class, "bench", "--readers", "" + readers,
                        "--database", server.url()))
                .redirectErrorStream(true)
                .start();
        var live = new ArrayList<Double>();
        try (var out = process.inputReader(UTF_8)) {
            var reader = Thread.ofVirtual().start(() -> read(out));
            while (!process.waitFor(LOOK_SECONDS, TimeUnit.SECONDS)) {
                if (sending) look(process.pid(), live);
            }
            reader.join();
        } finally {
            process.destroy();
        }
        if (process.exitValue() != 0) throw new IllegalStateException(last);
        var line = new ObjectMapper().readTree(last);
        var embedded = LedgerRun.of("embedded", readers);
        return rows(readers, line, embedded.get("queue_seconds").asDouble(), live);
    }

    private void read(BufferedReader out) {
        out.lines().forEach(line -> {
            System.out.println(line);
            sending |= line.startsWith("sending");
            last = line;
        });
    }

    /** What is alive after a full collection, which the question for it asks for. */
    private static void look(long pid, List<Double> live) throws InterruptedException {
        try {
            var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            var histogram = Tool.run(List.of(jcmd, "" + pid, "GC.class_histogram"));
            var total = histogram.lines().filter(each -> each.startsWith("Total")).findFirst().orElseThrow();
            live.add(Double.parseDouble(total.strip().split("\\s+")[2]) / (1 << 20));
        } catch (IOException | IllegalStateException e) {
            System.err.println("it has just ended: " + e.getMessage());
        }
    }

    private static List<String> rows(int readers, JsonNode line, double embedded, List<Double> live) {
        var rows = new ArrayList<String>();
        rows.add(String.format(Locale.ROOT, "| (f) %,d readers at -Xmx128m | %d/s, %d MB resident | | |", readers,
                line.get("rate").asInt(), line.get("rss_mb").asInt()));
        rows.add(String.format(Locale.ROOT, "| (f) queueing them, PostgreSQL | %.1f s | embedded %.1f s | |",
                line.get("queue_seconds").asDouble(), embedded));
        if (!live.isEmpty()) {
            var half = (live.size() + 1) / 2;
            rows.add(String.format(Locale.ROOT, "| (f) live heap, %d looks | at most %.1f MB | in the first half %.1f MB "
                    + "| |", live.size(), most(live), most(live.subList(0, half))));
        }
        return rows;
    }

    private static double most(List<Double> numbers) {
        return numbers.stream().mapToDouble(each -> each).max().orElse(0);
    }
}
