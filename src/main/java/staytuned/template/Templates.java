package staytuned.template;

import freemarker.cache.ClassTemplateLoader;
import freemarker.cache.FileTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.core.ParseException;
import freemarker.core.PlainTextOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNotFoundException;
import freemarker.template.TemplateScalarModel;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * The templates of letters and pages, by name.
 *
 * <p>A file of the same name in the overrides folder wins over the built-in one. Each file is read once: what is edited
 * counts from the next start, so that no half-saved file gets into a running send. In {@code .ftlh} every value is
 * escaped for HTML, {@code .ftl} writes plain text. Templates are trusted like the configuration; models never are.
 *
 * <p>Models are maps, lists, strings, numbers, booleans and <em>public</em> records. A template that asks for a value
 * that is not there fails, unless it says what stands in its place.
 */
public final class Templates {
    private final Folders folders;
    private final Limits limits;
    private final Configuration freemarker;

    /**
     * Takes the built-in templates and, where given, the admin's own.
     *
     * @throws TemplateFailed the overrides folder does not exist
     */
    public Templates(@Nullable Path overrides) {
        this(overrides, Limits.DEFAULT);
    }

    Templates(@Nullable Path overrides, Limits limits) {
        this.folders = new Folders(overrides);
        this.limits = limits;
        this.freemarker = configuration(overrides);
    }

    /**
     * Loads and parses every template, built in or not.
     *
     * @throws TemplateFailed at least one is broken; the message has one line for each
     */
    public void check() {
        var faults = new ArrayList<TemplateFailed>();
        for (var name : folders.templates()) {
            try {
                template(name);
            } catch (TemplateFailed e) {
                faults.add(e);
            }
        }
        if (faults.isEmpty()) return;
        var lines = faults.stream().map(TemplateFailed::getMessage).distinct().toList();
        throw new TemplateFailed(String.join("\n", lines), faults.getFirst());
    }

    /**
     * Fills the template {@code name}, such as {@code letter/letter.ftlh}.
     *
     * @throws TemplateFailed there is no such template, it is broken, it asks for what the model does not have, or it
     *     passes a limit
     */
    public String render(String name, Map<String, ?> model) {
        var template = template(name);
        var output = new Output(limits);
        try {
            template.process(model, output);
            return output.toString();
        } catch (ParseException e) {
            throw failed(e, name);
        } catch (TemplateException e) {
            throw failed(e, name);
        } catch (IOException e) {
            throw new TemplateFailed(folders.place(name) + ": " + oneLine(e.getMessage()), e);
        } catch (StackOverflowError e) {
            throw new TemplateFailed(folders.place(name) + ": calls itself too deeply; look for a macro without an end", e);
        }
    }

    /**
     * A file that is no template, such as {@code pages/style.css}, as it is.
     *
     * @throws TemplateFailed there is none of this name
     */
    public String file(String name) {
        var loader = freemarker.getTemplateLoader();
        try {
            var source = loader.findTemplateSource(name);
            if (source == null) throw new TemplateFailed(folders.place(name) + ": no such file");
            try (var reader = loader.getReader(source, StandardCharsets.UTF_8.name())) {
                var text = new StringWriter();
                reader.transferTo(text);
                return text.toString();
            }
        } catch (IOException | SecurityException e) {
            throw new TemplateFailed(folders.place(name) + ": " + oneLine(e.getMessage()), e);
        }
    }

    private Template template(String name) {
        try {
            return freemarker.getTemplate(name);
        } catch (TemplateNotFoundException e) {
            throw new TemplateFailed(folders.place(name) + ": no such template", e);
        } catch (ParseException e) {
            throw failed(e, name);
        } catch (IOException | SecurityException e) { // the second: a name or a link that leads out of the folder
            throw new TemplateFailed(folders.place(name) + ": " + oneLine(e.getMessage()), e);
        }
    }

    private TemplateFailed failed(ParseException e, String name) {
        var at = e.getTemplateName() == null ? name : e.getTemplateName();
        return new TemplateFailed(
                place(at, e.getLineNumber(), e.getColumnNumber()) + oneLine(e.getEditorMessage()), e);
    }

    private TemplateFailed failed(TemplateException e, String name) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ParseException broken) return failed(broken, name);
        }
        var at = e.getTemplateSourceName() == null ? name : e.getTemplateSourceName();
        return new TemplateFailed(place(at, e.getLineNumber(), e.getColumnNumber()) + oneLine(e.getMessageWithoutStackTop()), e);
    }

    private String place(String name, @Nullable Integer line, @Nullable Integer column) {
        var place = folders.place(name);
        return line == null || line < 1 ? place + ": " : place + ":" + line + ":" + column + ": ";
    }

    private static String oneLine(@Nullable String reason) {
        return reason == null ? "no reason given" : reason.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }

    private static Configuration configuration(@Nullable Path overrides) {
        var c = new Configuration(Configuration.VERSION_2_3_35);
        c.setTemplateLoader(loader(overrides));
        c.setLocalizedLookup(false);
        c.setTemplateUpdateDelayMilliseconds(Long.MAX_VALUE);
        c.setDefaultEncoding(StandardCharsets.UTF_8.name());
        c.setOutputFormat(PlainTextOutputFormat.INSTANCE);
        c.setRecognizeStandardFileExtensions(true);
        c.setWhitespaceStripping(true);
        c.setLocale(Locale.ROOT);
        c.setTimeZone(TimeZone.getTimeZone("UTC"));
        c.setNumberFormat("computer");
        c.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        c.setAPIBuiltinEnabled(false);
        c.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        c.setLogTemplateExceptions(false);
        c.setWrapUncheckedExceptions(true);
        c.setShowErrorTips(false);
        c.setFallbackOnNullLoopVariable(false);
        c.setSharedVariable("wrap", wrap());
        c.setSharedVariable("columns", columns());
        return c;
    }

    private static TemplateLoader loader(@Nullable Path overrides) {
        var builtIn = new ClassTemplateLoader(Templates.class, Folders.BUILT_IN);
        if (overrides == null) return builtIn;
        try {
            var own = new FileTemplateLoader(overrides.toFile());
            return new MultiTemplateLoader(new TemplateLoader[] {own, builtIn});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In templates: {@code wrap(text)}, or {@code wrap(text, "- ", "  ")} with what begins its first and later lines. */
    private static TemplateMethodModelEx wrap() {
        return arguments -> {
            var texts = texts(arguments);
            return switch (texts.size()) {
                case 1 -> Wrap.wrap(texts.get(0), "", "");
                case 3 -> Wrap.wrap(texts.get(0), texts.get(1), texts.get(2));
                default -> throw new TemplateModelException(
                        "wrap takes a text, or a text and what begins its first and later lines");
            };
        };
    }

    /** In templates: {@code columns(text)}, how wide a text stands on the screen. */
    private static TemplateMethodModelEx columns() {
        return arguments -> Wrap.columns(String.join("", texts(arguments)));
    }

    private static List<String> texts(List<?> arguments) throws TemplateModelException {
        var texts = new ArrayList<String>();
        for (var argument : arguments) {
            if (!(argument instanceof TemplateScalarModel text)) throw new TemplateModelException("takes texts only");
            texts.add(text.getAsString());
        }
        return texts;
    }
}
