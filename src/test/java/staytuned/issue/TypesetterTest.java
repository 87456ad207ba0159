package staytuned.issue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.article.Article;
import staytuned.newsletter.Newsletter;
import staytuned.newsletter.Stationery;
import staytuned.preflight.Finding;
import staytuned.reading.Content;
import staytuned.reading.Reader;
import staytuned.reading.Reading;
import staytuned.template.TemplateFailed;
import staytuned.template.Templates;

class TypesetterTest {
    private static final SiteLinks LINKS = new SiteLinks("https://letters.example.org");
    private static final String WEB = "https://letters.example.org/issues/1";
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    private final Typesetter typesetter = new Typesetter(new Templates(null), LINKS);

    @Test
    void theSubjectAndTheLineBehindItAreTheArticlesOwn() {
        var letter = set(newsletter(false, "", ""), article("A Title", "The first words."));
        assertEquals("A Title", letter.subject());
        assertEquals("The first words.", letter.preheader());
    }

    @Test
    void theConfigMayPutThemAnotherWay() {
        var newsletter = newsletter(false, "${newsletter.title}: ${article.title?lower_case}", "By ${article.author}");
        var letter = set(newsletter, article("A <Title> & more", "The first words."));
        assertEquals("Notes: a <title> & more", letter.subject());
        assertEquals("By The editors", letter.preheader());
        assertTrue(letter.html().contains(">By The editors&#847;"), letter.html());
    }

    @ParameterizedTest
    @CsvSource({
        "Re: A title,A title", "RE: re: A title,A title", "AW: Ein Titel,Ein Titel", "Fwd: A title,A title",
        "Re[2]: A title,A title", "Reading: A title,Reading: A title", "Re:,Re:", "回复：标题,标题"
    })
    void noSubjectPretendsToBeAnAnswer(String title, String subject) {
        assertEquals(subject, set(newsletter(false, "", ""), article(title, "Words.")).subject());
    }

    @Test
    void noSubjectIsCutInsideAWordOrACharacter() {
        var family = "👩‍👩‍👧‍👦";
        var long1 = set(newsletter(false, "", ""), article("word ".repeat(60), "Words.")).subject();
        assertTrue(long1.endsWith("word…") && long1.length() <= 200, long1);
        var long2 = set(newsletter(false, "", ""), article(family.repeat(40), family.repeat(30)));
        assertEquals(0, (long2.subject().length() - 1) % family.length(), long2.subject());
        assertEquals(0, (long2.preheader().length() - 1) % family.length(), long2.preheader());
    }

    @Test
    void aTemplateThatFailsIsNamedBeforeAnyLetter(@TempDir Path own) throws IOException {
        Files.createDirectories(own.resolve("letter"));
        var file = Files.writeString(own.resolve("letter/own.ftlh"), "\n<#macro title>${article.titel}</#macro>");
        var broken = new Typesetter(new Templates(own), LINKS);
        var failed = assertThrows(TemplateFailed.class, () -> broken.rehearse(newsletter(false, "", "")));
        assertTrue(failed.getMessage().startsWith(file + ":2:"), failed.getMessage());
        var line = assertThrows(TemplateFailed.class, () -> typesetter.rehearse(newsletter(false, "${titel}", "")));
        assertTrue(line.getMessage().startsWith("newsletter notes, letter.subject"), line.getMessage());
    }

    @Test
    void whatComesWithUsHasNothingWrong() {
        for (var theme : Specimens.THEMES) {
            assertEquals(List.of(), typesetter.rehearse(Specimens.newsletter(theme, "Notes", "en")), theme);
            var whole = Specimens.whole(Specimens.newsletter(theme, "Notes", "en"));
            assertEquals(List.of(), typesetter.rehearse(whole), theme);
        }
    }

    @Test
    void aDigestOfOneIsAnOrdinaryLetter() {
        var article = article("A Title", "The first words.");
        var digest = typesetter.digest(newsletter(false, "", ""), List.of(article), FollowUp.NONE, WEB, NOW);
        var letter = set(newsletter(false, "", ""), article);
        assertEquals(Specimens.steady(letter.html(), letter), Specimens.steady(digest.html(), digest));
    }

    @Test
    void whatIsTooLongForOneLetterEndsWithReadOn() {
        var paragraph = "<p>" + "Ein Satz über Bücher und Bäume im Süden. ".repeat(20) + "</p>\n";
        var content = new Content(Content.HTML, "<h1>A Title</h1>" + paragraph.repeat(400), null, "de", "https://example.org/a");
        var article = read(content);
        var letter = set(newsletter(true, "", ""), article);
        assertFits(letter);
        var page = Jsoup.parse(letter.html());
        assertTrue(page.select("td > p").size() > 40, "much of it is there");
        assertEquals("Weiterlesen", page.select("a.buttonlink").text());
        assertTrue(letter.plain().contains("→ Weiterlesen ["), letter.plain());
    }

    @Test
    void aLongReadingInAnyScriptFits() {
        var japanese = "黄色は緑が去ったあとに残る色、赤は最後のひと仕事です。".repeat(230);
        var reading = new Reading("題", "ja", japanese, japanese + "\n\n" + japanese, japanese.substring(0, 500), 40);
        assertFits(set(newsletter(false, "", ""), Specimens.article(Content.of(Content.TEXT, "x"), reading)));
    }

    /** What a stranger may write into an article whose whole text is mailed. */
    @ParameterizedTest
    @ValueSource(strings = {
        "<script>alert(1)</script><p>Words</p>", "<p onclick=alert(1)>Words</p>",
        "<p>Words <img src=x onerror=alert(1)></p>", "<a href='javascript:alert(1)'>Words</a>",
        "<svg onload=alert(1)><circle/></svg><p>Words</p>", "<style>* { display: none }</style><p>Words</p>",
        "<p style='position:fixed;background:url(https://example.org/a)'>Words</p>", "<p>Words ${1+1} <#assign x=1></p>",
        "<iframe src='javascript:alert(1)'></iframe><p>Words</p>", "<form action=https://example.org><input>Words</form>",
        "<img src='data:image/svg+xml,<svg onload=alert(1)>'><p>Words</p>", "<p>Words</p></td></tr></table></body></html>",
        "<iframe src='https://www.youtube.com/embed/abcdef\"onload=alert(1)'></iframe><p>Words</p>",
        "<figure class=\"'><script>alert(1)</script>\"><img src=\"https://example.org/a.png\" alt='\"><script>'></figure>Words",
        "<base href='https://example.org/'><p>Words</p><meta http-equiv=refresh content=0>"
    })
    void hostileArticlesAreInert(String html) {
        var article = read(new Content(Content.HTML, "<h1>A Title</h1>" + html, null, "en", "https://example.org/a"));
        var newsletter = newsletter(true, "", "");
        var letter = set(newsletter, article);
        var page = Jsoup.parse(letter.html());
        assertTrue(page.text().contains("Words"), letter.html());
        assertTrue(page.select("script, svg, form, iframe, input, [onclick], [onerror], [onload], [srcset]").isEmpty());
        assertEquals(1, page.select("style").size());
        assertFalse(letter.html().contains("url(") || letter.html().contains("position:fixed"), letter.html());
        assertEquals(List.of(), typesetter.proof(newsletter, List.of(article), letter).stream()
                .filter(Finding::holds).toList());
    }

    @Test
    @Timeout(20)
    void enormousArticlesAreSetWithinLimits() {
        var deep = "<div>".repeat(10_000) + "Words" + "</div>".repeat(10_000);
        var pictures = "<p>Words</p>" + "<img src='https://example.org/a.png' alt='A leaf'>".repeat(5_000);
        var line = "<p>" + "word ".repeat(200_000) + "</p>";
        for (var html : List.of(deep, pictures, line, line.repeat(5))) {
            assertFits(set(newsletter(true, "", ""), read(Content.of(Content.HTML, "<h1>A Title</h1>" + html))));
        }
    }

    @Test
    void theSectionsOfALongArticleAreNamed() {
        var section = "<h2>Part %d of it</h2><p>" + "word ".repeat(400) + "</p>";
        var html = "<h1>A Title</h1><p>The first words of the article.</p>" + section.formatted(1) + section.formatted(2)
                + section.formatted(3) + "<h2>Conclusion</h2><p>What it all comes to, in the end, is this.</p>";
        var letter = set(newsletter(false, "", ""), read(Content.of(Content.HTML, html)));
        assertTrue(letter.plain().contains("In this article:\n- Part 1 of it\n- Part 2 of it\n- Part 3 of it\n"),
                letter.plain());
        assertTrue(Jsoup.parse(letter.html()).text().contains("In this article Part 1 of it Part 2"), letter.html());
        var brief = read(Content.of(Content.HTML, html.replace("word ", "")));
        assertFalse(set(newsletter(false, "", ""), brief).plain().contains("In this article"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <img src="https://example.org/a.jpg" alt="A leaf">                       | https://example.org/a.jpg
            <img src="/a.jpg" alt="A leaf">                                          | https://example.org/a.jpg
            <img src="https://example.org/dot.gif" width="1" height="1"><img src="b.png"> | https://example.org/b.png
            <img src="http://example.org/a.jpg">                                     | ``
            <img src="https://example.org/a.svg?x">                                  | ``
            <img src="data:image/png;base64,AAAA">                                   | ``
            """)
    void thePictureIsTheFirstThatMailProgramsShow(String html, String picture) {
        var content = new Content(Content.HTML, "<p>Words enough for a lead.</p>" + html, "A", "en", "https://example.org/x");
        var shown = Jsoup.parse(set(newsletter(false, "", ""), read(content)).html()).select("img");
        assertEquals(picture, shown.attr("src"));
        assertEquals(picture.isEmpty() ? 0 : 1, shown.size());
    }

    private static void assertFits(Letter letter) {
        assertTrue(Measure.fits(letter.html()), letter.html().length() + " characters");
        assertTrue(letter.html().contains(letter.marker()) && letter.plain().contains(letter.marker()));
    }

    private Letter set(Newsletter newsletter, Article article) {
        return typesetter.set(newsletter, article, WEB, NOW.plus(Duration.ZERO));
    }

    private static Article article(String title, String lead) {
        return Specimens.article(Content.of(Content.TEXT, lead), new Reading(title, "en", lead, null, null, 1));
    }

    private static Article read(Content content) {
        return Specimens.article(content, new Reader().read(content, "en"));
    }

    private static Newsletter newsletter(boolean whole, String subject, String preheader) {
        return Specimens.newsletter("Notes", "en", new Stationery(new Stationery.Look("serif", "", "", ""), whole,
                new Stationery.Lines(subject, preheader), "", null));
    }
}
