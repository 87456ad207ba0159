package staytuned.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The service, until SIGTERM. */
@Command(name = "serve", description = "Runs the service until it is told to stop (SIGTERM or Ctrl-C).")
final class ServeCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private ConfigOption config;

    ServeCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws Exception {
        var settings = config.read(around);
        var service = around.builder().open(settings);
        var running = around.builder().start(service, settings, null);
        around.err().println("Staytuned serves " + settings.site().url() + "; Ctrl-C ends it");
        untilTold(() -> {
            running.close();
            service.close();
        });
        return 0;
    }

    /** Returns never: when the process is told to end, {@code stop} is done, and the process ends with 0. */
    static void untilTold(AutoCloseable stop) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                stop.close();
                Runtime.getRuntime().halt(0);
            } catch (Exception e) {
                System.err.println("did not end cleanly: " + e);
                Runtime.getRuntime().halt(Failure.FAILED);
            }
        }));
        new CountDownLatch(1).await();
    }
}
