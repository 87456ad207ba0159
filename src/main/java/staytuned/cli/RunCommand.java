package staytuned.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import staytuned.delivery.Dispatcher;

/** One round of everything that is due, for cron and for tests. */
@Command(
        name = "run",
        description = {
            "One round of everything that is due, then the end: polls every source that does not rest after a failure, "
                    + "makes issues, queues and delivers them.",
            "Mail that was deferred stays for the next run; the last line says how many.",
            "Exit code 1 when a source could not be read or a relay took no mail."
        })
final class RunCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private ConfigOption config;

    @Option(names = "--once", required = true, description = "One round.")
    @SuppressWarnings("UnusedVariable") // Asked for, so that the command says what it does.
    private boolean once;

    RunCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var settings = config.read(around);
        try (var service = around.builder().open(settings)) {
            service.nodes().join(settings.database().url() == null);
            var polled = service.poller().pollAll();
            var issues = service.editor().assembleDue();
            service.outbox().publishDue();
            var delivered = deliver(service);
            service.outbox().finishDue();
            service.nodes().leave();
            around.out().printf(
                    "%d new articles, %d issues: %d letters sent, %d bounced, %d wait for the next run%n",
                    polled.found(), issues, delivered.sent(), delivered.bounced(), service.deliveries().countOpen());
            return polled.problems().isEmpty() && delivered.problems().isEmpty() ? 0 : Failure.FAILED;
        }
    }

    private static Dispatcher.Round deliver(Service service) {
        var total = Dispatcher.Round.NOTHING;
        while (true) {
            var round = service.dispatcher().dispatchDue();
            total = total.plus(round);
            if (round.sent() + round.deferred() + round.bounced() == 0) return total;
        }
    }
}
