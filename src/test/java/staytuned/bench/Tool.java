package staytuned.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Programs that the comparison runs. */
final class Tool {
    /** For what they need and leave. */
    static final Path FOLDER = Path.of("target/bench").toAbsolutePath();

    private static final String CURE = "apt-get install postfix openssl nodejs npm";

    private Tool() {}

    /** Where a program is; some are in folders that are on no user's PATH. */
    static String find(String name) {
        return Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the comparison needs " + name + ", which is not installed: " + CURE))
                .toString();
    }

    /** Runs a command to its end in {@link #FOLDER}, and gives what it printed. */
    static String run(List<String> command) throws IOException, InterruptedException {
        var errors = Files.createDirectories(FOLDER).resolve("errors.log");
        var process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectError(errors.toFile())
                .start();
        var out = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() == 0) return out;
        var words = String.join(" ", command.stream().filter(each -> each.length() < 1_000).toList());
        throw new IllegalStateException(words + " fails:\n" + out + Files.readString(errors));
    }

    /** The command that starts a class of ours as the launcher starts the service, but for its AOT cache. */
    static List<String> java(List<String> options, Class<?> main, String... args) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx512m",
                "-Xlog:disable", "-Xlog:all=error:stderr", "--enable-native-access=ALL-UNNAMED",
                "-Dorg.jooq.no-logo=true", "-Dorg.jooq.no-tips=true"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        return command;
    }
}
