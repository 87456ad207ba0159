package staytuned.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import staytuned.bench.SinkProcess;
import staytuned.config.Config;
import staytuned.mail.Address;

/** A load run of the engine as it is, its ledger included. */
@Command(
        name = "bench",
        description = {
            "Sends one issue to many readers, into a sink on this machine, with the whole engine at work: readers, "
                    + "issue, queue and ledger in a fresh database, signatures, SMTP.",
            "Prints one JSON line. Nothing leaves the machine, and nothing stays when it ends. "
                    + "Exit code 1 when the sink did not get every letter once and whole."
        })
final class BenchCommand implements Callable<Integer> {
    private static final int BATCH = 2_000;
    /** About what a letter has without the words of its conclusion, which stand in both parts. */
    private static final int FRAME = 10_900;

    private static final String WORDS = "The measured letter goes round the sink, and nobody reads it on the way. ";

    private final Surroundings around;

    @Option(names = "--readers", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int readers = 20_000;

    @Option(names = "--connections", paramLabel = "N", description = "At once. Default: ${DEFAULT-VALUE}.")
    private int connections = 10;

    @Option(names = "--dkim", paramLabel = "rsa|ed25519|none", description = "Who signs. Default: ${DEFAULT-VALUE}.")
    private Dkim dkim = Dkim.NONE;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "embedded, or jdbc:postgresql://HOST/NAME?user=…, beside which one is made and dropped. "
                    + "Default: ${DEFAULT-VALUE}.")
    private String database = BenchDatabase.EMBEDDED;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            description = "Of a letter, about, from 11000 to 25000. Default: ${DEFAULT-VALUE}.")
    private int size = 12_000;

    @Option(
            names = "--delay",
            paramLabel = "MS",
            description = "Before the sink's answers, as if it were far away. Default: ${DEFAULT-VALUE}.")
    private int delay;

    @Option(names = "--pipelining", paramLabel = "on|off", description = "Whether the sink offers it. Default: on.")
    private Offer pipelining = Offer.ON;

    @Option(names = "--chunking", paramLabel = "on|off", description = "Whether the sink offers it. Default: on.")
    private Offer chunking = Offer.ON;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Letters of another issue that are sent before, so that what is measured is a service that has "
                    + "been at work. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--json", description = "Prints nothing beside the JSON line.")
    private boolean json;

    private enum Dkim { RSA, ED25519, NONE }

    private enum Offer { ON, OFF }

    BenchCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws Exception {
        var home = Files.createTempDirectory("staytuned-bench");
        var extensions = new ArrayList<String>();
        if (pipelining == Offer.ON) extensions.add("PIPELINING");
        if (chunking == Offer.ON) extensions.add("CHUNKING");
        try (var fresh = BenchDatabase.make(database);
                var sink = new SinkProcess(extensions, Duration.ofMillis(delay))) {
            var config = Config.read(config(home, sink.port(), fresh.url()), Map.of());
            try (var service = around.builder().open(config); var alive = around.builder().alive(service, config)) {
                Objects.requireNonNull(alive);
                return run(service, sink, home);
            }
        } finally {
            DemoCommand.delete(home);
        }
    }

    private int run(Staytuned service, SinkProcess sink, Path home) throws IOException {
        if (warmUp > 0) {
            say("warming up with " + warmUp + " letters …");
            publish(service, home, 1, warmUp);
            RunCommand.deliver(service.dispatchers());
        }
        var before = sink.count();
        var queued = publish(service, home, 0, readers);
        say("sending …");
        var cpu = cpu();
        var start = System.nanoTime();
        var total = RunCommand.deliver(service.dispatchers());
        var seconds = seconds(start);
        var spent = cpu().minus(cpu);
        service.outbox().finishDue();
        var count = sink.count();
        total.problems().forEach(around.err()::println);
        var letters = count.letters() - before.letters();
        print(letters, count.bytes() - before.bytes(), seconds, queued, spent);
        var whole = letters == readers && count.wrong() == 0 && total.sent() == readers;
        if (!whole) around.err().println("of " + readers + " letters the sink got " + letters + ", "
                + count.wrong() + " of another length than announced; recorded as sent are " + total.sent());
        return whole ? 0 : Failure.FAILED;
    }

    /** Brings an issue of one of the newsletters to so many readers, up to the queue; gives the seconds of queueing. */
    private double publish(Staytuned service, Path home, int which, int people) throws IOException {
        say("importing " + people + " readers …");
        var newsletter = service.newsletters().get(which);
        for (var from = 0; from < people; from += BATCH) {
            service.subscribers().add(newsletter.id(), people(from, Math.min(people, from + BATCH)), true, "bench");
        }
        Files.writeString(home.resolve(newsletter.key()).resolve("letter.md"), letter());
        service.poller().pollAll();
        service.editor().assembleDue();
        say("queueing …");
        var start = System.nanoTime();
        service.outbox().publishDue();
        return seconds(start);
    }

    private void print(long letters, long bytes, double seconds, double queued, Duration cpu) throws IOException {
        var line = new LinkedHashMap<String, Object>();
        line.put("messages", letters);
        line.put("warm_up", warmUp);
        line.put("seconds", rounded(seconds));
        line.put("rate", Math.round(letters / seconds));
        line.put("connections", connections);
        line.put("dkim", dkim.name().toLowerCase(Locale.ROOT));
        line.put("database", database.startsWith("jdbc:") ? "postgresql" : database);
        line.put("rss_mb", memory());
        line.put("cpu_ms", letters == 0 ? 0 : rounded(cpu.toNanos() / 1e6 / letters));
        line.put("bytes", letters == 0 ? 0 : bytes / letters);
        line.put("queue_seconds", rounded(queued));
        line.put("delay_ms", delay);
        line.put("pipelining", pipelining == Offer.ON);
        line.put("chunking", chunking == Offer.ON);
        around.print(true, line);
    }

    private static List<Address> people(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new Address("reader" + i + "@example.net", "Reader " + i))
                .toList();
    }

    private Path config(Path home, int port, String databaseUrl) throws IOException, GeneralSecurityException {
        for (var each : List.of("bench", "warm-up")) Files.createDirectory(home.resolve(each));
        return Files.writeString(home.resolve("staytuned.yaml"), """
                site: {url: "http://127.0.0.1:8080"}
                database: {url: "%s"}
                relays:
                  - {name: sink, host: 127.0.0.1, port: %d, tls: none, connections: %d%s}
                newsletters:
                %s%s""".formatted(
                databaseUrl, port, connections, signing(home), newsletter("bench"), newsletter("warm-up")));
    }

    private static String newsletter(String key) {
        return """
                  - key: %1$s
                    title: Bench
                    from: Bench <bench@example.org>
                    postal-address: 1 Example Street, Example Town
                    sources: [{folder: %1$s, first-poll: send}]
                    send: {settle: 0m}
                """.formatted(key);
    }

    private String letter() {
        var words = WORDS.repeat(Math.max(1, (size - FRAME) / 2 / WORDS.length()));
        return "# The measured letter\n\nIt begins like any other.\n\n"
                + "## On\n\n" + (WORDS.repeat(10) + "\n\n").repeat(2 + words.length() / WORDS.length() / 10)
                + "## Conclusion\n\n" + words + "\n";
    }

    private String signing(Path home) throws IOException, GeneralSecurityException {
        if (dkim == Dkim.NONE) return "";
        var generator = KeyPairGenerator.getInstance(dkim == Dkim.RSA ? "RSA" : "Ed25519");
        if (dkim == Dkim.RSA) generator.initialize(2048);
        var der = generator.generateKeyPair().getPrivate().getEncoded();
        Files.writeString(home.resolve("dkim.pem"), "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END PRIVATE KEY-----\n");
        return ", dkim: {domain: example.org, selector: s1, key-file: dkim.pem}";
    }

    private void say(String what) {
        if (!json) around.err().println(what);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static double rounded(double number) {
        return Math.round(number * 1000) / 1000.0;
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** In megabytes: the most that this process ever had, or what Java has now where the system does not tell. */
    private static long memory() throws IOException {
        var status = Path.of("/proc/self/status");
        if (!Files.exists(status)) return Runtime.getRuntime().totalMemory() >> 20;
        try (var lines = Files.lines(status)) {
            return lines.filter(each -> each.startsWith("VmHWM:"))
                    .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        }
    }
}
