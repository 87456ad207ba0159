package staytuned.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.issue.Issue;
import staytuned.issue.IssueState;
import staytuned.issue.Issues;
import staytuned.issue.Proposal;
import staytuned.issue.Proposals;
import staytuned.mail.Address;
import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Message;
import staytuned.mail.Outcome;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.SignedLinks;
import staytuned.template.Templates;

/**
 * Sends editors the letters that wait for their word: as readers will see them, by the same relays, and above them two
 * links.
 */
public final class Proposer {
    private static final Logger LOG = LoggerFactory.getLogger(Proposer.class);
    private static final int AT_ONCE = 20;
    /** When one could not be handed over, or its node died over it. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEEE d MMMM uuuu, HH:mm zzz", Locale.ENGLISH);

    private final Desk desk;
    private final Map<Long, Newsletter> newsletters;
    private final Fleet fleet;

    /**
     * What the mails are made with.
     *
     * @param site the public address of the pages
     * @param links signs the links of any purpose
     */
    public record Desk(
            Proposals proposals,
            Issues issues,
            Composer composer,
            Templates templates,
            SignedLinks links,
            String site,
            InstantSource clock) {
        /** The links of editors that let a letter go. */
        public SignedLinks approve() {
            return links.of("approve");
        }

        /** The links of editors that keep a letter from going. */
        public SignedLinks hold() {
            return links.of("hold");
        }
    }

    public Proposer(Desk desk, List<Newsletter> newsletters, Fleet fleet) {
        this.desk = desk;
        this.newsletters = newsletters.stream().collect(Collectors.toMap(Newsletter::id, Function.identity()));
        this.fleet = fleet;
    }

    /** A moment as an editor of this newsletter reads it. */
    public static String shown(Instant time, ZoneId zone) {
        return TIME.format(time.atZone(zone));
    }

    /** Sends what is due, and says how many mails relays have taken. */
    public int sendDue() {
        var now = desk.clock.instant();
        var sent = 0;
        for (var copy : desk.proposals.takeDue(now, now.plus(PAUSE), AT_ONCE)) if (send(copy)) sent++;
        return sent;
    }

    private boolean send(Proposal.Copy copy) {
        var issue = desk.issues.find(copy.proposal().issueId()).orElseThrow();
        var newsletter = newsletters.get(issue.newsletterId());
        if (newsletter == null || copy.proposal().verdict() != null || issue.state() != IssueState.PROPOSED) {
            desk.proposals.end(copy); // Somebody has answered, or there is a later version.
            return false;
        }
        var carrier = carrier(newsletter);
        if (carrier.isEmpty()) return false;
        try (var connection = carrier.get().courier().connect()) {
            var outcome = connection.send(message(copy, issue, newsletter));
            switch (outcome) {
                case Outcome.Sent _, Outcome.Doubtful _ -> LOG.info("issue {}: shown to its editor", issue.id());
                case Outcome.Bounced _ -> LOG.warn("issue {}: cannot be shown to its editor: {}",
                        issue.id(), outcome.reply());
                case Outcome.Deferred _ -> {
                    LOG.warn("issue {}: is shown to its editor later: {}", issue.id(), outcome.reply());
                    return false;
                }
            }
            desk.proposals.end(copy);
            return outcome instanceof Outcome.Sent;
        } catch (RelayUnavailable e) {
            LOG.warn("issue {}: is shown to its editor later: {}", issue.id(), e.getMessage());
            return false;
        }
    }

    /** A relay of the newsletter that works; the one that has the largest share of its letters first. */
    private Optional<Carrier> carrier(Newsletter newsletter) {
        return fleet.inOrder(newsletter.id()).stream()
                .filter(each -> !each.rests(desk.clock.instant()))
                .findFirst();
    }

    private Message message(Proposal.Copy copy, Issue issue, Newsletter newsletter) {
        var proposal = copy.proposal();
        var now = desk.clock.instant();
        var zone = newsletter.cadence().zone();
        var letter = desk.issues.letter(issue.id());
        // Nobody's own link for leaving: it must not be one that works.
        var whole = desk.composer.preview(letter, newsletter, new Address(copy.email(), ""), now, desk.site + "/");
        var headers = new LinkedHashMap<>(whole.headers());
        headers.keySet().removeIf(each -> each.startsWith("List-") || each.equals("Precedence"));
        var goes = proposal.goesAt().isAfter(proposal.dueAt()) ? proposal.goesAt() : proposal.dueAt();
        var model = Map.<String, Object>of(
                "newsletter", Map.of("title", newsletter.title()), "subject", issue.subject(),
                "due", shown(proposal.dueAt(), zone), "goes", shown(goes, zone), "sends", proposal.sends(),
                "early", !proposal.goesAt().isAfter(now), "number", issue.id(),
                "approve", desk.approve().link(copy.id()), "hold", desk.hold().link(copy.id()));
        var title = (proposal.sends() ? "Goes out " : "Waits for you until ") + shown(proposal.dueAt(), zone) + ": ";
        return new Message(
                "proposal." + copy.id() + "." + letter.idSuffix(), now, whole.from(), whole.envelopeFrom(), whole.to(),
                title + whole.subject(), whole.language(), headers,
                desk.templates.render("mails/proposal.ftl", model) + whole.text(),
                above(whole.html(), desk.templates.render("mails/proposal.ftlh", model)));
    }

    /** The letter with {@code more} at its top; before it where its template, which may be the admin's, has no body. */
    private static String above(String html, String more) {
        var body = html.indexOf("<body");
        var open = body < 0 ? -1 : html.indexOf('>', body);
        return html.substring(0, open + 1) + more + html.substring(open + 1);
    }
}
