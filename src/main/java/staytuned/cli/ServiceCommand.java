package staytuned.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that opens the service as the config says, does one thing with it and closes it again. */
abstract class ServiceCommand implements Callable<Integer> {
    final Surroundings around;

    @Mixin
    ConfigOption config;

    ServiceCommand(Surroundings around) {
        this.around = around;
    }

    /** Does it; whatever keeps it from being done is a {@link Failure}. */
    abstract void act(Staytuned service);

    @Override
    public final Integer call() {
        try (var service = config.open(around)) {
            act(service);
        }
        return 0;
    }
}
