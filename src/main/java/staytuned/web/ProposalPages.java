package staytuned.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.delivery.Outbox;
import staytuned.delivery.Proposer;
import staytuned.issue.Issue;
import staytuned.issue.IssueState;
import staytuned.issue.Issues;
import staytuned.issue.Proposal;
import staytuned.issue.Proposal.Verdict;
import staytuned.issue.Proposals;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.SignedLinks;
import staytuned.template.Templates;

/**
 * The pages on which an editor approves a letter or holds it, without a sign-in: the link is signed for one editor, one
 * version of the letter and one purpose. They are in English, as all that admins see.
 */
public final class ProposalPages {
    /** After the time for an answer is over, for so long the links still do something. */
    private static final Duration VALID = Duration.ofDays(7);

    private final Desk desk;
    private final Map<Long, Newsletter> newsletters;
    private final PagePrinter printer;

    /** What they work with; the links are those of either purpose. */
    public record Desk(
            Proposals proposals,
            Issues issues,
            Outbox outbox,
            SignedLinks approve,
            SignedLinks hold,
            Templates templates,
            InstantSource clock) {}

    public ProposalPages(Desk desk, List<Newsletter> newsletters) {
        this.desk = desk;
        this.newsletters = newsletters.stream().collect(Collectors.toMap(Newsletter::id, Function.identity()));
        this.printer = new PagePrinter(desk.templates, newsletters);
    }

    /** What a link can do now. */
    private record Link(boolean approves, String address, Proposal.Copy copy, Issue issue, @Nullable Proposal last) {
        boolean isOld() {
            return last == null || last.id() != copy.proposal().id();
        }

        /** Whether it would change anything; the last word counts, until the letter goes. */
        boolean acts(Instant now) {
            if (last == null || isOld() || now.isAfter(last.dueAt().plus(VALID))) return false;
            return switch (issue.state()) {
                case PROPOSED -> !approves || last.verdict() != Verdict.APPROVED;
                case HELD -> approves;
                case READY -> !approves;
                case SENDING, PAUSED, CANCELLED, SENT -> false;
            };
        }
    }

    /** Asks whether the editor means it; mail scanners and prefetchers follow every link. */
    Answer ask(boolean approves, String token) {
        var link = link(approves, token);
        return link == null ? printer.unknownLink() : page(200, link, link.acts(desk.clock.instant()));
    }

    /** Does it, or says what has happened since. */
    Answer decide(boolean approves, String token) {
        var link = link(approves, token);
        if (link == null) return printer.unknownLink();
        if (!link.acts(desk.clock.instant())) return page(409, link, false);
        var id = link.issue.id();
        var by = link.copy.email();
        var done = approves ? desk.outbox.approve(id, by) : desk.outbox.hold(id, by);
        var now = link(approves, token);
        return now == null ? printer.unknownLink() : page(done ? 200 : 409, now, false);
    }

    private @Nullable Link link(boolean approves, String token) {
        var links = approves ? desk.approve : desk.hold;
        var copy = links.id(token).flatMap(desk.proposals::copy).orElse(null);
        var issue = copy == null ? null : desk.issues.find(copy.proposal().issueId()).orElse(null);
        if (copy == null || issue == null) return null;
        return new Link(approves, links.link(copy.id()), copy, issue, desk.proposals.last(issue.id()).orElse(null));
    }

    private Answer page(int status, Link link, boolean asks) {
        var newsletter = newsletters.get(link.issue.newsletterId());
        var model = new HashMap<String, @Nullable Object>();
        model.put("language", "en");
        model.put("dir", "ltr");
        model.put("title", !asks ? "What has become of this letter"
                : link.approves ? "Approve this letter?" : "Hold this letter?");
        model.put("newsletter", newsletter == null ? "" : newsletter.title());
        model.put("number", link.issue.id());
        model.put("subject", link.issue.subject());
        model.put("says", says(link));
        model.put("action", link.address);
        model.put("button", !asks ? "" : link.approves ? "Approve" : "Hold");
        return printer.page(status, "proposal", printer.words(PagePrinter.COMMON), model);
    }

    private List<String> says(Link link) {
        var says = new ArrayList<String>();
        var copy = link.copy.proposal();
        if (link.isOld()) {
            says.add("This link is for an earlier version of the letter"
                    + (copy.decidedAt() == null ? "" : ", which was set anew on " + shown(link, copy.decidedAt()))
                    + (link.last == null ? "." : "; a later mail has the links for the new one."));
        } else if (desk.clock.instant().isAfter(copy.dueAt().plus(VALID))) {
            says.add("This link has expired.");
        }
        var last = link.last;
        if (last != null && last.decidedAt() != null) says.add(verdict(link, last, last.decidedAt()));
        says.add(state(link));
        return says;
    }

    private String verdict(Link link, Proposal last, Instant when) {
        var word = last.verdict() == Verdict.APPROVED ? "Approved" : "Held";
        return last.decidedBy() == null
                ? "Nobody had answered by " + shown(link, when) + "."
                : word + " by " + last.decidedBy() + " on " + shown(link, when) + ".";
    }

    private String state(Link link) {
        var last = link.last;
        return switch (link.issue.state()) {
            case PROPOSED -> proposed(link);
            case HELD -> "It is held" + (link.issue.reason() == null ? "" : ": " + link.issue.reason()) + ".";
            case READY, SENDING -> "It is going out" + (last == null ? "." : " now.");
            case SENT -> "It has gone out.";
            case PAUSED -> "It is paused.";
            case CANCELLED -> "It was cancelled.";
        };
    }

    private String proposed(Link link) {
        var last = link.last;
        if (last == null) return "It waits.";
        if (last.verdict() == Verdict.APPROVED) return "It goes out on " + shown(link, last.goesAt()) + ".";
        return last.sends()
                ? "It goes out on " + shown(link, last.dueAt()) + " unless it is held."
                : "It is held unless it is approved by " + shown(link, last.dueAt()) + ".";
    }

    private String shown(Link link, Instant time) {
        var newsletter = newsletters.get(link.issue.newsletterId());
        return Proposer.shown(time, newsletter == null ? ZoneOffset.UTC : newsletter.cadence().zone());
    }
}
