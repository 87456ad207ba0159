package staytuned.cli;

import picocli.CommandLine.Command;
import staytuned.issue.Editor;
import staytuned.issue.Issue;

/** Sets an issue anew whose letter had something wrong. */
@Command(
        name = "reset",
        description = {
            "Sets an issue that is held anew, from its articles and the templates as they are now.",
            "It goes out where nothing is wrong with it any more; else it stays held, and 1 is returned."
        })
final class IssueReset extends IssuesCommand.OfOne {
    IssueReset(Surroundings around) {
        super(around);
    }

    @Override
    void act(Staytuned service, Issue issue) {
        var newsletter = PreviewCommand.newsletter(service, issue);
        // What was mended a moment ago counts.
        service.poller().pollAll().problems().forEach(each -> around.err().println(each));
        try {
            service.editor().reset(newsletter, issue.id()).ifPresent(reason -> {
                throw new Failure(Failure.FAILED, "issue " + issue.id() + " is still held: " + reason);
            });
        } catch (Editor.NotReset e) {
            throw new Failure(Failure.FAILED, e);
        }
        around.out().println("reset " + issue.id());
    }
}
