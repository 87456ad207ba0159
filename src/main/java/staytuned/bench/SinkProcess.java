package staytuned.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import staytuned.bench.Sink.Count;

/** A sink in a process of its own, so that what it needs is not counted as ours. Ends with this process. */
public final class SinkProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;

    private final Process process;
    private final BufferedReader says;
    private final Writer asks;
    private final int port;

    /** Starts one; the parameters are those of {@link Sink}. */
    public SinkProcess(List<String> extensions, Duration delay) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-Xmx64m", "-Xshare:auto", "-cp",
                System.getProperty("java.class.path"), Sink.class.getName(), String.valueOf(delay.toMillis())));
        command.addAll(extensions);
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        says = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
        asks = process.outputWriter(US_ASCII);
        port = Integer.parseInt(answer());
    }

    public int port() {
        return port;
    }

    /** What came in so far. */
    public Count count() throws IOException {
        asks.write("count\n");
        asks.flush();
        return Count.parse(answer());
    }

    private String answer() throws IOException {
        var line = says.readLine();
        if (line == null) throw new IOException("the sink's process has ended");
        return line;
    }

    @Override
    public void close() throws IOException {
        asks.close();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
