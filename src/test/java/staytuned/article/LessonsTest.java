package staytuned.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import staytuned.reading.Traits;
import staytuned.reading.Traits.Marker;

/** What many articles teach together. */
class LessonsTest {
    private final Lessons lessons = new Lessons(Map.of());

    private void learn(int times, String line, Set<String> headings, String mark) {
        for (int i = 0; i < times; i++) {
            lessons.learn(new Traits(Set.of(line), headings, List.of(new Marker(mark, "said " + i))));
        }
    }

    @Test
    void aLineInThreeArticlesIsBoilerplate() {
        learn(2, "a", Set.of(), "label x");
        assertEquals(Set.of(), lessons.habits().lines());
        learn(1, "a", Set.of(), "label x");
        assertEquals(Set.of("a"), lessons.habits().lines());
    }

    @Test
    void aMarkCountsAfterFivePostsOfWhichFourOfFiveHaveIt() {
        learn(4, "a", Set.of("so what"), "heading so what");
        assertEquals(Set.of(), lessons.habits().markers(), "four posts");
        learn(1, "a", Set.of("so what"), "heading so what");
        assertEquals(Set.of("heading so what"), lessons.habits().markers());
        learn(1, "a", Set.of("b"), "heading b");
        assertEquals(Set.of("heading so what"), lessons.habits().markers(), "five of six");
        learn(1, "a", Set.of("c"), "heading c");
        assertEquals(Set.of(), lessons.habits().markers(), "five of seven");
    }

    @Test
    void aFormWithSeveralFixedHeadingsHasNoMark() {
        learn(8, "a", Set.of("the walk", "the way back"), "heading the way back");
        assertEquals(Set.of(), lessons.habits().markers());
    }

    @Test
    void theSameWordsEveryTimeAreASignature() {
        for (int i = 0; i < 9; i++) {
            lessons.learn(new Traits(Set.of(), Set.of("who i am"), List.of(new Marker("heading who i am", "the same"))));
        }
        assertEquals(Set.of(), lessons.habits().markers());
    }

    @Test
    void whatIsNoLongerSeenIsForgotten() {
        learn(3, "old", Set.of(), "label x");
        learn(300, "new", Set.of(), "label y");
        assertEquals(Set.of("new"), lessons.habits().lines());
        assertEquals(Set.of("label y"), lessons.habits().markers());
    }

    @Test
    void aSourceThatNeverRepeatsItselfFillsNoTable() {
        for (int i = 0; i < 2_000; i++) {
            int from = i * 60;
            var lines = IntStream.range(from, from + 60).mapToObj(Integer::toString).collect(Collectors.toSet());
            lessons.learn(new Traits(lines, Set.of("heading " + i), List.of(new Marker("heading " + i, "said " + i))));
            assertTrue(lessons.counts().size() <= Lessons.MOST + 2, "after " + i);
        }
        assertEquals(Set.of(), lessons.habits().lines());
    }
}
