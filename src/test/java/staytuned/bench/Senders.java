package staytuned.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import staytuned.Main;

/** Who sends: each is started anew for each run, and measures itself from its first letter to its last. */
final class Senders {
    private static final int CONNECTIONS = 10;
    private static final int SIZE = 12_000;
    private static final String NODEMAILER = "nodemailer@10.6.1";
    private static final List<String> EXTENSIONS = List.of("PIPELINING", "CHUNKING");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String database;
    private final List<String> more;
    private final Path words;
    private final Path key;

    /**
     * @param database the URL of a PostgreSQL for our ledger
     * @param more further options of our own {@code bench}
     */
    Senders(String database, List<String> more) throws IOException, GeneralSecurityException {
        this.database = database;
        this.more = more;
        Files.createDirectories(Tool.FOLDER);
        var paragraph = "The measured letter goes round the sink, and nobody reads it on the way. ".repeat(9).strip();
        words = Files.writeString(Tool.FOLDER.resolve("words.txt"), (paragraph + "\n\n").repeat(8));
        var keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        var der = Base64.getMimeEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
        key = Files.writeString(Tool.FOLDER.resolve("dkim.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + der + "\n-----END PRIVATE KEY-----\n");
    }

    /** Our engine as it is, with its ledger. */
    Measured ours(int letters, boolean signed, String... options) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("bench", "--json", "--readers", "" + letters, "--connections",
                "" + CONNECTIONS, "--size", "" + SIZE, "--database", database, "--dkim", signed ? "rsa" : "none"));
        all.addAll(List.of(options));
        all.addAll(more);
        var out = Tool.run(Tool.java(List.of(), Main.class, all.toArray(String[]::new)));
        var line = JSON.readTree(out);
        if (line.get("messages").asInt() != letters) throw new IllegalStateException(out);
        return Measured.of(line, letters);
    }

    Measured plainLoop(int letters, boolean signed, Duration delay) throws IOException, InterruptedException {
        return into(delay, letters, port -> Tool.java(
                List.of(), PlainLoop.class, arguments(port, letters, signed).toArray(String[]::new)));
    }

    Measured nodemailer(int letters, boolean signed) throws IOException, InterruptedException {
        if (!Files.exists(Tool.FOLDER.resolve("node_modules/nodemailer"))) {
            Tool.run(List.of(Tool.find("npm"), "install", "--silent", "--no-fund", "--no-audit", "--prefix",
                    Tool.FOLDER.toString(), NODEMAILER));
        }
        var script = Path.of("src/test/bench/nodemailer.mjs").toAbsolutePath().toString();
        return into(Duration.ZERO, letters, port -> {
            var command = new ArrayList<>(List.of(Tool.find("node"), script));
            command.addAll(arguments(port, letters, signed));
            return command;
        });
    }

    private List<String> arguments(int port, int letters, boolean signed) {
        var all = new ArrayList<>(List.of("" + port, "" + letters, "" + CONNECTIONS, words.toString()));
        if (signed) all.add(key.toString());
        return all;
    }

    private interface Sender {
        List<String> to(int port);
    }

    /** Into a sink of our own, which must get every letter. */
    private Measured into(Duration delay, int letters, Sender sender) throws IOException, InterruptedException {
        try (var sink = new SinkProcess(EXTENSIONS, delay)) {
            var measured = Measured.of(line(Tool.run(sender.to(sink.port()))), letters);
            check(sink, letters);
            return measured;
        }
    }

    private static JsonNode line(String out) throws IOException {
        return JSON.readTree(out);
    }

    private static void check(SinkProcess sink, int letters) throws IOException {
        var count = sink.count();
        if (count.letters() != letters || Math.abs(count.bytes() / letters - SIZE) > SIZE / 10) {
            throw new IllegalStateException("of " + letters + " letters of 12 KB the sink got " + count);
        }
    }

    /** Postfix's own load generator, into Postfix's own sink. */
    Measured wire(int letters) throws IOException, InterruptedException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var command = new ArrayList<>(List.of(Tool.find("smtp-sink")));
        // Started by root, it wants to be told as whom to work.
        if ("root".equals(System.getProperty("user.name"))) command.addAll(List.of("-u", "nobody"));
        command.addAll(List.of("127.0.0.1:" + port, "1000"));
        var sink = new ProcessBuilder(command).inheritIO().start();
        try {
            awaitSink(port, sink);
            return source(letters, port);
        } finally {
            sink.destroy();
        }
    }

    /** Postfix's own load generator, into the sink that the others have: tells how the two sinks compare. */
    Measured wireIntoOurSink(int letters) throws IOException, InterruptedException {
        try (var sink = new SinkProcess(EXTENSIONS, Duration.ZERO)) {
            var measured = source(letters, sink.port());
            check(sink, letters);
            return measured;
        }
    }

    private Measured source(int letters, int port) throws IOException, InterruptedException {
        var start = System.nanoTime();
        Tool.run(List.of(Tool.find("smtp-source"), "-d", "-s", "" + CONNECTIONS, "-m", "" + letters, "-l",
                "" + SIZE, "127.0.0.1:" + port));
        return new Measured(letters * 1e9 / (System.nanoTime() - start), 0);
    }

    private static void awaitSink(int port, Process sink) throws IOException {
        while (true) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                if (!sink.isAlive()) throw e;
            }
        }
    }

    /** How many RSA-2048 signatures all cores make in a second. */
    Measured openssl() throws IOException, InterruptedException {
        var out = Tool.run(List.of(Tool.find("openssl"), "speed", "-seconds", "5", "-multi",
                "" + Runtime.getRuntime().availableProcessors(), "rsa2048"));
        var row = out.lines().filter(each -> each.replace(" ", "").startsWith("rsa2048bits")).findFirst().orElseThrow();
        var columns = row.strip().split("\\s+");
        return new Measured(Double.parseDouble(columns[columns.length - 2]), 0);
    }
}
