package staytuned.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import staytuned.issue.Typesetter;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Choices;
import staytuned.subscriber.SignedLinks;
import staytuned.subscriber.Status;
import staytuned.subscriber.Subscription;
import staytuned.template.Words;

/** What the page of a reader's preferences is filled with. */
final class PreferenceModel {
    /** Whoever wants to hear nothing for longer than this leaves. */
    private static final int LONGEST_PAUSE_DAYS = 365;

    private static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream()
            .filter(each -> each.matches("(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+"))
            .sorted()
            .toList();

    private final Pages.Shelf shelf;
    private final SignedLinks links;

    PreferenceModel(Pages.Shelf shelf, SignedLinks links) {
        this.shelf = shelf;
        this.links = links;
    }

    /** @param home the time zone that counts where the reader has chosen none */
    Map<String, @Nullable Object> of(Subscription reader, Choices choices, ZoneId home, Instant now) {
        var link = links.link(reader.id());
        var zone = choices.zone() == null ? home : choices.zone();
        var model = new HashMap<String, @Nullable Object>();
        model.put("email", reader.address().email());
        model.put("action", link);
        model.put("unsubscribe", shelf.unsubscribe().link(reader.id()));
        model.put("choices", choices(choices, zone));
        model.put("home", home.getId());
        model.put("zones", ZONES);
        model.put("hours", IntStream.range(0, 24).mapToObj(each -> String.format(Locale.ROOT, "%02d:00", each)).toList());
        model.put("languages", Words.LANGUAGES.stream()
                .map(each -> Map.of("tag", each, "name", Locale.forLanguageTag(each).getDisplayLanguage(
                        Locale.forLanguageTag(each))))
                .toList());
        var today = LocalDate.ofInstant(now, zone);
        model.put("tomorrow", today.plusDays(1).toString());
        model.put("latest", today.plusDays(LONGEST_PAUSE_DAYS).toString());
        model.put("newsletters", newsletters(reader, model));
        return model;
    }

    private static Map<String, Object> choices(Choices choices, ZoneId zone) {
        var until = choices.pausedUntil();
        return Map.of(
                "language", choices.language() == null ? "" : choices.language(),
                "zone", choices.zone() == null ? "" : choices.zone().getId(),
                "cadence", column(choices.cadence()),
                "hour", choices.hour() == null ? "" : choices.hour().toString(),
                "until", until == null ? "" : LocalDate.ofInstant(until, zone).toString(),
                "catchUp", choices.catchUp(),
                "topics", choices.topics() == null ? "" : String.join(", ", choices.topics()),
                "content", column(choices.content()),
                "format", column(choices.format()));
    }

    private static String column(@Nullable Enum<?> value) {
        return value == null ? "" : value.name().toLowerCase(Locale.ROOT);
    }

    /** Puts beside them the one that the page is about: the reader may have left it, or it may be gone. */
    private List<Map<String, Object>> newsletters(Subscription reader, Map<String, @Nullable Object> model) {
        var known = new HashMap<Long, Subscription>();
        shelf.subscribers().memberships().of(reader.id()).forEach(each -> known.put(each.newsletterId(), each));
        var all = new ArrayList<Map<String, Object>>();
        model.put("newsletter", Map.of("title", "", "on", false));
        for (var each : shelf.newsletters()) {
            var its = known.get(each.id());
            var entry = entry(each, its, reader);
            all.add(entry);
            if (each.id() == reader.newsletterId()) model.put("newsletter", entry);
        }
        var statuses = known.values().stream().map(Subscription::status).toList();
        model.put("suppressed", statuses.contains(Status.SUPPRESSED));
        return all;
    }

    private Map<String, Object> entry(Newsletter newsletter, @Nullable Subscription its, Subscription reader) {
        var on = its != null && its.status() == Status.CONFIRMED;
        var link = its != null && on && its.id() != reader.id() ? links.link(its.id()) : "";
        return Map.of(
                "key", newsletter.key(),
                "title", newsletter.title(),
                "language", newsletter.language(),
                "dir", Typesetter.direction(newsletter.language()),
                "on", on,
                "link", link);
    }
}
