package staytuned.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    /** What ends a line, hides in one, or becomes CR or LF when its high byte is dropped. */
    private static final List<String> HOSTILE = List.of(
            "\r", "\n", "\r\n", "\u0000", "\t", "\u000b", "\f", "\u001b[31m", "\u007f", "\u0085", "\u009b", "\u2028",
            "\u2029",
            "\u560d", "\u560a", "\u760d", "\u760a", "\u010a", "\u010d", "\u4e0a", "\u4e0d", "\u202e", "\u200b",
            "\u2066",
            "\ufeff", "\u00ad", "\ud800", "\udc0a", "%0d%0a", "=?utf-8?Q?=0D=0ABcc:?=", "=0D=0A", "\\r\\n", "&#10;",
            "\"",
            "<", ">", "@", ",", ";", ":", "(", ")", "\\", "a", ".", "example.org", " ", "ü", "😀", "xn--", "。");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock = """
            reader@example.org              | reader@example.org        |
            Reader@EXAMPLE.Org              | Reader@example.org        |
            a.b+tag@mail.example.org        | a.b+tag@mail.example.org  |
            !#$%&'*+/=?^_`{}~-@example.org  | !#$%&'*+/=?^_`{}~-@example.org |
            Reader 1 <reader@example.org>   | reader@example.org        | Reader 1
            <reader@example.org>            | reader@example.org        |
            "Notes, daily" <n@example.org>  | n@example.org             | Notes, daily
            "A \\"B\\" C" <n@example.org>   | n@example.org             | A "B" C
            "C:\\\\notes" <n@example.org>   | n@example.org             | C:\\notes
            " <n@example.org>               | n@example.org             | "
            Bücher <n@bücher.example>       | n@xn--bcher-kva.example   | Bücher
            n@例え.テスト                     | n@xn--r8jz45g.xn--zckzah  |
            n@xn--strae-oqa.example         | n@xn--strae-oqa.example   |
            n@a-b.c4.museum                 | n@a-b.c4.museum           |
            n@1.example                     | n@1.example               |
            """)
    void readsAnAddressAndItsName(String text, String email, String name) {
        assertEquals(new Address(email, name == null ? "" : name), Address.parse(text));
        assertEquals(email, Address.parse(text).email());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "@", "reader", "reader@", "@example.org", "reader@example", "reader@localhost",
                "a@b@example.org",
                "a b@example.org", ".a@example.org", "a.@example.org", "a..b@example.org", "\"a b\"@example.org",
                "a(comment)@example.org", "a@(comment)example.org", "a@example.org(comment)",
                "a@example.org, b@example.org",
                "a@example.org;b@example.org", "a@[127.0.0.1]", "a@[IPv6:::1]", "a@127.0.0.1", "a@127.1",
                "a@example.123",
                "a@0x7f.0x1", "a@.example.org", "a@example..org", "a@example.org.", "a@-a.example", "a@a-.example",
                "a@a_b.example",
                "a@exa mple.org", "a@example.org:25", "a@example.org/b", "a%0d%0a@example.org\r\nBcc: b@example.org",
                "a\r\n@example.org", "a@exa\nmple.org", "a@example.org\u0000", "a\u0085@example.org",
                "a\u560d\u560a@example.org",
                "n@straße.example", "n@βόλος.example", "ü@example.org", "a@\u200bexample.org\u202e",
                "a\u2028b@example.org",
                "<<a@example.org>>", "A <a@example.org> <b@example.org>", "A <a@example.org", "A a@example.org>",
                "A <>",
                "A <a@example.org> B", "=?utf-8?Q?a=40example.org?=", "a@\ud800example.org", "a@xn--a.example\u3002"
            })
    void refusesWhatIsNoAddressInOneLine(String text) {
        var why = assertThrows(IllegalArgumentException.class, () -> Address.parse(text)).getMessage();
        assertTrue(why.contains(" is not a mail address: "), why);
        assertHarmless(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            ann\u200b@example.org  | it holds U+200B (zero width space), which nobody sees; type it anew
            ann\u202e@example.org  | it holds U+202E (right-to-left override), which nobody sees; type it anew
            ann@exam\u0007ple.org  | it holds U+0007 (bel), which nobody sees; type it anew
            \u0430nn@example.org   | before the @ may stand no other letters than a to z, and this holds U+0430 (cyrillic small letter a); type it anew
            \uff41nn@example.org   | before the @ may stand no other letters than a to z, and this holds U+FF41 (fullwidth latin small letter a); type it anew
            ann@ex\u0430mple.org   | its domain mixes Latin and Cyrillic letters in one word, as forged ones do; type it anew
            ann@xn--exmple-4nf.org | its domain mixes Latin and Cyrillic letters in one word, as forged ones do; type it anew
            ann@\u03bfrange.example | its domain mixes Latin and Greek letters in one word, as forged ones do; type it anew
            """)
    void saysWhatIsHiddenOrForeignInOne(String text, String why) {
        var said = assertThrows(IllegalArgumentException.class, () -> Address.parse(text)).getMessage();
        assertTrue(said.endsWith(" is not a mail address: " + why), said);
        assertHarmless(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "n@почта.example", "n@b\u00fccher.example", "n@コーヒーcafe.example", "n@東京タワー.example", "n@한국語.example",
        "n@почта.latin.example", "n@πόλη.example"
    })
    void takesDomainsOfAllScripts(String text) {
        assertEquals(Address.parse(text), Address.parse(Address.parse(text).email()));
    }

    @Test
    void holdsTheLimitsOfLength() {
        var longestLocal = "a".repeat(64) + "@example.org";
        assertEquals(longestLocal, Address.parse(longestLocal).email());
        refuses("a" + longestLocal);
        var domain = ("d".repeat(61) + ".").repeat(3) + "org"; // 189
        assertEquals(254, Address.parse("a".repeat(64) + "@" + domain).email().length());
        refuses("a".repeat(64) + "@d" + domain);
        refuses("a@" + "d".repeat(64) + ".org");
        refuses("a@" + "d.".repeat(100_000) + "org");
        refuses("a".repeat(1_000_000) + "@example.org");
        refuses("a.".repeat(500_000) + "@example.org");
        refuses(" ".repeat(100_000) + "<");
        refuses("@".repeat(100_000));
    }

    private static void refuses(String text) {
        var why = assertThrows(IllegalArgumentException.class, () -> Address.parse(text)).getMessage();
        assertTrue(why.length() < 300, why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A\r\nBcc: b@example.org", "A\nB", "A\rB", "A\u0085B", "A\u2028B", "A\u2029B", "A\u560dB", "A\u560aB",
                "A\u760dB",
                "A\u760aB", "A\u0000B", "A\u202eB", "A\u009bB"
            })
    void keepsANameOnOneLine(String name) {
        var address = new Address("a@example.org", name);
        assertHarmless(address.name());
        assertEquals("A " + name.replaceAll("^A[^\\w]+", ""), address.name());
        assertEquals(address, Address.parse(name + " <a@example.org>"));
    }

    @Test
    void leavesWordsThatOnlyLookLikeLineEnds() {
        for (var name : List.of("A%0d%0aBcc: b", "=?utf-8?Q?A=0D=0ABcc:?=", "A\\r\\nB", "A&#13;&#10;B")) {
            assertEquals(name, new Address("a@example.org", name).name());
        }
    }

    @Test
    void cutsALongNameBetweenCharacters() {
        assertEquals("n".repeat(200), new Address("a@example.org", "n".repeat(5000)).name());
        assertEquals("n".repeat(199), new Address("a@example.org", "n".repeat(199) + "😀").name());
        assertEquals("", new Address("a@example.org", "\r\n\t ").name());
    }

    @Test
    void knowsTwoSpellingsOfOneAddress() {
        var one = Address.parse("Reader 1 <READER@Example.org>");
        assertEquals(one.key(), Address.parse("reader@EXAMPLE.ORG").key());
        assertNotEquals(one, Address.parse("reader@example.org"));
        assertEquals("example.org", one.domain());
        assertEquals("Reader 1 <READER@example.org>", one.toString());
    }

    /** Whatever comes out of strangers' text cannot end a line, and is read as the same address again. */
    @Test
    void nothingHostileComesOut() {
        var random = new Random(5);
        var read = 0;
        for (var round = 0; round < 200_000; round++) {
            var named = random.nextBoolean();
            var address = "a" + pick(random, 2) + "@example.org" + pick(random, 1);
            var text = pick(random, 4) + (named ? " <" + address + ">" : address);
            try {
                var parsed = Address.parse(text);
                read++;
                assertHarmless(parsed.toString());
                assertTrue(parsed.email().chars().allMatch(c -> c > ' ' && c < 127), parsed.email());
                assertEquals(1, parsed.email().chars().filter(c -> c == '@').count());
                assertTrue(parsed.email().length() <= 254 && parsed.name().length() <= 200);
                assertEquals(parsed.email(), Address.parse(parsed.email()).email());
            } catch (IllegalArgumentException e) {
                assertHarmless(e.getMessage());
            }
        }
        assertTrue(read > 10_000, "some are addresses");
    }

    private static String pick(Random random, int most) {
        var text = new StringBuilder();
        IntStream.range(0, random.nextInt(most + 1))
                .forEach(_ -> text.append(HOSTILE.get(random.nextInt(HOSTILE.size()))));
        return text.toString();
    }

    private static void assertHarmless(String text) {
        for (var c : text.toCharArray()) {
            assertTrue(!Character.isISOControl(c) && "\u2028\u2029\u560a\u560d\u760a\u760d".indexOf(c) < 0
                    && Character.getType(c) != Character.FORMAT, () -> "U+%04X in %s".formatted((int) c, text));
        }
        for (var i = 0; i < text.length(); i++) {
            var alone = Character.isSurrogate(text.charAt(i)) && Character.charCount(text.codePointAt(i)) == 1;
            assertTrue(!alone || (i > 0 && Character.isHighSurrogate(text.charAt(i - 1))),
                    "half a character in " + text);
        }
    }
}
