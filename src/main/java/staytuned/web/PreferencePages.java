package staytuned.web;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.feedback.Dossiers;
import staytuned.mail.Address;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.AddressChanges;
import staytuned.subscriber.Choices;
import staytuned.subscriber.Person;
import staytuned.subscriber.SignedLinks;
import staytuned.subscriber.Status;
import staytuned.subscriber.Subscription;
import staytuned.template.Words;

/** The pages on which readers choose, without a password: the link in each letter is theirs alone. */
public final class PreferencePages {
    private static final Logger LOG = LoggerFactory.getLogger(PreferencePages.class);
    private static final String AREA = "preferences";
    private static final String PAGE = "preferences";

    private final Desk desk;
    private final Pages.Shelf shelf;
    private final PagePrinter printer;
    private final SignedLinks links;
    private final SignedLinks moves;
    private final PreferenceModel model;

    /** What the pages show and change. */
    public record Desk(Pages.Shelf shelf, Dossiers dossiers, AddressChanges changes, InstantSource clock) {}

    public PreferencePages(Desk desk) {
        this.desk = desk;
        this.shelf = desk.shelf;
        this.printer = new PagePrinter(shelf.templates(), shelf.newsletters());
        this.links = shelf.unsubscribe().of("preferences");
        this.moves = shelf.unsubscribe().of("address");
        this.model = new PreferenceModel(shelf, links);
    }

    Answer show(String token) {
        return reader(token).map(each -> page(200, each, "")).orElseGet(printer::unknownLink);
    }

    /** Keeps what the reader has chosen for this newsletter. */
    Answer choose(String token, Form form) {
        return answer(token, form, (reader, sent) -> {
            var before = shelf.subscribers().choices(reader.id()).orElse(Choices.NONE);
            Choices chosen;
            try {
                chosen = choices(reader, sent, before);
            } catch (DateTimeParseException e) {
                return page(422, reader, "problem.date");
            } catch (IllegalArgumentException e) {
                return page(422, reader, "problem.zone");
            }
            try {
                shelf.subscribers().choose(reader.id(), chosen);
            } catch (IllegalArgumentException e) {
                return page(422, reader, "problem.date");
            }
            return page(200, reader, "saved");
        });
    }

    /** @throws DateTimeParseException the day is none; any other IllegalArgumentException: the zone or a value is none */
    private Choices choices(Subscription reader, Form form, Choices before) {
        var zone = Person.zone(form.first("zone"));
        var cadence = Choices.Cadence.of(form.first("cadence"));
        var timed = cadence != null && cadence != Choices.Cadence.EACH;
        var hour = timed && form.first("hour").matches("\\d{1,2}") ? Integer.valueOf(form.first("hour")) : null;
        var language = form.first("language");
        var topics = List.of(form.first("topics").split(",", -1));
        return new Choices(
                language.isEmpty() ? null : language, zone, cadence, hour,
                until(form.first("until"), zone == null ? home(reader) : zone, before.pausedUntil()),
                form.has("catch-up"), topics, Choices.Content.of(form.first("content")),
                Choices.Format.of(form.first("format")));
    }

    /** The beginning of a day; the same moment as before where the day has not been touched. */
    private static @Nullable Instant until(String day, ZoneId zone, @Nullable Instant before) {
        if (day.isEmpty()) return null;
        var date = LocalDate.parse(day);
        if (before != null && date.equals(LocalDate.ofInstant(before, zone))) return before;
        return date.atStartOfDay(zone).toInstant();
    }

    private ZoneId home(Subscription reader) {
        var newsletter = newsletter(reader.newsletterId());
        return newsletter == null ? ZoneId.of("UTC") : newsletter.cadence().zone();
    }

    /** Subscribes to the newsletters that are marked, and leaves the others. */
    Answer join(String token, Form form) {
        return answer(token, form, (reader, sent) -> {
            var memberships = shelf.subscribers().memberships();
            var known = new HashMap<Long, Subscription>();
            memberships.of(reader.id()).forEach(each -> known.put(each.newsletterId(), each));
            for (var newsletter : shelf.newsletters()) {
                var had = known.get(newsletter.id());
                var has = had != null && had.status() == Status.CONFIRMED;
                var wants = sent.all("newsletter").contains(newsletter.key());
                if (wants && !has) memberships.join(reader.id(), newsletter.id());
                if (!wants && had != null && had.status() != Status.UNSUBSCRIBED) {
                    shelf.subscribers().unsubscribe(had.id());
                }
            }
            return page(200, shelf.subscribers().find(reader.id()).orElse(reader), "saved");
        });
    }

    /** Sends a mail to the address that the reader wants to be mailed at. Whether anybody has it, nobody learns here. */
    Answer move(String token, Form form) {
        return answer(token, form, (reader, sent) -> {
            Address address;
            try {
                address = new Address(sent.first("email"), reader.address().name());
            } catch (IllegalArgumentException e) {
                return page(422, reader, "problem.address");
            }
            desk.changes.ask(reader, address);
            return page(200, reader, "address.asked");
        });
    }

    /** Asks at the new address whether it is the right one. */
    Answer askToMove(String token) {
        return moves.id(token)
                .flatMap(desk.changes::open)
                .map(change -> {
                    var words = words(change.reader());
                    return printer.page(200, "address", words, Map.of(
                            "former", change.reader().address().email(), "email", change.address().email(),
                            "action", moves.link(change.id())));
                })
                .orElseGet(printer::unknownLink);
    }

    Answer moved(String token) {
        return moves.id(token)
                .flatMap(desk.changes::confirm)
                .map(change -> printer.message(200, "address.done", words(change.reader())))
                .orElseGet(printer::unknownLink);
    }

    /** Everything that is held about the reader, as one file. */
    Answer data(String token) {
        return reader(token)
                .flatMap(each -> desk.dossiers.of(each.id()))
                .map(rows -> Answer.download("my-data.json", Dossier.json(rows)))
                .orElseGet(printer::unknownLink);
    }

    Answer askToErase(String token) {
        return reader(token)
                .map(each -> printer.page(200, "erase", words(each), Map.of(
                        "email", each.address().email(), "action", links.link(each.id()) + "/erase",
                        "preferences", links.link(each.id()))))
                .orElseGet(printer::unknownLink);
    }

    Answer erase(String token) {
        return reader(token)
                .map(each -> {
                    var words = words(each);
                    desk.dossiers.erase(each.id(), "reader");
                    LOG.info("subscription {}: its reader is forgotten, as they asked", each.id());
                    return printer.message(200, "erased", words);
                })
                .orElseGet(printer::unknownLink);
    }

    private Answer answer(String token, Form form, BiFunction<Subscription, Form, Answer> work) {
        return reader(token).map(each -> work.apply(each, form)).orElseGet(printer::unknownLink);
    }

    /** @param said the key of what stands above the page; empty for nothing */
    private Answer page(int status, Subscription reader, String said) {
        var words = words(reader);
        var choices = shelf.subscribers().choices(reader.id()).orElse(Choices.NONE);
        var filled = model.of(reader, choices, home(reader), desk.clock.instant());
        filled.put("said", said.isEmpty() ? "" : words.say(said));
        filled.put("wrong", status != 200);
        return printer.page(status, PAGE, words, filled);
    }

    private Words words(Subscription reader) {
        var chosen = shelf.subscribers().choices(reader.id()).map(Choices::language).orElse(null);
        return printer.words(AREA, newsletter(reader.newsletterId()), chosen);
    }

    private @Nullable Newsletter newsletter(long id) {
        return shelf.newsletters().stream().filter(each -> each.id() == id).findFirst().orElse(null);
    }

    private Optional<Subscription> reader(String token) {
        return links.id(token).flatMap(shelf.subscribers()::find).filter(each -> !each.erased());
    }
}
