package staytuned.template;

import freemarker.core.ParseException;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateHashModelEx;
import freemarker.template.TemplateNotFoundException;
import freemarker.template.TemplateScalarModel;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
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
    private final Bundles bundles;

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
        this.freemarker = Engine.configuration(overrides);
        this.bundles = new Bundles(overrides);
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
        faults.addAll(bundles.faults());
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
            throw new TemplateFailed(
                    folders.place(name) + ": calls itself too deeply; look for a macro without an end", e);
        }
    }

    /**
     * What an area of the pages says, and all pages, in the first of these languages that is spoken here; in English
     * where none is.
     *
     * @param area {@code common}, or what begins the names of its bundles in {@code pages/words}
     * @param wished BCP 47 tags in the order of preference; null where nothing was wished
     * @throws TemplateFailed there is no such area
     */
    public Words words(String area, @Nullable String... wished) {
        for (var tag : wished) {
            var language = tag == null ? "" : Words.spoken(tag);
            if (!language.isEmpty()) return bundles.words(area, language);
        }
        return bundles.words(area, Words.LANGUAGES.getFirst());
    }

    /**
     * Fills one line of the config, such as {@code ${newsletter.title}: ${article.title}}.
     *
     * @param name how a message calls it
     * @throws TemplateFailed as {@link #render} does
     */
    public String line(String name, String source, Map<String, ?> model) {
        var output = new Output(limits);
        try {
            new Template(name, source, freemarker).process(model, output);
            return output.toString();
        } catch (ParseException e) {
            throw new TemplateFailed(name + ":" + e.getColumnNumber() + ": " + oneLine(e.getEditorMessage()), e);
        } catch (TemplateException e) {
            throw new TemplateFailed(name + ": " + oneLine(e.getMessageWithoutStackTop()), e);
        } catch (IOException e) {
            throw new TemplateFailed(name + ": " + oneLine(e.getMessage()), e);
        }
    }

    /**
     * A map of texts that the template {@code name} assigns to {@code variable}.
     *
     * @throws TemplateFailed as {@link #render} does, and where there is no such map
     */
    public Map<String, String> values(String name, Map<String, ?> model, String variable) {
        try {
            var run = template(name).createProcessingEnvironment(model, new Output(limits));
            run.process();
            if (!(run.getMainNamespace().get(variable) instanceof TemplateHashModelEx map)) {
                throw new TemplateFailed(folders.place(name) + ": assigns no map " + variable);
            }
            var values = new HashMap<String, String>();
            for (var keys = map.keys().iterator(); keys.hasNext(); ) {
                if (!(keys.next() instanceof TemplateScalarModel key)) continue;
                if (map.get(key.getAsString()) instanceof TemplateScalarModel value) {
                    values.put(key.getAsString(), value.getAsString());
                }
            }
            return values;
        } catch (ParseException e) {
            throw failed(e, name);
        } catch (TemplateException e) {
            throw failed(e, name);
        } catch (IOException e) {
            throw new TemplateFailed(folders.place(name) + ": " + oneLine(e.getMessage()), e);
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
        return new TemplateFailed(
                place(at, e.getLineNumber(), e.getColumnNumber()) + oneLine(e.getMessageWithoutStackTop()), e);
    }

    private String place(String name, @Nullable Integer line, @Nullable Integer column) {
        var place = folders.place(name);
        return line == null || line < 1 ? place + ": " : place + ":" + line + ":" + column + ": ";
    }

    private static String oneLine(@Nullable String reason) {
        return reason == null ? "no reason given" : reason.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }
}
