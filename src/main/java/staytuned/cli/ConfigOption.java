package staytuned.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import staytuned.config.Config;
import staytuned.newsletter.Newsletter;

/** The option that names the config file. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The config file. Default: staytuned.yaml in the working folder.")
    private Path file = Path.of("staytuned.yaml");

    /** Where it stands, or will. */
    Path file() {
        return file;
    }

    Config read(Surroundings around) {
        return Config.read(file, around.environment());
    }

    Staytuned open(Surroundings around) {
        return around.builder().open(read(around));
    }

    /** The newsletter {@code key}, or a sentence that says which there are. */
    Newsletter newsletter(Staytuned service, String key) {
        return service.newsletter(key).orElseThrow(() -> new Failure(
                Failure.USAGE,
                file + ": there is no newsletter \"" + key + "\"; there is "
                        + String.join(", ", service.newsletters().stream().map(Newsletter::key).toList())));
    }
}
