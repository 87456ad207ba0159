package staytuned.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import staytuned.schedule.Schedule;

/** The service, until SIGTERM. */
@Command(name = "serve", description = {
    "Runs the service until it is told to stop (SIGTERM or Ctrl-C).",
    "Takes up the config when it has changed, and at SIGHUP."
})
final class ServeCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofSeconds(1);

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
        Builder.Running running;
        try {
            running = around.builder().start(service, settings, null);
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
        var watch = new ConfigWatch(settings.file(), settings.files(), () -> {
            var wanted = config.read(around);
            return new ConfigWatch.Taken(running.take(wanted), wanted.files());
        });
        Hangup.then(watch::ask);
        var schedule = new Schedule(around.clock());
        schedule.every(LOOK, "config", watch::lookDue);
        schedule.start();
        atEnd(() -> {
            schedule.close();
            running.close();
            service.close();
        });
        around.err().println("Staytuned serves " + settings.site().url() + "; Ctrl-C ends it");
        return forEver();
    }

    /** When the process is told to end, {@code stop} is done, and it ends with 0. */
    static void atEnd(AutoCloseable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                stop.close();
                Runtime.getRuntime().halt(0);
            } catch (Exception e) {
                System.err.println("did not end cleanly: " + e);
                Runtime.getRuntime().halt(Failure.FAILED);
            }
        }));
    }

    static int forEver() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }
}
