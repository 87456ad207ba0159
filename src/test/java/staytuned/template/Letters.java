package staytuned.template;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Letters to look at and to test with, each as the model of both letter templates. */
final class Letters {
    static final String HOSTILE = "${1+1} <#assign x=1> <script>alert(1)</script> \"quoted\" 'and' & </td></table>";

    private Letters() {}

    static Map<String, Map<String, Object>> all() {
        var all = new LinkedHashMap<String, Map<String, Object>>();
        all.put("full", full());
        all.put("bare", bare());
        all.put("long", longTitle());
        all.put("list", list());
        all.put("german", german());
        all.put("arabic", arabic());
        all.put("japanese", japanese());
        all.put("hostile", hostile());
        all.put("followup", followUp());
        all.put("kept", kept());
        all.put("related", related());
        all.put("coming", coming());
        return all;
    }

    /** Conclusion, promise, author, postal address. */
    static Map<String, Object> full() {
        return letter("en", "Field Notes", "Sunday, 22 November 2026", 4, article(
                "Autumn Colour: Unveiled or Newly Made",
                "The editors",
                List.of("Why does one maple turn butter yellow while its neighbour burns scarlet? Both stand in the "
                        + "same soil and feel the same wind. The answer is that yellow and red come about in "
                        + "opposite ways: one colour was there all summer, and the other is made in the last weeks "
                        + "of a leaf’s life."),
                List.of("Yellow is what remains when the green is taken away; red is a last piece of work, paid for "
                        + "in sugar by a leaf that is about to fall. Whether it is a sunscreen, a warning to "
                        + "insects or both, a bright autumn wood shows how carefully a tree closes its accounts."),
                "Stay tuned for the next walk in the woods, when we look at what happens under the fallen leaves!"));
    }

    /** Neither author, conclusion, promise nor postal address. */
    static Map<String, Object> bare() {
        var letter = letter("en", "Field Notes", "Tuesday, 24 November 2026", 2, article(
                "How Swifts Sleep",
                null,
                List.of("A common swift that leaves its nest in July may not touch anything solid until the "
                        + "following spring. It eats on the wing, drinks on the wing and gathers feathers for its "
                        + "nest on the wing. Somewhere in those months it must also sleep.",
                        "What we know comes from two kinds of instruments: radar, which sees where the birds go at "
                                + "night, and tiny loggers, which feel every wingbeat."),
                List.of(),
                null));
        return with(letter, "newsletter", Map.of("title", "Field Notes", "postalAddress", ""));
    }

    static Map<String, Object> longTitle() {
        var letter = full();
        var title = "A Rather Long Consideration of Why Everything That Was Ever Written About the Tides in the "
                + "Channel Between the Islands Had to Be Corrected Twice, and What "
                + "Donaudampfschifffahrtsgesellschaftskapitäne Might Have Told Us About It Had Anybody Asked Them "
                + "in Time";
        return with(letter, "article", with(map(letter, "article"), "title", title));
    }

    static Map<String, Object> list() {
        return letter("en", "Field Notes", "Thursday, 26 November 2026", 1, article(
                "What a Tide Table Hides",
                "The editors",
                List.of("A tide table looks like the most certain page in print."),
                List.of("Three things to remember at the harbour wall:",
                        "- The table is astronomy; the water is astronomy and weather.\n"
                                + "- Low pressure lifts the sea by about one centimetre for each hectopascal, so a "
                                + "deep storm can add a third of a metre before the wind has pushed at all.\n"
                                + "- The stream does not turn when the level does: see "
                                + "https://example.org/tides/a-long-address-that-must-never-be-broken-into-two-lines",
                        "And a fourth: look at the sea."),
                null));
    }

    static Map<String, Object> german() {
        return letter("de-DE", "Feldnotizen", "Sonntag, 22. November 2026", 6, article(
                "Fazit nach einem Jahr mit der Wärmepumpe: Was die Heizkostenabrechnung nicht verrät",
                "Die Redaktion",
                List.of("Ein Winter, 14.000 Kilowattstunden und drei kalte Nächte später lässt sich sagen, was der "
                        + "Prospekt versprach und was die Wärmepumpe hielt. Größer als erwartet war der Einfluss "
                        + "der Vorlauftemperatur."),
                List.of("Wer die Heizkurve absenkt, bevor er das Gerät austauscht, spart mehr als mit jeder "
                        + "Leistungsklasse. Die Übergangszeit entscheidet, nicht der Januar."),
                "Im nächsten Artikel zeigen wir, wie sich die Heizkurve in vier Abenden einstellen lässt."));
    }

    static Map<String, Object> arabic() {
        return with(letter("ar", "رسائل الحقل", "الأحد، 22 نوفمبر 2026", 5, article(
                "كيف تنام طيور السمامة وهي تحلّق؟",
                "هيئة التحرير",
                List.of("قد يغادر طائر السمامة عشّه في يوليو ولا يلامس شيئًا صلبًا حتى الربيع التالي. يأكل وهو طائر، "
                        + "ويشرب وهو طائر، ويجمع ريش عشّه وهو طائر. فمتى ينام؟"),
                List.of("لا نعرف بعد كيف ينام هذا الطائر، لكننا نعرف أين: عاليًا فوق الغيوم، في رحلتين كل ليلة.",
                        "- رادار يرى أين تذهب الطيور ليلًا.\n- ومسجّلات صغيرة تحسّ بكل خفقة جناح (Data logger)."),
                "في المقال القادم نتحدث عن الطيور التي تهاجر سيرًا على الأقدام.")), "dir", "rtl");
    }

    static Map<String, Object> japanese() {
        return letter("ja", "野の便り", "2026年11月22日(日)", 5, article(
                "紅葉のしくみ：黄色は現れ、赤はつくられる",
                "編集部",
                List.of("同じ土に立ち、同じ風を受けているのに、なぜ一本のカエデは黄色く、隣の木は真っ赤になるのでしょうか。"
                        + "答えは、黄色と赤がまったく逆の道筋で生まれることにあります。"
                        + "黄色は夏のあいだずっと葉の中にあり、赤は葉の最後の数週間に新しくつくられるのです。"),
                List.of("黄色は緑が去ったあとに残る色、赤は落葉を前にした最後のひと仕事です。"
                        + "日よけなのか、虫への警告なのか、あるいはその両方なのか、研究はまだ続いています。"),
                "次回は、落ち葉の下で何が起きているのかを見ていきます。お楽しみに。"));
    }

    static Map<String, Object> hostile() {
        var letter = letter("en", HOSTILE, HOSTILE, 3, article(
                HOSTILE, HOSTILE, List.of(HOSTILE), List.of("- " + HOSTILE + "\n- two", HOSTILE), HOSTILE));
        letter = with(letter, "newsletter", Map.of("title", HOSTILE, "postalAddress", HOSTILE));
        letter = with(letter, "article", with(map(letter, "article"), "link", "javascript:alert(1)"));
        var earlier = Map.of("sentence", HOSTILE, "title", HOSTILE, "link", "https://letters.example.org/issues/1");
        letter = with(letter, "earlier", Map.of("kept", List.of(earlier), "related", List.of(earlier)));
        return with(letter, "preheader", HOSTILE);
    }

    /** Keeps a promise and makes one. */
    static Map<String, Object> followUp() {
        return with(full(), "earlier", Map.of(
                "kept", List.of(earlier(
                        "In the next part we look at what a tree gains by turning red, and what it costs.",
                        "Autumn Colour, Part 1: The Green That Goes", 12)),
                "related", List.of()));
    }

    /** Keeps two promises. */
    static Map<String, Object> kept() {
        return with(german(), "earlier", Map.of(
                "kept", List.of(
                        earlier("Im zweiten Teil messen wir die Heizkurve nach.", "Ein Jahr Wärmepumpe, Teil 1", 31),
                        earlier("Bleiben Sie dran!", "Was die Heizkostenabrechnung nicht verrät", 29)),
                "related", List.of()));
    }

    /** Perhaps keeps one. */
    static Map<String, Object> related() {
        return with(arabic(), "earlier", Map.of(
                "kept", List.of(),
                "related", List.of(earlier("سنكتب قريبًا عن الطيور المهاجرة.", "طيور على الطريق", 7))));
    }

    /** Keeps a promise, and names what is scheduled. */
    static Map<String, Object> coming() {
        return with(followUp(), "coming", List.of(
                Map.of("title", "Under the Leaves: Who Eats the Autumn", "date", "26 November 2026"),
                Map.of("title", "كيف تنام الطيور", "date", "3 December 2026"),
                Map.of("title", HOSTILE, "date", "24 December 2026")));
    }

    static Map<String, Object> earlier(String sentence, String title, int issue) {
        return Map.of("sentence", sentence, "title", title, "link", "https://letters.example.org/issues/" + issue);
    }

    static Map<String, Object> letter(
            String language, String newsletter, String date, int minutes, Map<String, Object> article) {
        var letter = new HashMap<String, Object>();
        letter.put("language", language);
        letter.put("dir", "ltr");
        letter.put("date", date);
        letter.put("newsletter", Map.of("title", newsletter, "postalAddress", "1 Example Street, Example Town"));
        letter.put("preheader", "The short of it, in one line.");
        letter.put("article", with(article, "minutes", minutes));
        letter.put("links", Map.of(
                "web", "https://letters.example.org/i/17?key=a&part=b",
                "unsubscribe", "https://letters.example.org/u/Zm9vYmFy"));
        return letter;
    }

    private static Map<String, Object> article(
            String title,
            @Nullable String author,
            List<String> lead,
            List<String> conclusion,
            @Nullable String promise) {
        var article = new HashMap<String, Object>();
        article.put("title", title);
        article.put("author", author);
        article.put("lead", lead);
        article.put("conclusion", conclusion);
        article.put("promise", promise);
        article.put("link", "https://example.org/articles/17?a=1&b=2");
        return article;
    }

    static Map<String, Object> with(Map<String, ?> model, String key, @Nullable Object value) {
        var changed = new HashMap<String, Object>(model);
        changed.put(key, value);
        return changed;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Map<String, Object> model, String key) {
        return Collections.unmodifiableMap((Map<String, Object>) model.get(key));
    }
}
