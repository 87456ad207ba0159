package staytuned.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Compares how fast letters leave with the wire, with the signatures that the machine can make, and with what else one
 * sends letters by: in one run, in turn (A B A B), by the medians of three rounds. Each sender is a process of its own
 * that starts cold; the first second of a JVM counts.
 *
 * <p>Arguments, in any order: the parts (a to f, all of them by default), {@code --readers N}, {@code --rounds N},
 * {@code --million N} for part f, and behind {@code --} what is given to each {@code bench}.
 */
final class SendingBench {
    private static final Duration FAR = Duration.ofMillis(40);

    private final Senders senders;
    private final int readers;
    private final int rounds;
    private final List<String> table = new ArrayList<>();

    private SendingBench(Senders senders, int readers, int rounds) {
        this.senders = senders;
        this.readers = readers;
        this.rounds = rounds;
    }

    public static void main(String[] args) throws Exception {
        var words = List.of(String.join(" ", args).strip().split("\\s+"));
        var dashes = words.indexOf("--");
        var ours = dashes < 0 ? words : words.subList(0, dashes);
        var more = dashes < 0 ? List.<String>of() : words.subList(dashes + 1, words.size());
        var parts = ours.stream().filter(each -> each.matches("[a-f]")).toList();
        if (parts.isEmpty()) parts = List.of("a", "b", "c", "d", "e", "f");
        try (var server = new Postgresql()) {
            var senders = new Senders(server.url(), more);
            var bench = new SendingBench(senders, number(ours, "--readers", 20_000), number(ours, "--rounds", 3));
            for (var part : parts) bench.run(part, server, number(ours, "--million", 1_000_000));
            System.out.println("\n| what | Staytuned | beside | ratio |\n|---|---|---|---|");
            bench.table.forEach(System.out::println);
        }
        System.exit(0);
    }

    private static int number(List<String> words, String option, int usual) {
        var at = words.indexOf(option);
        return at < 0 ? usual : Integer.parseInt(words.get(at + 1));
    }

    private void run(String part, Postgresql server, int million) throws Exception {
        switch (part) {
            case "a" -> wire();
            case "b" -> signatures();
            case "c" -> libraries();
            case "d" -> faraway();
            case "e" -> ledger();
            case "f" -> new Endurance(server).run(million).forEach(this::row);
            default -> throw new IllegalStateException(part);
        }
    }

    private void wire() throws Exception {
        var all = inTurn(Map.of(
                "ours", () -> senders.ours(readers, false),
                "wire", () -> senders.wire(readers),
                "check", () -> senders.wireIntoOurSink(readers)));
        row("(a) unsigned", all.get("ours"), "`smtp-source -d` into `smtp-sink`", all.get("wire"));
        row("(a) the sinks: `smtp-source -d` into ours", all.get("check"), "into `smtp-sink`", all.get("wire"));
    }

    private void signatures() throws Exception {
        var all = inTurn(Map.of(
                "ours", () -> senders.ours(readers, true),
                "openssl", senders::openssl));
        row("(b) signed, RSA 2048", all.get("ours"), "`openssl speed -multi` signs", all.get("openssl"));
    }

    private void libraries() throws Exception {
        for (var signed : List.of(false, true)) {
            var all = inTurn(Map.of(
                    "ours", () -> senders.ours(readers, signed),
                    "plain", () -> senders.plainLoop(readers, signed, Duration.ZERO),
                    "nodemailer", () -> senders.nodemailer(readers, signed)));
            var how = signed ? "signed" : "unsigned";
            row("(c) " + how, all.get("ours"), "plain loop over Jakarta Mail", all.get("plain"));
            row("(c) " + how, all.get("ours"), "nodemailer's pool", all.get("nodemailer"));
        }
    }

    /** A tenth of the readers: it is the distance that takes the time. */
    private void faraway() throws Exception {
        var letters = readers / 10;
        var delay = String.valueOf(FAR.toMillis());
        var all = inTurn(Map.of(
                "pipelining", () -> senders.ours(letters, false, "--delay", delay, "--chunking", "off"),
                "chunking", () -> senders.ours(letters, false, "--delay", delay),
                "plain", () -> senders.plainLoop(letters, false, FAR)));
        row("(d) 40 ms away, PIPELINING", all.get("pipelining"), "plain loop over Jakarta Mail", all.get("plain"));
        row("(d) 40 ms away, CHUNKING", all.get("chunking"), "plain loop over Jakarta Mail", all.get("plain"));
    }

    private void ledger() throws Exception {
        var rates = new ArrayList<Measured>();
        for (var round = 0; round < rounds; round++) {
            var line = LedgerRun.of("postgresql", 10 * readers);
            rates.add(new Measured(line.get("rows_per_second").asDouble(), 0));
        }
        row("| (e) rows claimed, begun and settled | " + Measured.median(rates) + " | | |");
    }

    /** Each of these once in every round, and the median of each. */
    private Map<String, Measured> inTurn(Map<String, Callable<Measured>> senders) throws Exception {
        var runs = new LinkedHashMap<String, List<Measured>>();
        for (var round = 1; round <= rounds; round++) {
            for (var name : senders.keySet().stream().sorted().toList()) {
                var measured = senders.get(name).call();
                System.out.println("round " + round + ": " + name + " " + measured);
                runs.computeIfAbsent(name, _ -> new ArrayList<>()).add(measured);
            }
        }
        var medians = new LinkedHashMap<String, Measured>();
        runs.forEach((name, all) -> medians.put(name, Measured.median(all)));
        return medians;
    }

    private void row(String what, Measured ours, String other, Measured theirs) {
        row(String.format(Locale.ROOT, "| %s | %s | %s %s | %.2f |", what, ours, other, theirs,
                ours.rate() / theirs.rate()));
    }

    private void row(String row) {
        System.out.println(row);
        table.add(row);
    }
}
