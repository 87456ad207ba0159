package staytuned.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A page to look at and to test with: its template and its model. */
record Pages(String template, Map<String, Object> model) {
    Pages(String template, Map<String, Object> model) {
        this.template = template;
        this.model = new LinkedHashMap<>(model);
        this.model.putIfAbsent("say", new Templates(null).words("common"));
        this.model.putIfAbsent("language", "en");
    }

    static Map<String, Pages> all() {
        var all = new LinkedHashMap<String, Pages>();
        all.put("home", new Pages("home", Map.of("newsletters", List.of(
                newsletter("field-notes", "Field Notes"),
                Map.of("title", "Harbour Letters", "key", "harbour-letters", "language", "fr", "dir", "ltr",
                        "subscribe", "", "issues", List.of())))));
        var one = List.of(newsletter("field-notes", "Field Notes"));
        all.put("home-one", new Pages("home", Map.of("newsletters", one)));
        all.put("home-empty", new Pages("home", Map.of("newsletters", List.of())));
        var unsubscribe = Map.of(
                "newsletter", Map.of("title", "Field Notes"),
                "email", "r…1@example.org",
                "action", "/u/Zm9vYmFy?n=1&m=2");
        all.put("unsubscribe", Readers.page("unsubscribe", Map.copyOf(unsubscribe)));
        all.putAll(Readers.all());
        all.put("message", new Pages("message", Map.of(
                "title", "This page does not exist", "text", "The address may be old, or a part of it is missing.")));
        all.put("article", new Pages("article", article()));
        all.put("archive", new Pages("archive", archive("", "2")));
        all.put("archive-found", new Pages("archive", archive("tide", "")));
        var letters = List.of(
                letter("Reader 1 <reader1@example.org>", "Why Sourdough Rises Twice", "07:00:02"),
                letter("Reader 2 <reader2@example.org>", "Why Sourdough Rises Twice", "07:00:02"),
                letter("Reader 1 <reader1@example.org>", "Autumn Colour: Unveiled or Newly Made", "07:00:03"));
        all.put("inbox", new Pages("inbox", Map.of("letters", letters, "selected", letters.get(2))));
        all.put("inbox-unselected", new Pages("inbox", Map.of("letters", letters)));
        all.put("inbox-empty", new Pages("inbox", Map.of("letters", List.of())));
        return all;
    }

    private static Map<String, Object> newsletter(String key, String title) {
        return Map.of("title", title, "key", key, "language", "en", "dir", "ltr",
                "subscribe", "/subscribe/" + key, "issues", List.of(
                issue("Autumn Colour: Unveiled or Newly Made", "27 October 2026"),
                issue("What a Tide Table Hides", "20 October 2026"),
                issue("How Swifts Sleep, and Why Nobody Could Say for a Hundred Years", "13 October 2026"),
                issue("Why Sourdough Rises Twice", "6 October 2026")));
    }

    private static Map<String, Object> archive(String query, String other) {
        var found = Map.of("title", "What a Tide Table Hides", "link", "/issues/3", "at", "2026-10-20T06:00:00Z",
                "date", "20 October 2026", "language", "en", "dir", "ltr");
        var model = new LinkedHashMap<String, Object>();
        model.put("say", new Templates(null).words("archive"));
        model.put("newsletter", Map.of("title", "Field Notes", "link", "/archive/field-notes"));
        model.put("issues", List.of(found));
        model.put("query", query);
        model.put("newer", other);
        model.put("older", other);
        model.put("newest", other.isEmpty());
        model.put("index", true);
        model.put("canonical", "https://letters.example.org/archive/field-notes");
        model.put("feeds", List.of(Map.of("name", "Atom", "type", "application/atom+xml", "title", "Field Notes (Atom)",
                "link", "/archive/field-notes/feed.atom")));
        return model;
    }

    private static Map<String, Object> issue(String subject, String date) {
        return Map.of("subject", subject, "date", date, "link", "/i/" + subject.length());
    }

    private static Map<String, Object> article() {
        return Map.of(
                "article", Map.of("title", "What a Tide Table Hides", "author", "The editors"),
                "newsletter", Map.of("title", "Field Notes", "link", "/#field-notes"),
                "date", "Tuesday, 20 October 2026", "language", "en", "dir", "ltr",
                "link", "https://example.org/tide-table",
                "body", "<p>A tide table looks like the most certain page in print. The sea has not signed it.</p>"
                        + "<h2>What is not on the page</h2><ul><li>The weather.</li><li>The stream.</li></ul>"
                        + "<blockquote><p>Let the mark on the quay have the last word.</p></blockquote>"
                        + "<pre><code>1 2 3 3 2 1</code></pre>");
    }

    private static Map<String, Object> letter(String to, String subject, String time) {
        var link = subject.startsWith("A") ? "letter-full.html" : "letter-bare.html";
        var text = new Templates(null).render("letter/letter.ftl", Letters.full());
        return Map.of("to", to, "subject", subject, "time", time, "link", link, "text", text);
    }
}
