package staytuned.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pages on which readers choose, leave and come back, to look at and to test with. */
final class Readers {
    private static final Map<String, Object> NOTES = newsletter("field-notes", "Field Notes", true, "");

    private Readers() {}

    static Pages page(String template, Map<String, Object> model) {
        var whole = new LinkedHashMap<>(model);
        whole.put("say", new Templates(null).words("preferences"));
        return new Pages(template, whole);
    }

    static Map<String, Pages> all() {
        var all = new LinkedHashMap<String, Pages>();
        var left = Map.<String, Object>of(
                "newsletter", Map.of("title", "Field Notes"), "email", "r…1@example.org", "all", false,
                "undo", "/undo/1.x", "farewell", "/farewell/1.x", "explained", false,
                "reasons", List.of("too-many", "not-for-me", "never-asked", "elsewhere", "other"));
        all.put("unsubscribed", page("unsubscribed", left));
        all.put("unsubscribed-all", page("unsubscribed", Letters.with(Letters.with(left, "all", true), "explained", true)));
        all.put("unsubscribe-all", page("unsubscribe", Map.of(
                "newsletter", Map.of("title", "Field Notes"), "email", "r…1@example.org", "action", "/u/1.x",
                "others", 2, "preferences", "/preferences/1.x")));
        all.put("back", page("back", Map.of("email", "r…1@example.org", "preferences", "/preferences/1.x")));
        all.put("erase", page("erase", Map.of(
                "email", "r…1@example.org", "action", "/preferences/1.x/erase", "preferences", "/preferences/1.x")));
        all.put("address", page("address", Map.of(
                "former", "old@example.org", "email", "new@example.org", "action", "/address/1.x")));
        all.put("preferences", page("preferences", preferences()));
        all.put("preferences-wrong", page("preferences", Letters.with(
                Letters.with(preferences(), "said", "Please choose a day."), "wrong", true)));
        return all;
    }

    private static Map<String, Object> preferences() {
        var model = new LinkedHashMap<String, Object>();
        model.put("email", "r…1@example.org");
        model.put("action", "/preferences/1.x");
        model.put("unsubscribe", "/unsubscribe/1.x");
        model.put("said", "Saved.");
        model.put("wrong", false);
        model.put("suppressed", true);
        model.put("newsletter", NOTES);
        model.put("newsletters", List.of(
                NOTES, newsletter("harbour", "Harbour Letters", true, "/preferences/2.x"),
                newsletter("sky", "Himmelsblicke", false, "")));
        model.put("choices", Map.of(
                "language", "de", "zone", "Europe/Berlin", "cadence", "weekly", "hour", "7", "until", "2026-12-24",
                "catchUp", true, "topics", "birds, tides", "content", "full", "format", "text"));
        model.put("home", "Europe/London");
        model.put("zones", List.of("Europe/Berlin", "Europe/London"));
        model.put("hours", List.of("00:00", "01:00", "02:00", "03:00", "04:00", "05:00", "06:00", "07:00"));
        model.put("languages", List.of(Map.of("tag", "en", "name", "English"), Map.of("tag", "de", "name", "Deutsch")));
        model.put("tomorrow", "2026-11-25");
        model.put("latest", "2027-11-24");
        return model;
    }

    private static Map<String, Object> newsletter(String key, String title, boolean on, String link) {
        return Map.of("key", key, "title", title, "language", "en", "dir", "ltr", "on", on, "link", link);
    }
}
