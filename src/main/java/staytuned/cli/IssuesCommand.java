package staytuned.cli;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import staytuned.issue.Issue;

/** The issues. */
@Command(
        name = "issues",
        description = "Lists the issues, shows how one goes, stops it and lets it go on.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            IssuesCommand.ListAll.class,
            IssueShow.class,
            IssuesCommand.Hold.class,
            IssuesCommand.Approve.class,
            IssueReset.class,
            IssuesCommand.Pause.class,
            IssuesCommand.Resume.class,
            IssuesCommand.Cancel.class,
            IssuesCommand.ResendFailed.class
        })
final class IssuesCommand {
    @Command(name = "list", description = "Lists the newest issues of each newsletter, with their readers by state.")
    static final class ListAll extends ServiceCommand {
        private static final int SHOWN = 50;

        @Option(
                names = "--json",
                description = "One JSON line for each: issue, newsletter, edition (digest: for readers who want what"
                        + " was published together or later), state, subject, frozen, readers, reason"
                        + " (why the service has paused it).")
        private boolean json;

        ListAll(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service) {
            for (var newsletter : service.newsletters()) {
                for (var issue : service.issues().list(newsletter.id(), SHOWN)) {
                    var readers = new LinkedHashMap<String, Integer>();
                    service.tallies().counts(issue.id()).forEach((status, count) ->
                            readers.put(status.column(), count));
                    var fields = new LinkedHashMap<String, @Nullable Object>();
                    fields.put("issue", issue.id());
                    fields.put("newsletter", newsletter.key());
                    fields.put("edition", issue.digest() ? "digest" : "main");
                    fields.put("state", issue.state().column());
                    fields.put("subject", issue.subject());
                    fields.put("frozen", issue.frozenAt().toString());
                    fields.put("readers", readers);
                    fields.put("reason", issue.reason());
                    around.print(json, fields);
                }
            }
        }
    }

    /** The issue {@code number}, or a sentence that says where to find its number. */
    static Issue find(Staytuned service, long number) {
        return service.issues().find(number).orElseThrow(() -> new Failure(
                Failure.USAGE, "there is no issue " + number + "; see \"issues list\""));
    }

    /** What the commands about one issue have in common. */
    abstract static class OfOne extends ServiceCommand {
        @Parameters(paramLabel = "N", description = "The issue's number.")
        private long number;

        OfOne(Surroundings around) {
            super(around);
        }

        abstract void act(Staytuned service, Issue issue);

        @Override
        void act(Staytuned service) {
            act(service, find(service, number));
        }

        static void must(boolean done, Issue issue, String says) {
            if (done) return;
            throw new Failure(
                    Failure.FAILED, "issue " + issue.id() + " is " + issue.state().column() + " and cannot be " + says);
        }
    }

    @Command(name = "hold", description = "Keeps an issue from going out that nobody has been queued for, until it is approved.")
    static final class Hold extends OfOne {
        Hold(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service, Issue issue) {
            must(service.outbox().hold(issue.id(), "an admin"), issue, "held");
            around.out().println("held " + issue.id());
        }
    }

    @Command(name = "approve", description = "Lets an issue go out as it is that is held, or waits for its editors.")
    static final class Approve extends OfOne {
        Approve(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service, Issue issue) {
            must(service.outbox().approve(issue.id(), "an admin"), issue, "approved");
            around.out().println("approved " + issue.id());
        }
    }

    @Command(name = "pause", description = "Stops an issue; what is being handed over at this moment is finished.")
    static final class Pause extends OfOne {
        Pause(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service, Issue issue) {
            must(service.outbox().pause(issue.id()), issue, "paused");
            around.out().println("paused " + issue.id());
        }
    }

    @Command(name = "resume", description = "Lets a paused issue go on where it was.")
    static final class Resume extends OfOne {
        Resume(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service, Issue issue) {
            must(service.outbox().resume(issue.id()), issue, "resumed");
            around.out().println("resumed " + issue.id());
        }
    }

    @Command(name = "cancel", description = "Ends an issue: who has not got it by now does not get it.")
    static final class Cancel extends OfOne {
        Cancel(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service, Issue issue) {
            must(service.outbox().cancel(issue.id()), issue, "cancelled");
            around.out().println("cancelled " + issue.id());
        }
    }

    @Command(name = "resend-failed", description = "Sends an issue again to those who were refused or given up.")
    static final class ResendFailed extends OfOne {
        ResendFailed(Surroundings around) {
            super(around);
        }

        @Override
        void act(Staytuned service, Issue issue) {
            around.out().println("queued again " + service.outbox().resendFailed(issue.id()));
        }
    }
}
