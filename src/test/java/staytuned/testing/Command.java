package staytuned.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A staytuned process of its own, started from the classes under test. */
public final class Command implements AutoCloseable {
    private static final long LONGEST_MINUTES = 2;

    private final Process process;
    private final Path output;
    private final Path errors;

    /** How a process ended: its exit code, and what it wrote to standard output and standard error. */
    public record Ended(int code, String out, String err) {}

    private Command(Path home, String... args) throws IOException {
        output = Files.createTempFile(home, "out", ".log");
        errors = Files.createTempFile(home, "err", ".log");
        var line = new ArrayList<String>();
        line.addAll(List.of(
                // Who runs the tests by nohup ignores HUP, and so would all that they start.
                "env", "--default-signal=HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), "-Dlogback.configurationFile=logback.xml",
                "-Dorg.jooq.no-logo=true", "-Dorg.jooq.no-tips=true", "staytuned.Main"));
        line.addAll(List.of(args));
        process = new ProcessBuilder(line)
                .directory(home.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
    }

    /** Starts a command in the folder {@code home}. */
    public static Command start(Path home, String... args) throws IOException {
        return new Command(home, args);
    }

    /** Runs a command in the folder {@code home} to its end. */
    public static Ended run(Path home, String... args) throws IOException, InterruptedException {
        try (var command = new Command(home, args)) {
            return command.await();
        }
    }

    /** Waits for the first line that it prints. */
    public String line() throws IOException {
        while (process.isAlive()) {
            var printed = Files.readString(output);
            if (printed.contains("\n")) return printed.substring(0, printed.indexOf('\n'));
            Thread.onSpinWait();
        }
        throw new AssertionError("it ended before it printed a line:\n" + errors());
    }

    /** Waits until it ends. */
    public Ended await() throws IOException, InterruptedException {
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            throw new AssertionError("it does not end:\n" + errors());
        }
        return new Ended(process.exitValue(), Files.readString(output), errors());
    }

    /** Asks it to end (SIGTERM), and waits until it has. */
    public Ended stop() throws IOException, InterruptedException {
        process.destroy();
        return await();
    }

    /** Sends it a signal: TERM, STOP, CONT. */
    public void tell(String signal) throws IOException, InterruptedException {
        tool("kill", "-" + signal, String.valueOf(process.pid()));
    }

    /**
     * From now on the system lets none of its files grow beyond so many bytes; {@code unlimited} for as long as they
     * like. A write that would do so fails, as on a disk that is full.
     */
    public void filesUpTo(String bytes) throws IOException, InterruptedException {
        tool("prlimit", "--pid=" + process.pid(), "--fsize=" + bytes + ":");
    }

    private static void tool(String... line) throws IOException, InterruptedException {
        var code = new ProcessBuilder(line).inheritIO().start().waitFor();
        if (code != 0) throw new AssertionError(String.join(" ", line) + " fails with " + code);
    }

    /** Ends it as a crash would (SIGKILL). */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    public boolean runs() {
        return process.isAlive();
    }

    /** Whether {@code text} stands in what it wrote so far. */
    public boolean says(String text) {
        try {
            return errors().contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String errors() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
