package staytuned.followup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What titles say about a series, and what promises name. */
class NamesTest {
    /** A Wednesday. */
    private static final LocalDate MADE = LocalDate.of(2026, 3, 11);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | Building a Compiler, Part 3: The Parser | building a compiler | 3 | 0
            en | The Parser (Building a Compiler, part three) | building a compiler | 3 | 0
            en | Part II: The Parser | the parser | 2 | 0
            en | Field Diary #4 | field diary | 4 | 0
            en | Nest Boxes (2/5) | nest boxes | 2 | 0
            en | Repairing a Radio IV | repairing a radio | 4 | 0
            en | Best of 2024, part 2 | best of | 2 | 2024
            en | Best of 2024 | best of | 0 | 2024
            en | Henry VIII and I | henry viii and i | 0 | 0
            en | A Party of 5 | a party of 5 | 0 | 0
            de | Ein Jahr Wärmepumpe, Teil 2 | ein jahr wärmepumpe | 2 | 0
            de | Hobelbank – 3. Teil | hobelbank | 3 | 0
            de | Vorteil 2 | vorteil 2 | 0 | 0
            fr | Le levain, partie deux | le levain | 2 | 0
            es | Restaurar una bicicleta, parte 3 | restaurar una bicicleta | 3 | 0
            it | Il forno, puntata 4 | il forno | 4 | 0
            pt | Navegar, aula 2 | navegar | 2 | 0
            ru | Телескоп, часть 2 | телескоп | 2 | 0
            ja | 山小屋の暮らし 第３回 | 山小屋の暮らし | 3 | 0
            ja | 縦走の記録 その2 | 縦走の記録 | 2 | 0
            zh | 编译原理（二） | 编译原理 | 2 | 0
            ko | 산장 일기 3편 | 산장 일기 | 3 | 0
            """)
    void aTitleShowsItsSeries(String language, String title, String stem, int part, int year) {
        assertEquals(new Series(stem, part, year), Series.of(title, language));
    }

    @Test
    void aPartFollowsTheOneBeforeItInTheSameSeriesAndYear() {
        assertTrue(follows("Walls, part 1", "Walls, Part Two"));
        assertTrue(follows("Walls I", "Walls II"));
        assertFalse(follows("Walls, part 1", "Walls, part 3"));
        assertFalse(follows("Walls, part 2", "Walls, part 1"));
        assertFalse(follows("Walls, part 1", "Roofs, part 2"));
        assertFalse(follows("Best of 2024, part 1", "Best of 2025, part 2"));
        assertFalse(follows("Part 1", "Part 2"), "of what?");
        assertFalse(follows("Best of 2024", "Best of 2025"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | In the next post we will look at the grammar, and why it recurses. | grammar
            en | I will write about split keyboards next week. | split keyboards
            en | I will write about lime kilns soon. | lime kilns
            en | We will show the roof once it is dry. Stay tuned! | roof once it is dry
            en | The attic gets an antenna in spring. Stay tuned! | The attic gets an antenna in spring
            en | Stay tuned for more updates as science progresses! | updates as science progresses
            en | Stay tuned! | -
            en | The next part will follow soon. | -
            de | Im nächsten Artikel zeige ich, wie man Leim löst. | wie man Leim löst
            de | Demnächst berichte ich über den hydraulischen Abgleich. | hydraulischen Abgleich
            fr | Dans un prochain article, je parlerai des confitures de rhubarbe. | confitures de rhubarbe
            es | En la próxima entrada hablaré de las alforjas ligeras. | alforjas ligeras
            it | Nel prossimo articolo parleremo della pasta madre. | pasta madre
            pt | Em breve publicarei um artigo sobre as marés vivas. | artigo sobre as marés vivas
            ru | В следующей статье расскажу о зеркале. | зеркале
            ja | 次回は、水の確保について紹介します。 | 水の確保
            ja | お楽しみに。 | -
            zh | 下一篇我们将介绍语法分析。 | 语法分析
            ko | 다음 글에서는 등산화를 소개합니다. | 등산화
            """)
    void aPromiseNamesItsTopicInItsOwnWords(String language, String promise, String topic) {
        var found = Topics.of(promise, language);
        assertEquals(topic.equals("-") ? null : topic, found);
        assertTrue(found == null || promise.contains(found), "nothing is invented");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | We will publish it on 2026-12-01. | 2026-12-01
            en | More on May 12th. | 2026-05-12
            en | More on 3 January. | 2027-01-03
            en | The next part comes next week. | 2026-03-22
            en | I will report in April. | 2026-04-30
            en | I will report in February. | 2027-02-28
            en | Part two comes in two weeks. | 2026-03-25
            en | Tomorrow I will show how. | 2026-03-12
            en | We may march on. | -
            en | On May 3 or on May 4. | -
            en | As I wrote on 2025-12-01, more soon. | -
            en | It comes on 2099-01-01. | -
            en | It comes on 2026-02-30. | -
            de | Teil 2 erscheint am 12. Mai. | 2026-05-12
            de | Mehr im Juni 2027. | 2027-06-30
            de | Mehr dazu am 1.12.2026. | 2026-12-01
            de | Nächste Woche geht es weiter. | 2026-03-22
            fr | Rendez-vous le 3 avril. | 2026-04-03
            fr | La suite le mois prochain. | 2026-04-30
            es | La segunda parte llega el 12 de mayo de 2026. | 2026-05-12
            it | La seconda parte arriva il 5 maggio. | 2026-05-05
            pt | Volto em junho. | 2026-06-30
            ru | Продолжение выйдет 5 мая. | 2026-05-05
            ru | Продолжение в апреле. | 2026-04-30
            ja | 次回は5月12日に公開します。 | 2026-05-12
            ja | 来週は水の話です。 | 2026-03-22
            zh | 下周介绍语法。 | 2026-03-22
            ko | 다음 글은 5월 12일에 올립니다. | 2026-05-12
            """)
    void aPromiseNamesItsDay(String language, String promise, String day) {
        assertEquals(day.equals("-") ? null : LocalDate.parse(day), Dates.of(promise, language, MADE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "#", "(((((", "part", "第回", "part 99999999999", "\uD83D", "${x} <b>part</b>\r\n2",
        "in # weeks", "99月99日", "9999-99-99", "32.13.2026"})
    void oddTextsNameNothingAndBreakNothing(String text) {
        for (var language : new String[] {"en", "ja", "tlh", ""}) {
            assertNull(day(text, language));
            var topic = Topics.of(text, language);
            assertTrue(topic == null || text.contains(topic));
            assertTrue(Series.of(text, language).part() <= 99_999);
        }
        var endless = text.repeat(2_000) + " part 2 about nothing. Stay tuned!";
        var topic = Topics.of(endless, "en");
        assertTrue(topic == null || topic.length() <= 200);
        Series.of(endless, "en");
    }

    private static @Nullable LocalDate day(String text, String language) {
        return Dates.of(text, language, MADE);
    }

    private static boolean follows(String one, String two) {
        return Series.of(one, "en").precedes(Series.of(two, "en"));
    }
}
