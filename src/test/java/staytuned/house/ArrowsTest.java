package staytuned.house;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Downstream knows upstream, never the reverse; tools know no stage; a library has one door. Read off the classes. */
class ArrowsTest {
    private static final Path CLASSES = Path.of("target/classes");
    private static final Set<String> STAGES =
            Set.of("newsletter", "article", "websub", "issue", "subscriber", "delivery", "feedback", "holiday",
                    "outlook");

    /** Each package and those it may depend on. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry("log", Set.of()),
            entry("mail", Set.of()),
            entry("template", Set.of()),
            entry("db", Set.of()),
            entry("schedule", Set.of()),
            entry("demo", Set.of()),
            entry("bench", Set.of()),
            entry("text", Set.of()),
            entry("fetch", Set.of("text")),
            entry("reading", Set.of("text")),
            // A mistake in the config is found where it stands: the values judge themselves, those of webhooks too.
            entry("config", Set.of("mail", "schedule", "herald")),
            // When a newsletter goes out is a cron.
            entry("newsletter", Set.of("mail", "db", "schedule")),
            entry("article", Set.of("newsletter", "followup", "reading", "fetch", "text", "db")),
            entry("holiday", Set.of("schedule", "fetch", "db")),
            entry("websub", Set.of("article", "newsletter", "fetch", "text", "db")),
            entry("followup", Set.of("fetch", "text")),
            // A letter's colours are a theme's: whether they can be read is judged as they were chosen. Whether its
            // links lead anywhere is asked in the way that all is fetched that strangers name.
            entry("preflight", Set.of("template", "fetch", "text")),
            // In quiet hours nothing is frozen, and nothing leaves: both look at the clock on the wall.
            entry("issue", Set.of(
                    "herald", "article", "newsletter", "followup", "reading", "template", "preflight", "text", "mail", "db",
                    "schedule")),
            entry("subscriber", Set.of("herald", "newsletter", "mail", "db")),
            entry("delivery", Set.of("issue", "subscriber", "newsletter", "mail", "template", "db", "schedule")),
            // It reckons as all stages do, and changes nothing of theirs.
            entry("outlook", Set.of("delivery", "issue", "article", "newsletter", "schedule", "db")),
            entry("feedback", Set.of("herald", "delivery", "subscriber", "mail", "db")),
            entry("smtp", Set.of("mail")),
            // What happens in a stage is noted where it does, in the same transaction.
            entry("herald", Set.of("fetch", "db")),
            // Programs do what the commands do, by the same stages.
            entry("api", with(STAGES, "admin", "herald", "reading", "mail", "db", "schedule")),
            // It knocks at relays as letters do.
            entry("doctor", Set.of("mail")),
            // Counts what stands in the tables of all stages, and asks whether they are at work.
            entry("health", with(STAGES, "db", "schedule")),
            entry("admin", Set.of("mail", "db")),
            entry("web", with(STAGES, "health", "reading", "mail", "template")),
            // It shows what was read in an article, and the cron of a newsletter.
            entry("desk", with(STAGES, "web", "admin", "outlook", "reading", "template", "mail", "schedule", "db")),
            entry("cli", with(STAGES, "herald", "admin", "doctor", "preflight", "text", "reading", "fetch", "mail", "template",
                    "db", "schedule", "demo", "bench", "config", "smtp", "web")),
            entry("", with(STAGES, "herald", "desk", "admin", "api", "health", "preflight", "reading", "fetch", "mail",
                    "template", "db", "schedule", "demo", "config", "smtp", "web", "cli")));

    /** Each library and the packages that know it. */
    private static final Map<String, Set<String>> DOORS = Map.ofEntries(
            // One sends mail, one reads what comes back, one holds it.
            entry("jakarta.mail", Set.of("smtp", "feedback", "demo")),
            entry("jakarta.activation", Set.of("feedback")),
            entry("org.eclipse.angus", Set.of("smtp", "feedback")),
            entry("com.amazon.corretto", Set.of("smtp")),
            entry("com.icegreen", Set.of("demo")),
            entry("freemarker", Set.of("template")),
            entry("org.quartz", Set.of("schedule")),
            entry("io.helidon", Set.of("web", "api")),
            entry("org.apache.hc", Set.of("fetch")),
            entry("crawlercommons", Set.of("fetch")),
            // Feeds of others are read in the one, our own are written in the other.
            entry("com.rometools", Set.of("article", "web")),
            entry("org.jdom2", Set.of("article", "web")),
            entry("org.jsoup", Set.of("reading", "article", "preflight")),
            entry("net.dankito.readability4j", Set.of("reading")),
            entry("org.commonmark", Set.of("reading")),
            entry("org.apache.lucene", Set.of("followup")),
            // The config itself, and an article's front matter.
            entry("org.yaml.snakeyaml", Set.of("config", "article")),
            entry("ch.qos.logback", Set.of("log")),
            // JSON Feed, read and written, what mail services tell, what programs ask for and are told, what is held of a
            // reader, what commands print, backups, and the log.
            entry("com.fasterxml.jackson", Set.of("log", "db", "herald", "api", "article", "feedback", "web", "cli")),
            entry("org.dmfs", Set.of("holiday")),
            entry("de.siegmar.fastcsv", Set.of("subscriber")),
            entry("org.flywaydb", Set.of("db")),
            entry("com.zaxxer.hikari", Set.of("db")),
            entry("org.xbill", Set.of("doctor")),
            entry("picocli", Set.of("cli")),
            // Argon2.
            entry("org.bouncycastle", Set.of("admin")),
            entry("org.jooq", with(STAGES, "db", "herald", "admin", "api", "health")),
            entry("io.micrometer", Set.of("health")),
            entry("org.slf4j", with(STAGES, "health", "schedule", "web", "herald", "api", "smtp", "demo", "cli", "")),
            entry("org.jspecify", ARROWS.keySet()));

    /** jOOQ is for db and for the classes that own a table, which are named in the plural. */
    private static final Set<String> TABLES = Set.of(
            "admin.Admins",
            "admin.Attempts",
            "admin.Audit",
            "admin.Sessions",
            "admin.Tokens",
            "api.Replays",
            "herald.Hooks",
            "herald.Tidings",
            "newsletter.Newsletters",
            "holiday.Calendars",
            "article.Sources",
            "article.Articles",
            "article.Inquiries",
            "article.Decisions",
            "article.Names",
            "article.Readings",
            "article.ScheduledArticles",
            "article.SourceHabits",
            "article.Writings",
            "websub.Subscriptions",
            "issue.Issues",
            "issue.Archives",
            "issue.Promises",
            "issue.Proposals",
            "subscriber.Preferences",
            "subscriber.AddressChanges",
            "subscriber.Memberships",
            "subscriber.Subscribers",
            "subscriber.Consents",
            "subscriber.Arrivals",
            "subscriber.Rolls",
            "subscriber.Censuses",
            "delivery.Arrears",
            "delivery.Batches",
            "delivery.Audiences",
            "delivery.Deliveries",
            "delivery.Headcounts",
            "delivery.Histories",
            "feedback.Dossiers",
            "feedback.Events",
            "feedback.Refusals",
            "feedback.Suppressions",
            "delivery.Instances",
            "delivery.Limits",
            "delivery.Listings", "delivery.Marks",
            "delivery.Notices",
            "delivery.Overviews",
            "delivery.Receptions",
            "delivery.Results",
            "feedback.Alerts",
            "feedback.Replies",
            "delivery.Silences",
            "delivery.Tallies",
            "delivery.Nodes",
            "outlook.RunningSettings",
            // Counts the rows of others, and changes none.
            "health.Counts");

    private static final Pattern NAME = Pattern.compile("L?((?:[a-z0-9_]+/)+(?:DNS/(?:[a-z]+/)?)?[A-Z][\\w$]*)");

    /** Every class, without its nested ones, and the classes that it names. */
    private static final Map<String, Set<String>> USES = read();

    @Test
    void everyPackageIsInTheTable() {
        assertEquals(new TreeSet<>(ARROWS.keySet()),
                USES.keySet().stream().map(ArrowsTest::home).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void packagesDependOnlyOnWhatTheTableSays() {
        var wrong = new TreeSet<String>();
        USES.forEach((type, used) -> used.stream()
                .filter(each -> each.startsWith("staytuned."))
                .filter(each -> !home(each).equals(home(type)) && !ARROWS.get(home(type)).contains(home(each)))
                .forEach(each -> wrong.add(type + " -> " + each)));
        assertEquals(Set.of(), wrong);
    }

    @Test
    void theTableHasNoCycle() {
        for (var from : ARROWS.keySet()) assertTrue(!reaches(from, from, 0), from + " depends on itself");
    }

    @Test
    void librariesHaveOneDoor() {
        var wrong = new TreeSet<String>();
        USES.forEach((type, used) -> used.stream()
                .filter(each -> !each.matches("(staytuned|javax?)\\..*"))
                .filter(each -> DOORS.entrySet().stream().noneMatch(door ->
                        each.startsWith(door.getKey() + ".") && door.getValue().contains(home(type))))
                .forEach(each -> wrong.add(type + " -> " + each)));
        assertEquals(Set.of(), wrong);
    }

    @Test
    void jooqIsForTheOwnersOfTables() {
        var knowing = USES.entrySet().stream()
                .filter(each -> each.getValue().stream()
                        .anyMatch(used -> used.startsWith("org.jooq.") || used.startsWith("staytuned.db.schema.")))
                .map(each -> each.getKey().substring("staytuned.".length()))
                .filter(each -> !each.startsWith("db."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(TABLES), knowing);
    }

    @Test
    void timeComesInThroughTheConstructor() {
        var source = Pattern.compile("\\b(?:Instant|LocalDate|LocalDateTime|ZonedDateTime)\\.now\\("
                + "|System\\.currentTimeMillis|InstantSource\\.system");
        var wrong = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                if (file.endsWith("Main.java")) continue;
                if (source.matcher(Files.readString(file)).find()) wrong.add(file.toString());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertEquals(Set.of(), wrong);
    }

    private static boolean reaches(String from, String to, int depth) {
        return depth < ARROWS.size()
                && ARROWS.get(from).stream().anyMatch(each -> each.equals(to) || reaches(each, to, depth + 1));
    }

    private static Set<String> with(Set<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
    }

    /** {@code staytuned.issue.Editor} lives in {@code issue}; {@code staytuned.Main} in the root. */
    private static String home(String type) {
        var parts = type.split("\\.");
        return parts.length == 2 ? "" : parts[1];
    }

    private static Map<String, Set<String>> read() {
        var uses = new TreeMap<String, Set<String>>();
        try (var files = Files.walk(CLASSES.resolve("staytuned"))) {
            for (var file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
                var type = CLASSES.relativize(file).toString().replaceAll("(\\$.*)?\\.class$", "").replace('/', '.');
                if (type.startsWith("staytuned.db.schema") || type.endsWith("package-info")) continue;
                uses.computeIfAbsent(type, _ -> new TreeSet<>()).addAll(named(file));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return uses;
    }

    private static Set<String> named(Path file) throws IOException {
        var names = new TreeSet<String>();
        for (var constant : ClassFile.of().parse(file).constantPool()) {
            var text = switch (constant) {
                case ClassEntry type -> type.asInternalName();
                case Utf8Entry utf8 when utf8.stringValue().matches("[(L<].*;.*") -> utf8.stringValue();
                default -> "";
            };
            NAME.matcher(text).results()
                    .map(each -> each.group(1).replace('/', '.').replaceAll("\\$.*", ""))
                    .forEach(names::add);
        }
        return names;
    }
}
