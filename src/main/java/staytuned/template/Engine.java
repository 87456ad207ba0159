package staytuned.template;

import freemarker.cache.ClassTemplateLoader;
import freemarker.cache.FileTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.core.PlainTextOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateScalarModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * How the template library is set up: it escapes, reads each file once, knows no Java class, and writes the same on
 * every machine, whatever its language and time zone.
 */
final class Engine {
    private Engine() {}

    static Configuration configuration(@Nullable Path overrides) {
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
        c.setSharedVariable("legible", legible());
        c.setSharedVariable("over", over());
        c.setSharedVariable("mix", mix());
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

    /** In templates: {@code wrap(text)}, or {@code wrap(text, "- ", "  ")}: what begins its first and later lines. */
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

    /** In templates: {@code legible(colour, ground)}: the colour, so much lighter or darker that it can be read. */
    private static TemplateMethodModelEx legible() {
        return arguments -> {
            var texts = texts(arguments);
            return colour(texts.getFirst()).on(colour(texts.getLast())).toString();
        };
    }

    /** In templates: {@code over(ground)}: white, or black where white could not be read. */
    private static TemplateMethodModelEx over() {
        return arguments -> colour(texts(arguments).getFirst()).over().toString();
    }

    /** In templates: {@code mix(colour, other, "0.1")}: the colour with a share of the other. */
    private static TemplateMethodModelEx mix() {
        return arguments -> {
            var texts = texts(arguments);
            if (texts.size() != 3) throw new TemplateModelException("mix takes two colours and a share");
            return colour(texts.get(0)).mixed(colour(texts.get(1)), Double.parseDouble(texts.get(2))).toString();
        };
    }

    private static Colour colour(String text) throws TemplateModelException {
        try {
            return Colour.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TemplateModelException(e.getMessage(), e);
        }
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
