package staytuned.delivery;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.mail.Address;
import staytuned.mail.Courier.RelayUnavailable;
import staytuned.mail.Message;
import staytuned.mail.Outcome;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.AddressChange;
import staytuned.subscriber.AddressChanges;
import staytuned.subscriber.Choices;
import staytuned.subscriber.SignedLinks;
import staytuned.subscriber.Subscribers;
import staytuned.template.Templates;
import staytuned.template.Words;

/** Sends the short mails about a change of address: to the new one a link, to the old one that it is done. */
public final class Redirector {
    private static final Logger LOG = LoggerFactory.getLogger(Redirector.class);
    private static final int AT_ONCE = 20;

    private final AddressChanges changes;
    private final Subscribers subscribers;
    private final Map<Long, Route> routes;
    private final Fleet fleet;
    private final Desk desk;

    /** What the mails are made with. */
    public record Desk(Templates templates, SignedLinks links, InstantSource clock) {}

    public Redirector(
            AddressChanges changes, Subscribers subscribers, List<Route> routes, Fleet fleet, Desk desk) {
        this.changes = changes;
        this.subscribers = subscribers;
        this.routes = routes.stream().collect(Collectors.toMap(each -> each.newsletter().id(), Function.identity()));
        this.fleet = fleet;
        this.desk = desk;
    }

    /** Sends what is due, and says how many mails a relay has taken. */
    public int sendDue() {
        var sent = 0;
        for (var change : changes.takeDue(AT_ONCE)) if (send(change)) sent++;
        return sent;
    }

    private boolean send(AddressChange change) {
        var route = routes.get(change.reader().newsletterId());
        if (route == null) {
            changes.sent(change.id(), false); // The newsletter is no longer in the config.
            return false;
        }
        var carrier = fleet.carrier(route.relays().keySet().iterator().next());
        try (var connection = carrier.courier().connect()) {
            var outcome = connection.send(message(change, route.newsletter()));
            LOG.info("change of address {}: {}", change.id(), outcome.reply());
            switch (outcome) {
                case Outcome.Sent _, Outcome.Doubtful _ -> changes.sent(change.id(), true);
                case Outcome.Bounced _ -> changes.sent(change.id(), false);
                case Outcome.Deferred _ -> changes.failed(change.id());
            }
            return outcome instanceof Outcome.Sent;
        } catch (RelayUnavailable e) {
            LOG.warn("change of address {}: its mail is tried again later: {}", change.id(), e.getMessage());
            changes.failed(change.id());
            return false;
        }
    }

    private Message message(AddressChange change, Newsletter newsletter) {
        var chosen = subscribers.choices(change.reader().id()).map(Choices::language).orElse(null);
        var words = desk.templates.words("preferences", chosen, newsletter.language());
        var former = change.former();
        var model = former == null ? asking(change, newsletter, words) : telling(change, newsletter, words);
        var to = former == null ? change.address() : former;
        return new Message(
                UUID.randomUUID() + "@" + newsletter.from().domain(), desk.clock.instant(), newsletter.from(),
                newsletter.from().email(), to, Objects.toString(model.get("title")), words.language(),
                Map.of("Auto-Submitted", "auto-generated"), // RFC 3834 section 5
                desk.templates.render("mails/short.ftl", model), desk.templates.render("mails/short.ftlh", model));
    }

    private Map<String, Object> asking(AddressChange change, Newsletter newsletter, Words words) {
        var paragraphs = List.of(
                words.say("mail.ask.text", change.reader().address().email(), change.address().email()),
                words.say("mail.ask.ignore"));
        return model(newsletter, words, words.say("mail.ask.title"), paragraphs, desk.links.link(change.id()));
    }

    /** To the old address, without a link: whoever reads it has lost nothing but must write to the sender. */
    private Map<String, Object> telling(AddressChange change, Newsletter newsletter, Words words) {
        var paragraphs = List.of(
                words.say("mail.told.text", mask(change.address())),
                words.say("mail.told.ignore", newsletter.from().email()));
        return model(newsletter, words, words.say("mail.told.title"), paragraphs, "");
    }

    private static Map<String, Object> model(
            Newsletter newsletter, Words words, String title, List<String> paragraphs, String link) {
        return Map.of(
                "language", words.language(), "dir", words.direction(), "title", title, "paragraphs", paragraphs,
                "link", link, "button", words.say("address.button"),
                "newsletter", Map.of("title", newsletter.title(), "postalAddress", newsletter.postalAddress()));
    }

    /** So much of an address as its owner knows it by: a…@example.org. */
    private static String mask(Address address) {
        return address.email().charAt(0) + "…@" + address.domain();
    }
}
