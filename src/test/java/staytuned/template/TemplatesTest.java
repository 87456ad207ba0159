package staytuned.template;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
    /** A model may be a record, where it and its package are public enough for the template library to see it. */
    public record Greeting(String name, List<String> words, @Nullable String missing) {}

    @TempDir
    private Path folder;

    @Test
    void builtInTemplatesAllParse() {
        assertDoesNotThrow(() -> new Templates(null).check());
        assertTrue(new Folders(null).templates().containsAll(List.of(
                "letter/letter.ftl", "letter/letter.ftlh", "pages/home.ftlh", "pages/inbox.ftlh")));
    }

    @Test
    void anOverrideWinsAndTheOthersStay() throws IOException {
        write("pages/message.ftlh", "Ours: ${title}");
        var templates = new Templates(folder);
        templates.check();
        assertEquals("Ours: a &amp; b", templates.render("pages/message.ftlh", Map.of("title", "a & b")));
        assertTrue(templates.render("letter/letter.ftl", Letters.full()).startsWith("Field Notes"));
    }

    @Test
    void anOverriddenThemeColoursTheLetter() throws IOException {
        var theme = new Templates(null).file("letter/themes/serif.ftl").replace("#0f5c5c", "#7a1f3d");
        write("letter/themes/serif.ftl", theme);
        var html = new Templates(folder).render("letter/letter.ftlh", Letters.full());
        assertTrue(html.contains("#7a1f3d") && !html.contains("#0f5c5c"));
    }

    @Test
    void oneMacroIsOverriddenAndTheOthersStay() throws IOException {
        write("letter/own.ftlh", "<#macro kicker><p>Ours for ${newsletter.title}</p></#macro>");
        write("letter/own.ftl", "<#macro kicker>\nOurs: ${wrap(newsletter.title)}\n</#macro>");
        var templates = new Templates(folder);
        templates.check();
        var html = templates.render("letter/letter.ftlh", Letters.full());
        assertTrue(html.contains("<p>Ours for Field Notes</p>") && !html.contains("4 min read"), html);
        assertTrue(html.contains("Yellow is what remains"), html);
        var text = templates.render("letter/letter.ftl", Letters.full());
        assertTrue(text.startsWith("Ours: Field Notes\nAutumn Colour"), text);
    }

    @Test
    void fillsALineOfTheConfigAndNamesItWhereItIsBroken() {
        var templates = new Templates(null);
        assertEquals("Full & new", templates.line("letter.subject", "${a} & new", Map.of("a", "Full")));
        var broken = assertThrows(TemplateFailed.class, () -> templates.line("letter.subject", "${a", Map.of()));
        assertTrue(broken.getMessage().startsWith("letter.subject:"), broken.getMessage());
        var missing = assertThrows(TemplateFailed.class, () -> templates.line("letter.subject", "${b}", Map.of()));
        assertTrue(missing.getMessage().contains("b"), missing.getMessage());
        assertThrows(TemplateFailed.class,
                () -> templates.line("x", "${'java.lang.Runtime'?new()}", Map.of()));
    }

    @Test
    void whatIsEditedLaterCountsFromTheNextStart() throws IOException {
        write("one.ftl", "before");
        var templates = new Templates(folder);
        templates.check();
        write("one.ftl", "after, and broken: ${");
        assertEquals("before", templates.render("one.ftl", Map.of()));
    }

    @Test
    void checkNamesEveryBrokenOverride() throws IOException {
        var one = write("letter/letter.ftl", "fine\n<#if>");
        var two = write("own.ftlh", "<#list a as b>\n");
        var failed = assertThrows(TemplateFailed.class, () -> new Templates(folder).check());
        var lines = failed.getMessage().lines().toList();
        assertEquals(2, lines.size(), failed.getMessage());
        assertTrue(lines.get(0).startsWith(one + ":2:"), lines.get(0));
        assertTrue(lines.get(1).startsWith(two + ":1:"), lines.get(1));
    }

    @Test
    void aFolderThatDoesNotExistIsRefused() {
        var missing = folder.resolve("missing");
        var failed = assertThrows(TemplateFailed.class, () -> new Templates(missing));
        assertEquals(missing + ": no such folder; create it or take the setting away", failed.getMessage());
    }

    @Test
    void aMissingValueIsAnErrorOnOneLineWithItsPlace() throws IOException {
        var place = write("a.ftlh", "Some text that must not come out\n  ${article.title}");
        var failed = assertThrows(TemplateFailed.class, () -> render("a.ftlh", Map.of("article", Map.of())));
        assertTrue(failed.getMessage().startsWith(place + ":2:5: "), failed.getMessage());
        assertTrue(failed.getMessage().contains("article.title"), failed.getMessage());
        assertEquals(1, failed.getMessage().lines().count());
    }

    @Test
    void aMistakeInAnImportedFileNamesThatFile() throws IOException {
        write("a.ftlh", "<#import 'b.ftlh' as b>");
        var place = write("b.ftlh", "\n\n<#macro>");
        var failed = assertThrows(TemplateFailed.class, () -> render("a.ftlh", Map.of()));
        assertTrue(failed.getMessage().startsWith(place + ":3:"), failed.getMessage());
    }

    @Test
    void anUnknownNameIsAnError() {
        var failed = assertThrows(TemplateFailed.class, () -> new Templates(null).render("letter/none.ftl", Map.of()));
        assertEquals("templates/letter/none.ftl: no such template", failed.getMessage());
        assertThrows(TemplateFailed.class, () -> new Templates(null).file("pages/none.css"));
    }

    @Test
    void noNameLeadsOutOfTheFolder() throws IOException {
        Files.createDirectories(folder.resolve("own"));
        write("secret.ftl", "secret");
        var templates = new Templates(folder.resolve("own"));
        assertThrows(TemplateFailed.class, () -> templates.render("../secret.ftl", Map.of()));
        assertThrows(TemplateFailed.class, () -> templates.file("../secret.ftl"));
    }

    @Test
    void dataIsEscapedInHtmlAndUnchangedInText() throws IOException {
        write("a.ftlh", "<p title=\"${data}\">${data}</p>");
        write("a.ftl", "${data}");
        var data = "${1+1} <#assign x=1> <script>alert('x')</script> \"quoted\" & [=2] #{3}";
        var escaped = "${1+1} &lt;#assign x=1&gt; &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &quot;quoted&quot; "
                + "&amp; [=2] #{3}";
        assertEquals("<p title=\"" + escaped + "\">" + escaped + "</p>", render("a.ftlh", Map.of("data", data)));
        assertEquals(data, render("a.ftl", Map.of("data", data)));
    }

    @Test
    void recordsNumbersAndBooleansAreModels() throws IOException {
        write("a.ftl", "${g.name} ${g.words?join('+')} ${g.missing!'-'} ${n} ${d} <#if yes>yes</#if>");
        var model = Map.of("g", new Greeting("Reader 1", List.of("a", "b"), null), "n", 1234567, "d", 0.5, "yes", true);
        assertEquals("Reader 1 a+b - 1234567 0.5 yes", render("a.ftl", model));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "${'freemarker.template.utility.Execute'?new()('id')}",
        "${'freemarker.template.utility.ObjectConstructor'?new()('java.io.File', '/')}",
        "${g?api.class}",
        "${g.class.classLoader}",
        "<#assign c = g.getClass()>${c.forName('java.lang.Runtime')}"
    })
    void noTemplateReachesJava(String source) throws IOException {
        write("a.ftl", source);
        assertThrows(TemplateFailed.class, () -> render("a.ftl", Map.of("g", new Greeting("x", List.of(), null))));
    }

    @Test
    void tooMuchOutputIsAnError() throws IOException {
        var place = write("a.ftl", "<#list 1.. as n>0123456789</#list>");
        var failed = assertThrows(TemplateFailed.class, () -> render("a.ftl", Map.of()));
        assertTrue(failed.getMessage().startsWith(place + ": writes more than 2000000 char"), failed.getMessage());
    }

    @Test
    void tooMuchTimeIsAnError() throws IOException {
        write("a.ftl", "<#list 1.. as n>${''}</#list>");
        var templates = new Templates(folder, new Limits(10, Duration.ofMillis(20)));
        var failed = assertThrows(TemplateFailed.class, () -> templates.render("a.ftl", Map.of()));
        assertTrue(failed.getMessage().contains("takes longer than 20 ms"), failed.getMessage());
    }

    @Test
    void aMacroThatCallsItselfForEverIsAnError() throws IOException {
        write("a.ftl", "<#macro m><@m/></#macro><@m/>");
        var failed = assertThrows(TemplateFailed.class, () -> render("a.ftl", Map.of()));
        assertTrue(failed.getMessage().contains("calls itself too deeply"), failed.getMessage());
    }

    @Test
    void afterAFailureTheSameTemplatesStillRender() throws IOException {
        write("a.ftl", "${word}");
        var templates = new Templates(folder);
        assertThrows(TemplateFailed.class, () -> templates.render("a.ftl", Map.of()));
        assertEquals("fine", templates.render("a.ftl", Map.of("word", "fine")));
    }

    @Test
    void theStyleSheetIsAFileAndNotATemplate() {
        assertTrue(new Templates(null).file("pages/style.css").contains("prefers-color-scheme: dark"));
        assertFalse(new Folders(null).templates().contains("pages/style.css"));
    }

    private String render(String name, Map<String, ?> model) {
        return new Templates(folder).render(name, model);
    }

    private Path write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
