package staytuned.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import staytuned.Main;

/**
 * Measures how long the command takes to import so many readers into a fresh PostgreSQL whose commits are on the disk,
 * and how much memory it holds. Argument: how many.
 */
final class ImportBench {
    private static final int READERS = 1_000_000;
    private static final long LOOK_MS = 50;

    private ImportBench() {}

    public static void main(String[] args) throws Exception {
        var readers = args.length > 0 ? Integer.parseInt(args[0]) : READERS;
        var home = Files.createTempDirectory("staytuned-import");
        try (var server = new Postgresql()) {
            var config = config(home, server.url());
            var list = list(home, readers);
            // Makes the tables, as the service would have long before.
            run(home, List.of("subscribers", "list", "--newsletter=bench", "--config=" + config));
            time("the first time", readers, home, config, list);
            time("again, when all are known", readers, home, config, list);
            var known = server.ask("select count(*) from subscriptions where status = 'confirmed'");
            if (!known.equals("" + readers)) throw new IllegalStateException(known + " are confirmed");
        }
        System.exit(0);
    }

    private static void time(String which, int readers, Path home, Path config, Path list) throws Exception {
        var begin = System.nanoTime();
        var peak = run(home, List.of("subscribers", "import", list.toString(), "--newsletter=bench", "--confirmed",
                "--config=" + config));
        var seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(Locale.ROOT, "| %,d rows, %s | %.1f s | %,.0f rows/s | %d MB resident |%n",
                readers, which, seconds, readers / seconds, peak);
    }

    /** The most memory that the process ever had, in MB. */
    private static long run(Path home, List<String> command) throws IOException, InterruptedException {
        var output = home.resolve("output.log").toFile();
        var process = new ProcessBuilder(Tool.java(List.of("-Xmx128m", "-Xmn64m"), Main.class, command.toArray(String[]::new)))
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        var peak = 0L;
        do {
            peak = Math.max(peak, resident(process.pid()));
        } while (!process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS));
        if (process.exitValue() != 0) throw new IllegalStateException(Files.readString(output.toPath()));
        return peak;
    }

    private static long resident(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(each -> each.startsWith("VmHWM:"))
                    .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // It has just ended.
        }
    }

    /** Addresses in no order, as they come: each like 4f2b…@mail7.example.org. */
    private static Path list(Path home, int readers) throws IOException {
        var list = home.resolve("readers.csv");
        try (var out = Files.newBufferedWriter(list, UTF_8)) {
            out.write("email,name\n");
            for (var i : (Iterable<Integer>) IntStream.range(0, readers)::iterator) {
                out.write(Long.toHexString(i * 0x9E3779B97F4A7C15L) + "@mail" + i % 50 + ".example.org,Reader " + i + "\n");
            }
        }
        return list;
    }

    private static Path config(Path home, String url) throws IOException {
        return Files.writeString(home.resolve("staytuned.yaml"), """
                site: {url: "http://127.0.0.1:8080"}
                database: {url: "%s"}
                relays: [{name: none, host: 127.0.0.1, port: 25, tls: none}]
                newsletters:
                  - key: bench
                    title: Bench
                    from: Bench <bench@example.org>
                    postal-address: 1 Example Street, Example Town
                    sources: [{folder: articles}]
                """.formatted(url));
    }
}
