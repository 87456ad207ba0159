package staytuned.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All settings of the service.
 *
 * @param file where they were read from
 * @param websub whether hubs are asked to push what feeds bring
 * @param deadLinks whether links of letters that lead nowhere hold these
 * @param data folder of the embedded database and of what the service keeps; it need not be there yet
 * @param templates folder of the admin's own templates; null where there is none
 * @param bounces what becomes of what comes back
 * @param alerts who is told when something goes wrong
 * @param webhooks the programs that are told what happens
 * @param metrics where health and metrics are shown
 * @param receivers domains that are one receiver, by its name
 * @param relays one at least
 * @param newsletters one at least
 * @param settings what each key says in effect, without secrets, such as {@code relays[main].port} to {@code 587}
 * @param files the files and folders whose contents are part of it: keys, secrets and templates
 */
public record Config(
        Path file,
        Site site,
        boolean websub,
        boolean deadLinks,
        Path data,
        @Nullable Path templates,
        DatabaseSettings database,
        BouncesSettings bounces,
        AlertSettings alerts,
        List<HookSettings> webhooks,
        MetricsSettings metrics,
        Map<String, Set<String>> receivers,
        List<RelaySettings> relays,
        List<NewsletterSettings> newsletters,
        Map<String, String> settings,
        Set<Path> files) {

    private static final String VARIABLE = "\\$\\{[A-Za-z_][A-Za-z0-9_]*}";

    /** What a service that is at work cannot take up: where it listens, and where it keeps what it knows. */
    private static final Set<String> AT_START = Set.of("site.listen", "data");

    /** Whether a change of this key, as {@link #settings} has it, is taken up only by a restart. */
    public static boolean needsRestart(String key) {
        return AT_START.contains(key) || key.startsWith("database.") || key.startsWith("metrics.");
    }

    /** This config for a service that began with {@code before}: what needs a restart is as it was there. */
    public Config keeping(Config before) {
        var kept = new LinkedHashMap<>(settings);
        kept.keySet().removeIf(Config::needsRestart);
        before.settings.forEach((key, value) -> {
            if (needsRestart(key)) kept.put(key, value);
        });
        var where = new Site(
                site.url(), before.site.host(), before.site.port(), site.secret(), site.origins(), site.proxies());
        return new Config(
                file, where, websub, deadLinks, before.data, templates, before.database, bounces, alerts, webhooks,
                before.metrics, receivers, relays, newsletters, Collections.unmodifiableMap(kept), files);
    }

    /**
     * Reads the settings; relative paths begin at the file's folder.
     *
     * @param environment what {@code ${NAME}} stands for
     * @throws BrokenConfig they cannot be used; it holds every mistake of the file
     */
    public static Config read(Path file, Map<String, String> environment) {
        var reading = new Reading(file, environment);
        var config = reading.text()
                .flatMap(text -> Yaml.read(text, reading))
                .map(keys -> Section.read(reading, keys, top -> read(file, top)));
        return config.filter(_ -> reading.mistakes().isEmpty())
                .orElseThrow(() -> new BrokenConfig(reading.mistakes()));
    }

    /** A JSON Schema (draft 2020-12) of the file: every key that is read, and no other. */
    public static Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "The config of Staytuned");
        schema.putAll(Outline.of(top -> read(Path.of(""), top)));
        schema.put("$defs", Map.of("variable", Map.of("type", "string", "pattern", VARIABLE)));
        return schema;
    }

    private static Config read(Path file, Section top) {
        var names = new LinkedHashSet<String>();
        var hooks = new HashSet<URI>();
        var keys = new LinkedHashSet<String>();
        // In the order in which they are named to who misspells one.
        var site = top.in("site", Site::read);
        var websub = top.or("websub", Websub.AUTO, text -> Notation.word(Websub.class, text)) == Websub.AUTO;
        var deadLinks =
                top.or("dead-links", DeadLinks.HOLD, text -> Notation.word(DeadLinks.class, text)) == DeadLinks.HOLD;
        var data = top.or("data", top.reading().path("data"), text -> dataFolder(top, text));
        var templates = top.maybe("templates", text -> templates(top, text));
        var database = top.in("database", DatabaseSettings::read);
        var bounces = top.in("bounces", BouncesSettings::read);
        return new Config(
                file,
                site,
                websub,
                deadLinks,
                data,
                templates,
                database,
                bounces,
                top.in("alerts", each -> AlertSettings.read(each, bounces)),
                top.some("webhooks", "{url: \"https://crm.example.org/staytuned\", secret: \"${HOOK_SECRET}\"}",
                        each -> HookSettings.read(each, hooks)),
                top.in("metrics", each -> MetricsSettings.read(each, site)),
                top.in("receivers", Config::receivers),
                top.each("relays", "name: main", relay -> RelaySettings.read(relay, names)),
                top.each("newsletters", "key: notes", each -> newsletter(each, keys, names, bounces)),
                top.reading().effective().settings(),
                top.reading().files());
    }

    private static @Nullable NewsletterSettings newsletter(
            Section each, Set<String> keys, Set<String> relays, BouncesSettings bounces) {
        var read = NewsletterSettings.read(each, keys, relays);
        if (read != null && read.replyTo() != null && bounces.takes(read.replyTo())) {
            each.mistake("reply-to", "is the mailbox of bounces, from which replies are forwarded there; name one that "
                    + "people read");
        }
        return read;
    }

    private static Map<String, Set<String>> receivers(Section groups) {
        var read = new LinkedHashMap<String, Set<String>>();
        var all = new HashSet<String>();
        for (var name : groups.names()) {
            groups.check(name, Notation::receiver);
            var domains = groups.values(name, "[corp.example, mail.corp.example]", Notation::domain);
            for (var domain : domains) {
                if (!all.add(domain)) groups.mistake(name, "names " + domain + " a second time; keep one of them");
            }
            read.put(name, Set.copyOf(domains));
        }
        return Collections.unmodifiableMap(read);
    }

    private static Path templates(Section top, String text) {
        var folder = top.reading().folder(text);
        top.reading().part(text);
        return folder;
    }

    private static Path dataFolder(Section top, String text) {
        var path = top.reading().path(text);
        if (!Files.exists(path) || Files.isDirectory(path)) return path;
        throw new IllegalArgumentException(
                "\"" + text + "\" is a file; name a folder, which is made when it is not there");
    }
}
