package staytuned.preflight;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import staytuned.text.Weight;

/** What a letter's HTML may hold: the rules of the big receivers. */
final class Markup {
    private static final String ACTIVE = "script, form, iframe, frame, object, embed, applet, link[rel=stylesheet], "
            + "input, button, video, audio, svg, meta[http-equiv=refresh]";
    private static final Pattern REMOTE = Pattern.compile("(?i)@import|url\\(|expression\\(|-moz-binding");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)(?:https?://[^\\s\"<>]+|mailto:[^\\s\"<>]+)");
    /** Gmail clips near 102,000 bytes; each reader's own link has room too. */
    private static final int LONGEST = 100_000;

    private Markup() {}

    static void look(Draft draft, Document page, List<Finding> findings) {
        for (var each : page.select(ACTIVE)) {
            findings.add(Finding.error(place(each), "is active content", "mail programs refuse it; take it away"));
        }
        for (var each : page.select("*")) attributes(each, findings);
        for (var each : page.select("style")) {
            if (REMOTE.matcher(each.data()).find()) {
                findings.add(Finding.error("HTML, <style>", "loads something from elsewhere", "write it out"));
            }
        }
        pictures(page, findings);
        links(page, findings);
        empty(page, findings);
        var root = page.selectFirst("html");
        if (root == null || root.attr("lang").isBlank() || root.attr("dir").isBlank()) {
            findings.add(Finding.error("HTML, <html>", "has no lang and dir", "write lang=\"${language}\" "
                    + "dir=\"${dir}\" there"));
        }
        var size = Weight.of(draft.html());
        if (size > LONGEST) {
            findings.add(Finding.error("HTML", "takes " + size + " bytes in the mail, more than the 100,000 that "
                    + "Gmail shows", "shorten the template, or set letter.content: excerpt"));
        }
    }

    private static void attributes(Element element, List<Finding> findings) {
        for (var each : element.attributes()) {
            var value = each.getValue().replaceAll("[\\s\\p{Cntrl}]+", "").toLowerCase(Locale.ROOT);
            var script = each.getKey().toLowerCase(Locale.ROOT).startsWith("on") || value.startsWith("javascript:")
                    || value.startsWith("vbscript:");
            var remote = each.getKey().equals("style") && REMOTE.matcher(value).find();
            if (script || remote) {
                findings.add(Finding.error(place(element), "has the active attribute " + each.getKey(),
                        "take it away"));
            }
        }
    }

    private static void pictures(Document page, List<Finding> findings) {
        for (var each : page.select("img")) {
            if (!each.hasAttr("alt")) {
                findings.add(Finding.error(place(each), "has no alt", "say what it shows, or write alt=\"\""));
            } else if (each.attr("alt").isBlank()) {
                findings.add(Finding.warning(place(each), "has no words for those who do not see it",
                        "give the picture an alt text in the article"));
            }
            if (!each.attr("src").toLowerCase(Locale.ROOT).startsWith("https://")) {
                findings.add(Finding.warning(place(each), "is not loaded by https",
                        "many mail programs do not show it; link it by https"));
            }
        }
    }

    private static void links(Document page, List<Finding> findings) {
        for (var each : page.select("a[href]")) {
            var address = each.attr("href");
            if (!ABSOLUTE.matcher(address).matches()) {
                findings.add(Finding.error(place(each), "leads to no address of the web", "write it out, with https"));
            } else if (address.toLowerCase(Locale.ROOT).startsWith("http://") && !local(address)) {
                findings.add(Finding.warning(place(each), "does not lead to https",
                        "link by https where it is offered"));
            }
            if (!each.hasText() && each.select("img[alt]").stream().allMatch(it -> it.attr("alt").isBlank())) {
                findings.add(Finding.warning(place(each), "is a link without words", "give it some"));
            }
        }
    }

    private static void empty(Document page, List<Finding> findings) {
        for (var each : page.select("h1, h2, h3, h4")) {
            if (!each.hasText()) {
                findings.add(Finding.error(place(each), "is an empty heading", "mend the template"));
            } else if (!each.normalName().equals("h1") && each.nextElementSibling() == null) {
                findings.add(Finding.warning(place(each), "\"" + each.text() + "\" stands above nothing",
                        "leave it out where there is nothing"));
            }
        }
        for (var each : page.select("p, li, blockquote")) {
            if (!each.hasText() && each.select("img").isEmpty()) {
                findings.add(Finding.warning(place(each), "is empty", "leave it out where there is nothing"));
            }
        }
    }

    /** On a machine of one's own, to try things. */
    private static boolean local(String address) {
        return address.matches("(?i)http://(?:127\\.0\\.0\\.1|localhost|\\[::1])(?::\\d+)?(?:/.*)?");
    }

    static String place(Element element) {
        var named = element.hasAttr("href") ? " href=" + element.attr("href")
                : element.hasAttr("src") ? " src=" + element.attr("src")
                : element.hasAttr("class") ? " class=" + element.className() : "";
        var place = "HTML, <" + element.normalName() + named;
        return (place.length() > 120 ? place.substring(0, 120) + "…" : place) + ">";
    }
}
