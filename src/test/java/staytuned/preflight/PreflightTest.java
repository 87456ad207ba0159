package staytuned.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreflightTest {
    private static final String LINK = "https://unsubscribe.invalid/0123456789abcdef";
    private static final String PLAIN = "Words that say what the letter says, each of them.\nUnsubscribe [1]\n[1] " + LINK;
    private static final String BODY = "<p>Words that say what the letter says, each of them.</p><a href=\"" + LINK
            + "\">Unsubscribe</a>";

    private final Preflight preflight = new Preflight();

    @Test
    void findsNothingWhereNothingIsWrong() {
        assertEquals(List.of(), preflight.look(draft("A title", BODY, PLAIN, "")));
    }

    /** Each mistake in the HTML, whether it holds the letter, and what is said of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <script>x()</script>                              | true  | HTML, <script>: is active content
            <form action="https://a.example/"></form>         | true  | HTML, <form>: is active content
            <p onclick="x()">a</p>                            | true  | has the active attribute onclick
            <a href="java&#10;script:x()">a</a>               | true  | has the active attribute href
            <p style="background:url(https://a.example/b)">a  | true  | has the active attribute style
            <style>@import "https://a.example/a.css";</style> | true  | loads something from elsewhere
            <a href="/relative">a</a>                         | true  | leads to no address of the web
            <a href="data:text/html,a">a</a>                  | true  | leads to no address of the web
            <a href="http://a.example/">a</a>                 | false | does not lead to https
            <a href="https://a.example/"></a>                 | false | is a link without words
            <img src="https://a.example/a.png">               | true  | has no alt
            <img src="https://a.example/a.png" alt="">        | false | has no words for those who do not see it
            <img src="http://a.example/a.png" alt="A">        | false | is not loaded by https
            <h2> </h2>                                        | true  | is an empty heading
            <p>Dear ${name}</p>                               | true  | shows the placeholder ${name}
            <p>Dear {{name}}</p>                              | true  | shows the placeholder {{name}}
            <h2>Conclusion</h2>                               | false | "Conclusion" stands above nothing
            <ul><li></li></ul>                                | false | HTML, <li>: is empty
            <p>Dear {% name %}</p>                            | true  | shows the placeholder {% name %}
            <p>Dear %%name%%</p>                             | true  | shows the placeholder %%name%%
            <a href="https://a.example/${id}">a</a>           | true  | shows the placeholder ${id}
            <p style="color:#999999">pale</p>                 | false | has a contrast of only 2.8
            <p style="display:flex">a</p>                     | false | uses CSS display-flex, which Outlook classic
            <p style="gap:2px">a</p>                          | false | uses CSS gap, which Outlook classic
            <p style="color:var(--a)">a</p>                   | false | uses CSS variables, which Gmail
            <video src="https://a.example/v.mp4"></video>     | false | uses HTML video, which Gmail
            <section>a</section>                              | false | uses HTML semantics, which Outlook classic
            <style>@font-face { font-family: A }</style>      | false | uses CSS at-font-face, which Gmail
            """)
    void findsWhatIsWrongInTheHtml(String html, boolean holds, String says) {
        var found = preflight.look(draft("A title", BODY + html, PLAIN, ""));
        assertTrue(found.stream().anyMatch(each -> each.holds() == holds && each.sentence().contains(says)),
                found.toString());
        assertTrue(found.stream().allMatch(each -> !each.cure().isBlank() && !each.place().isBlank()));
    }

    /** Each class and style, by a sheet that turns ".ink" and ".paper" to their dark colours. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "<p class='ink' style='color:#222222'>a</p>, -",
        "<p style='color:#222222'>a</p>, 1.2 (#222222 on #121416) in the dark",
        "<p class='ink' style='color:#222222; background-color:#ffffff'>a</p>, 1.2 (#eeeeee on #ffffff) in the dark",
        "<p>a</p>, 1.1 (#000000 on #121416) in the dark"
    })
    void whatCannotBeReadInTheDarkIsWarnedOf(String html, String says) {
        var body = "<style>@media (prefers-color-scheme: dark) { .paper { background-color: #121416 !important; }\n"
                + ".ink { color: #eeeeee !important; } }</style><div class='paper'>" + html + "</div>";
        var found = preflight.look(draft("A title", BODY + body, PLAIN, "")).stream()
                .filter(each -> each.says().contains("contrast")).toList();
        assertEquals(says == null ? List.of() : List.of("has a contrast of only " + says),
                found.stream().map(Finding::says).toList());
        assertTrue(found.stream().noneMatch(Finding::holds), found.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''            | subject: is empty
            Re: A title   | subject: pretends to be an answer
            FWD: A title  | subject: pretends to be an answer
            Dear ${name}  | subject: shows the placeholder ${name}
            """)
    void findsWhatIsWrongInTheSubject(String subject, String says) {
        assertHeld(draft(subject, BODY, PLAIN, ""), says);
    }

    @Test
    void whatStandsInTheArticleIsNoPlaceholder() {
        var words = " In a shell, ${name} is a variable and {{name}} is none.";
        var draft = draft("On ${name}", BODY + words, PLAIN + words, "On ${name}. The source says {{name}}.");
        assertEquals(List.of(), preflight.look(draft));
    }

    @Test
    void bothPartsMustSayTheSameAndHowToLeave() {
        assertHeld(draft("A title", "<p>Words that say what the letter says, each of them.</p>", PLAIN, ""),
                "HTML: has no link to unsubscribe");
        assertHeld(draft("A title", BODY, "Words that say what the letter says.", ""), "text: has no link to unsub");
        assertHeld(draft("A title", BODY, " ", ""), "text: is empty");
        var other = preflight.look(draft("A title", BODY, "Something quite different stands here " + LINK, ""));
        assertTrue(other.toString().contains("text: says something else than the HTML"), other.toString());
    }

    @Test
    void whatGmailWouldClipIsHeld() {
        assertHeld(draft("A title", BODY + "<p>" + "ü".repeat(17_000) + "</p>", PLAIN, ""), "more than the 100,000");
    }

    @Test
    void whatIsMissingIsWarnedOf() {
        var draft = new Draft("A title", "", page(BODY), PLAIN, LINK, "", "");
        var found = preflight.look(draft);
        assertEquals(List.of("preheader", "postal-address"), found.stream().map(Finding::place).toList());
        assertTrue(found.stream().noneMatch(Finding::holds), found.toString());
        var bare = new Draft("A title", "Words", "<html><body>" + BODY, PLAIN, LINK, "1 Example Street", "");
        assertHeld(bare, "has no lang and dir");
    }

    private void assertHeld(Draft draft, String says) {
        var found = preflight.look(draft);
        assertTrue(found.stream().anyMatch(each -> each.holds() && each.sentence().contains(says)), found.toString());
    }

    private static Draft draft(String subject, String body, String plain, String source) {
        return new Draft(subject, "Words", page(body), plain, LINK, "1 Example Street", source);
    }

    private static String page(String body) {
        return "<html lang=\"en\" dir=\"ltr\"><head><title>A</title></head><body>" + body + "</body></html>";
    }
}
