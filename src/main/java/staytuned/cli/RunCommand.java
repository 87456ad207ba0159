package staytuned.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import staytuned.delivery.Dispatcher;
import staytuned.feedback.Mailbox;

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
    private static final long DRAIN_SECONDS = 25;

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
    public Integer call() throws Exception {
        var settings = config.read(around);
        try (var service = around.builder().open(settings);
                var alive = around.builder().alive(service, settings)) {
            Objects.requireNonNull(alive);
            return stoppable(service, () -> round(service));
        }
    }

    /** When the process is told to end, what is under way is finished and recorded first. */
    private static int stoppable(Staytuned service, Callable<Integer> work) throws Exception {
        var done = new CountDownLatch(1);
        var hook = new Thread(() -> {
            service.dispatchers().forEach(Dispatcher::stop);
            try {
                done.await(DRAIN_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            var code = work.call();
            Runtime.getRuntime().removeShutdownHook(hook);
            return code;
        } finally {
            done.countDown();
        }
    }

    private int round(Staytuned service) {
        var cameBack = collect(service.mailroom());
        service.almanac().readDue();
        var polled = service.poller().pollAll();
        var issues = service.editor().assemblePolled();
        service.outbox().publishDue();
        if (service.collector().collectDue() > 0) service.outbox().publishDue();
        service.proposeDue();
        var delivered = service.messenger().sendDue().plus(deliver(service.dispatchers()));
        service.guard().watchDue();
        service.outbox().finishDue();
        service.mailroom().refusals().takeDue();
        service.writeDue();
        var told = service.tellDue();
        while (told > 0) told = service.tellDue();
        around.out().printf(
                "new articles %d, issues %d, letters sent %d, bounced %d, waiting for the next run %d%n",
                polled.found(), issues, delivered.sent(), delivered.bounced(), service.deliveries().countOpen());
        return cameBack && polled.problems().isEmpty() && delivered.problems().isEmpty() ? 0 : Failure.FAILED;
    }

    /** Takes in what came back, so that nobody is mailed who must not be; false where the mailbox cannot be read. */
    private boolean collect(Mailroom mailroom) {
        var mailbox = mailroom.mailbox();
        if (mailbox == null) return true;
        try {
            mailbox.collect();
            return true;
        } catch (Mailbox.Unreachable e) {
            around.err().println(e.getMessage());
            return false;
        }
    }

    /** Sends by all relays at once, until nothing is due any more. Where one fails, another may take over. */
    static Dispatcher.Round deliver(List<Dispatcher> dispatchers) {
        var total = Dispatcher.Round.NOTHING;
        while (true) {
            var round = round(dispatchers);
            var isNew = !total.problems().containsAll(round.problems());
            total = total.plus(round);
            if (round.sent() + round.deferred() + round.bounced() == 0 && !isNew) return total;
        }
    }

    private static Dispatcher.Round round(List<Dispatcher> dispatchers) {
        if (dispatchers.size() == 1) return dispatchers.getFirst().dispatchDue();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var rounds = dispatchers.stream()
                    .map(each -> CompletableFuture.supplyAsync(each::dispatchDue, threads))
                    .toList();
            return rounds.stream()
                    .map(CompletableFuture::join)
                    .reduce(Dispatcher.Round.NOTHING, Dispatcher.Round::plus);
        }
    }
}
