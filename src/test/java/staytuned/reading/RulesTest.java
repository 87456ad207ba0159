package staytuned.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import staytuned.reading.Headings.Strength;

/** The rules one by one. */
class RulesTest {
    private static final String PROSE =
            "The pump in the cellar failed on a Sunday, and the water stood two hands high before anyone noticed.";

    private static Reading markdown(String... paragraphs) {
        return new Reader().read(Content.of(Content.MARKDOWN, String.join("\n\n", paragraphs)), "en");
    }

    private static String outline(List<Block> blocks) {
        var out = new StringBuilder();
        for (var each : blocks) {
            out.append(each.kind().name().charAt(0)).append(each.level() > 0 ? each.level() : "").append(' ')
                    .append(each.text()).append('\n');
        }
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "3 总结 | 总结", "IV. Final Thoughts! | final thoughts", "2.1) The Verdict: | the verdict",
                "🎉 Wrapping Up 🎉 | wrapping up",
        "**Conclusion** ¶ | conclusion", "Conclusion (and thanks) | conclusion", "ＴＬ；ＤＲ | tl;dr",
                "What’s next? | what's next",
        "第3章 まとめ | まとめ", "第三章 まとめ | まとめ", "Vim | vim", "2026 in numbers | 2026 in numbers", "... | ''"
    })
    void comparesHeadingsByTheirWords(String heading, String words) {
        assertEquals(words, Headings.normalised(heading));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Conclusion | STRONG", "CONCLUSIONS. | STRONG", "The bottom line | STRONG", "TL;DR | STRONG",
                "Key Takeaways | STRONG",
        "Schlussfolgerungen | STRONG", "En conclusion | STRONG", "Conclusión | STRONG", "Considerações finais | STRONG",
                "Итоги | STRONG",
        "おわりに | STRONG", "写在最后 | STRONG", "마무리 | STRONG", "Summary | LATE", "Zusammenfassung | LATE",
                "Fazit: Welche Heizung? | WEAK",
        "Fazit – und nun? | WEAK", "Fazit von uns | WEAK", "Some conclusions | WEAK", "Conclusion of the test | WEAK",
                "Closing a resource | NONE", "Closing | NONE", "Ergebnis der Wahl | NONE",
        "Conclusive evidence | NONE", "The pump | NONE", "Verdictless | NONE"
    })
    void knowsAConclusionByItsHeading(String heading, Strength strength) {
        assertEquals(strength, Headings.strength(heading));
    }

    @Test
    void takesASummaryOnlyInTheSecondHalfAndWithProse() {
        assertNull(markdown("# T", "## Summary", PROSE, "## A", PROSE, PROSE + "!", "## B", PROSE + "?").conclusion());
        assertEquals("It was lime, and nothing but lime, in the end.", markdown(
                "# T", PROSE, "## A", PROSE + "!", "## Summary", "It was lime, and nothing but lime, in the end.")
                        .conclusion());
        assertNull(markdown("# T", PROSE, "## A", PROSE + "!", "## Summary",
                "- It was lime, and nothing but lime, in the end.").conclusion());
    }

    @ParameterizedTest
    @ValueSource(strings = {"## Anything", "**A bold line**", "---", "Photo: the archive",
            "[All of this](https://example.org/links)"})
    void endsTheConclusion(String end) {
        var reading = markdown("# T", PROSE, "## Conclusion", "First of all it was lime.", "Then it was lime again.",
                end, "After it.");
        assertEquals("First of all it was lime.\n\nThen it was lime again.", reading.conclusion());
    }

    @Test
    void needsWordsUnderTheHeading() {
        assertNull(markdown("# T", PROSE, PROSE + "!", "## Conclusion", "Short.").conclusion());
        assertEquals("石灰が全ての原因でした。はい。",
                markdown("# T", "ポンプが壊れました。とても困りました。", "## まとめ", "石灰が全ての原因でした。はい。").conclusion());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "In my next article, I will show the float.", "We'll publish the numbers soon.",
                "I will keep this page updated.", "More to come!",
        "We will report back in March.", "I'll write about the float next month.",
                "Check back in a week for the numbers.",
        "In part 2 we open the pump.", "Watch this space.", "Next time, we'll look at the float.",
                "But that is a story for another post.", "This page will be updated when the float arrives.",
        "In the second part of this series, we open the float.", "We hope to share more details in spring."
    })
    void knowsAPromise(String promise) {
        assertEquals(promise, markdown("# T", PROSE, PROSE + "!", "The lime is gone from the pump now.", promise + " ")
                .promise()
                .replace("The lime is gone from the pump now. ", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "See you next year!", "Subscribe to get the next post by mail.", "The council will publish the plan next week.",
        "“We will publish the numbers soon,” the council wrote.", "Next post: The float",
                "The next valve is the larger one.",
        "We will share the steps below.", "Follow us and stay tuned!", "I promised that in the last post.",
                "We will see.", "We will publish the package to the registry.", "We will not publish the names.",
        "Keep your pump updated.", "Next time I'll buy vinegar first.", "Our next post, the council wrote, is a guard.",
                "The next part of the book explains the float.", "In another post we showed the float."
    })
    void knowsWhatIsNoPromise(String sentence) {
        assertNull(markdown("# T", PROSE, PROSE + "!", "The lime is gone from the pump now.", sentence).promise());
    }

    @Test
    void looksForAPromiseOnlyWherePromisesStand() {
        assertNull(markdown("# T", PROSE + " In my next article, I will show the float.", PROSE + "!", PROSE + "?",
                PROSE + ")").promise());
    }

    @Test
    void showsThePromiseOnce() {
        var reading = markdown("# T", PROSE, "## Conclusion",
                "Stay calm. In the next post we will show how. Use a key.");
        assertEquals("Stay calm. Use a key.", reading.conclusion());
        assertEquals("In the next post we will show how.", reading.promise());
        var news = new Reader().read(Content.of(Content.TEXT, PROSE + " We'll publish more numbers soon."), "en");
        assertEquals(PROSE, news.lead());
        assertEquals("We'll publish more numbers soon.", news.promise());
    }

    @Test
    void findsTheTitle() {
        assertEquals("From the feed & co", new Reader().read(
                new Content(Content.HTML, "<h1>Inside</h1><p>x", "From the <i>feed</i> &amp; co", null, null), "en")
                        .title());
        assertEquals("Inside", new Reader()
                .read(Content.of(Content.HTML, "<h2>Introduction</h2><h1>Inside</h1><p>x"), "en").title());
        assertEquals("Shared", new Reader().read(
                Content.of(Content.HTML, "<meta property=og:title content=Shared><h2>Part</h2><p>x"), "en").title());
        assertEquals("Part", new Reader()
                .read(Content.of(Content.HTML, "<h2>Einleitung</h2><p>x</p><h2>Part</h2>"), "en").title());
        assertEquals("Only words.", markdown("Only words.").title());
        var cut = markdown("word ".repeat(100)).title();
        assertTrue(cut.length() <= 120 && cut.endsWith("word…"), cut);
        assertFalse(new Reader().read(Content.of(Content.TEXT, ""), "en").title().isEmpty());
    }

    @Test
    void readsBlocksOfHtml() {
        var html = """
                <main><h1>T <a class=anchor href=#>#</a></h1><p>One<br>line <code>x</code><br><br>Two <script>no()</script></p>
                <p><strong>Bold</strong></p>
                <p><b>Bold sentence.</b></p><ul><li>Item<ul><li>Inner</li></ul></li></ul>
                <blockquote><p>Said</p></blockquote>
                <pre>code</pre><table><tr><td>cell</table>
                <figure><img src=x><figcaption>caption</figcaption></figure><hr>
                {% tag %}Loose [caption id=1]words<aside>aside</aside><p>&nbsp;</p></main>""";
        assertEquals(
                "H1 T\nP One line x\nP Two\nH7 Bold\nP Bold sentence.\nI Item\nI Inner\nQ Said\nB \nP Loose words\n",
                outline(HtmlBlocks.parse(html, null).blocks()));
    }

    @Test
    void readsBlocksOfMarkdown() {
        var markdown = "# T\n\nOne\nline[^1] ![image](x)\n\n- a\n- b\n\n> q\n\n"
                + "```\ncode\n```\n\n| a |\n|---|\n| b |\n\n<!-- comment -->\n\n"
                + "[ref]: https://example.org\n[^1]: note\n\n***\n\nEnd";
        assertEquals("H1 T\nP One line[^1]\nI a\nI b\nQ q\nB \nP End\n",
                outline(MarkdownBlocks.parse(markdown.replace("[^1]: note\n", ""), null).blocks()));
        assertEquals("P One, two\n", outline(MarkdownBlocks.parse("One[^1], two\n\n[^1]: note\n\n{{< tag >}}", null)
                .blocks()));
    }

    @Test
    void readsBlocksOfText() {
        assertEquals(
                "H2 Title\nP A line that is longer.\nH2 List:\nI a\nI b\nB \n"
                        + "H2 3. Last part\nP A longer line than the one above.\nP No heading, as nothing follows\n",
                outline(TextBlocks.parse(
                        "Title\n\nA line that is longer.\nList:\n1. a\n2. b\n***\n"
                                + "3. Last part\nA longer line than the one above.\nNo heading, as nothing follows")));
    }

    @Test
    void guessesTheLanguageUnlessItIsNamedBelievably() {
        var german = "Die Pumpe ist nicht mehr da, "
                + "und wir haben das Wasser mit der Hand aus dem Keller geholt, weil es sonst nicht ging. "
                .repeat(3);
        var reader = new Reader();
        assertEquals("de", reader.read(Content.of(Content.TEXT, german), "en").language());
        assertEquals("de-AT", reader.read(new Content(Content.TEXT, german, null, "de-AT", null), "en").language());
        assertEquals("de", reader.read(new Content(Content.TEXT, german, null, "en_US", null), "en").language());
        assertEquals("lt", reader.read(new Content(Content.TEXT, german, null, "lt", null), "en").language());
        assertEquals("sv", reader.read(Content.of(Content.TEXT, "Hej hej."), "sv").language());
        assertEquals("fr", reader.read(Content.of(Content.HTML, "<html lang=fr><p>Oui."), "en").language());
    }

    @Test
    void splitsSentences() {
        var text = "It cost approx. 3 coins, e.g. two. Really? Dr. No said so. Yes.";
        assertEquals(
                List.of("It cost approx. 3 coins, e.g. two.", "Really?", "Dr. No said so.", "Yes."),
                Sentences.of(text, "en").stream().map(each -> each.in(text)).toList());
    }

    @Test
    void countsTheMinutes() {
        assertEquals(1, markdown("Short.").minutes());
        assertEquals(5, markdown("word ".repeat(1100)).minutes());
        assertEquals(4, markdown("字".repeat(2000)).minutes());
    }

    @Test
    void leavesOutALineThatStandsTwice() {
        var reading = markdown("# T", "Come and visit our lovely shop today.", PROSE,
                "Come and visit our lovely shop today.", "## Conclusion", PROSE + "!");
        assertEquals(PROSE, reading.lead());
    }

    @Test
    void aPromiseIsAboutPublishingAndNotAboutTheWorld() {
        for (var news : new String[] {
            "I will explain the rules to my children next week.", "We will build a second shed in the spring.",
            "The next part goes into the left slot.", "In part three of the novel the hero dies.",
            "I will post the letter on Monday.", "We shall return to the office in a few weeks.",
            "An upcoming post office closure will hit the village.", "Next time: bring a coat.",
            "Expect an update of the firmware in March.", "The second part explains why the first failed."
        }) {
            assertNull(markdown(PROSE + " " + PROSE, "It rained. " + news).promise(), news);
        }
        for (var promise : new String[] {
            "Part 2 is coming next week.", "Next time: the roof.", "More on this next week.",
            "A follow-up on the heating is in the works.", "I'll share the code in a few weeks.",
            "The next post compares four libraries.", "The results will be published here next month.",
            "Come back next week for part two.", "There will be a second post about the costs."
        }) {
            assertEquals(promise, markdown(PROSE + " " + PROSE, "It rained. " + promise).promise());
        }
    }

    @Test
    void aFarewellOfItsOwnIsNoConclusion() {
        for (var farewell : new String[] {"See you next week!", "Happy coding!", "That's all for today. Take care!"}) {
            var held = "It holds, and it will hold for years.";
            assertEquals(held, markdown(PROSE + " " + PROSE, "## Conclusion", held, farewell).conclusion());
        }
    }
}
