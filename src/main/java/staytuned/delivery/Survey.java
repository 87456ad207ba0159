package staytuned.delivery;

import java.time.ZoneId;
import java.util.Collection;
import staytuned.issue.Editor;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Choices;
import staytuned.subscriber.Subscribers;

/** What the editor asks about readers, answered from what they have chosen. */
public record Survey(Subscribers subscribers) implements Editor.Readers {
    @Override
    public Collection<ZoneId> zones(Newsletter newsletter) {
        return subscribers.zones(newsletter.id(), newsletter.cadence().zone());
    }

    @Override
    public boolean differ(Newsletter newsletter) {
        var other = newsletter.stationery().whole() ? Choices.Content.CONCLUSION : Choices.Content.FULL;
        return subscribers.anyWants(newsletter.id(), other);
    }
}
