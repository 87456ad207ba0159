package staytuned.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is known of a source helps to read its next article, and takes nothing away that its author wrote. */
class HabitsTest {
    private static final String STOCK = "Written on a train, as always.";
    private static final String OPENING = "The weir was built for a mill that burned down a year later, and for a "
            + "century it has held back nothing but leaves and a single rowing boat.";
    private static final String MIDDLE = "In spring the water comes over the top in one sheet, and the sound carries "
            + "to the school, where the windows are kept shut until the snow is gone.";
    private static final String SO = "Taking it down would cost less than mending it, and the trout would notice first.";

    private static Content markdown(String... blocks) {
        return new Content(Content.MARKDOWN, String.join("\n\n", blocks), "The weir", "en", null);
    }

    private static Habits lines(String... lines) {
        return new Habits(Set.of(lines).stream().map(Traits::hash).collect(Collectors.toSet()), Set.of());
    }

    private static Reading read(Content content, Habits habits) {
        return new Reader().read(content, "en", habits);
    }

    @Test
    void aStockLineIsNoProse() {
        var content = markdown(STOCK, OPENING, "## Conclusion", SO, STOCK + " And again.");
        var reading = read(content, lines(STOCK, STOCK + " And again."));
        assertEquals(OPENING, reading.lead());
        assertEquals(SO, reading.conclusion());
        assertEquals(STOCK, read(content, Habits.NONE).lead());
    }

    @Test
    void anArticleOfNothingButStockLinesStaysWhole() {
        var reading = read(markdown("One short line.", "Another short line."), lines("One short line.", "Another short line."));
        assertEquals("One short line.\n\nAnother short line.", reading.lead());
        assertEquals("The weir", reading.title());
    }

    @Test
    void aHeadingIsNoStockLine() {
        var reading = read(markdown(OPENING, MIDDLE, "## Conclusion", SO), lines("Conclusion", "The weir"));
        assertEquals(SO, reading.conclusion());
    }

    @Test
    void whatTheSourceAlwaysSetsBeforeItsConclusionIsItsMark() {
        var headed = markdown(OPENING, MIDDLE, "## So what?", SO);
        assertNull(read(headed, Habits.NONE).conclusion());
        assertEquals(SO, read(headed, new Habits(Set.of(), Set.of("heading so what"))).conclusion());
        var labelled = markdown(OPENING, MIDDLE, "My two pence: " + SO);
        assertNull(read(labelled, Habits.NONE).conclusion());
        assertEquals(SO, read(labelled, new Habits(Set.of(), Set.of("label my two pence"))).conclusion());
        var opened = markdown(OPENING, MIDDLE, "All things weighed, " + SO);
        assertNull(read(opened, Habits.NONE).conclusion());
        assertEquals("All things weighed, " + SO,
                read(opened, new Habits(Set.of(), Set.of("opening all things weighed"))).conclusion());
    }

    @Test
    void theMarkOfAnotherPlaceIsNone() {
        var habits = new Habits(Set.of(), Set.of("heading so what", "label so what"));
        assertNull(read(markdown("## So what?", SO, "## The water", OPENING, MIDDLE), habits).conclusion());
        assertNull(read(markdown(OPENING, MIDDLE, "## So what?", "- " + SO), habits).conclusion());
        assertNull(read(markdown(OPENING, "## So what?", SO, "## The trout", MIDDLE), habits).conclusion());
    }

    @Test
    void anArticleTeachesItsShortLinesAndItsEnd() {
        var traits = new Reader().traits(markdown(OPENING, MIDDLE, "## So what?", SO, STOCK), "en");
        assertTrue(traits.lines().contains(Traits.hash(STOCK)));
        assertFalse(traits.lines().contains(Traits.hash(OPENING)), "too long to be a stock line");
        assertEquals(Set.of("so what"), traits.headings());
        assertEquals("heading so what", traits.markers().getFirst().mark());
    }

    @Test
    void recipesLinksAndOutlooksTeachNoMark() {
        for (var heading : new String[] {"Recipe notes", "Links of the week", "What's next", "References", "The weir"}) {
            var traits = new Reader().traits(markdown(OPENING, MIDDLE, "## " + heading, SO), "en");
            assertTrue(traits.markers().isEmpty(), heading + ": " + traits.markers());
        }
    }

    @Test
    void aVastArticleTeachesLittle() {
        var text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) text.append("## Part ").append(i).append("\n\nLine ").append(i).append(".\n\n");
        var traits = new Reader().traits(markdown(text.toString()), "en");
        assertTrue(traits.lines().size() <= 60 && traits.headings().size() <= 30, traits.lines().size() + " lines");
    }

    @Test
    void whyNamesTheRuleAndThePlace() {
        var found = new Reader().explain(
                markdown(OPENING, MIDDLE, "## Conclusion", SO + " In the next post we will measure the flow."), "en",
                Habits.NONE);
        assertEquals("heading 'Conclusion' in block 3 of 4 (rule 5)", found.why().conclusion());
        assertEquals("'In the next post' in block 4 of 4 (rule 14)", found.why().promise());
        assertEquals("the first prose of the body, block 1 of 4 (rule 20)", found.why().lead());
        assertEquals("named by the feed or the front matter (rule 19)", found.why().title());
        assertEquals("as it is named", found.why().language());
    }

    @Test
    void whyAlsoSaysWhatIsLacking() {
        var early = new Reader().explain(markdown(OPENING, "## Summary", SO, "## More", MIDDLE, OPENING), "en", Habits.NONE);
        assertEquals("heading 'Summary' in block 2 of 6 is in the first half (rule 5*)", early.why().conclusion());
        assertEquals("no sentence says what will be published (rule 14)", early.why().promise());
        var called = new Reader().explain(
                markdown(OPENING, MIDDLE, "Subscribe to read more in the next post."), "en", Habits.NONE);
        assertNotNull(called.why().promise());
        assertNull(called.reading().promise());
    }

    @Test
    void explainingTakesTheSame() {
        var content = markdown(OPENING, "## So what?", SO);
        assertEquals(read(content, Habits.NONE), new Reader().explain(content, "en", Habits.NONE).reading());
    }
}
