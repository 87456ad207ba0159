package staytuned.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import staytuned.mail.Address;
import staytuned.schedule.Times;

class ConfigTest {
    static final Map<String, String> ENVIRONMENT = Map.of(
            "STAYTUNED_SECRET", "hush-1", "SMTP_PASSWORD", "hush-2: {}", "TITLE", "Notes");

    @TempDir
    private Path folder;

    @Test
    void fillsInWhatTheSmallestFileLeavesOut() throws Exception {
        var file = BrokenConfigTest.resources("good/smallest.yaml");
        var config = Config.read(file, Map.of());
        var minutes = Duration.ofMinutes(10);
        assertEquals(
                new Config(
                        file,
                        new Site(URI.create("http://127.0.0.1:8080"), "127.0.0.1", 8080, null, Set.of(), Set.of()),
                        true,
                        true,
                        file.resolveSibling("data"),
                        null,
                        new DatabaseSettings(null, null, null),
                        new BouncesSettings(null, null, null, 0, List.of()),
                        new AlertSettings(null),
                        List.of(),
                        new MetricsSettings("127.0.0.1", 9464, false),
                        Map.of(),
                        List.of(new RelaySettings("main", "127.0.0.1", 587, Tls.REQUIRED, null, null, 10, List.of(),
                                Auth.PASSWORD, null, null, Duration.ofDays(1), List.of(), null, Map.of())),
                        List.of(new NewsletterSettings(
                                "notes",
                                "Notes",
                                new Address("notes@example.org", "Notes"),
                                null,
                                "",
                                "en",
                                Map.of("main", 1),
                                List.of(),
                                List.of(new FeedSettings(
                                        URI.create("https://example.org/feed/"), FullText.AUTO, minutes, false, 20)),
                                new SendSettings(
                                        false, new Times(null, ZoneId.systemDefault()), Duration.ofMinutes(15),
                                        Missed.SEND_NOW, Edited.UPDATE_WEB, false, InDoubt.RESEND,
                                        new StopSettings(0.05, 20, 0.003), null),
                                new LetterSettings(
                                        Theme.SERIF, "", "", "", LetterContent.EXCERPT, "", "", "", null),
                                Archive.PUBLIC,
                                new SubscribeSettings(true, false, false))),
                        config.settings(),
                        Set.of()),
                config);
    }

    @Test
    void saysWhatEachKeySaysInEffect() throws Exception {
        var smallest = Config.read(BrokenConfigTest.resources("good/smallest.yaml"), Map.of()).settings();
        assertEquals("127.0.0.1:8080", smallest.get("site.listen"));
        assertEquals("10m", smallest.get("newsletters[notes].sources[https://example.org/feed/].poll"));
        assertEquals("at-once", smallest.get("newsletters[notes].send.when"));
        assertEquals("each-article", smallest.get("newsletters[notes].send.issue"));
        assertEquals("5%", smallest.get("newsletters[notes].send.stop.bounces"));
        assertEquals("1d", smallest.get("relays[main].give-up"));
        assertFalse(smallest.containsKey("relays[main].password"), "there is none");
        var full = full().settings();
        assertEquals("***", full.get("relays[main].password"));
        assertFalse(full.toString().contains("hush"), full.toString());
        assertFalse(full.toString().contains("PrivateKey"), full.toString());
        // The same in other words is the same.
        var file = Files.writeString(folder.resolve("words.yaml"), Files.readString(
                BrokenConfigTest.resources("good/smallest.yaml")) + "websub: auto\n");
        var words = new HashMap<>(Config.read(file, Map.of()).settings());
        words.put("data", String.valueOf(smallest.get("data")));
        assertEquals(smallest, words);
    }

    @Test
    void readsEverySetting() throws Exception {
        var config = full();
        var here = config.file().getParent();
        assertEquals(new Site(URI.create("https://letters.example.org/mail"), "::1", 0, "hush-1",
                Set.of("https://example.org", "http://blog.example:8080"), Set.of(InetAddress.ofLiteral("192.0.2.1"))),
                config.site());
        assertEquals(here.resolve("kept"), config.data());
        assertFalse(config.websub());
        assertFalse(config.deadLinks());
        assertEquals(new Address("admin@example.org", "Admin"), config.alerts().to());
        assertEquals(here, config.templates());
        assertEquals(
                new DatabaseSettings("jdbc:postgresql://127.0.0.1/staytuned", "staytuned", "from the file"),
                config.database());
        var perSecond = List.of(new Rate(50, Duration.ofSeconds(1)));
        var perHour = List.of(new Rate(100, Duration.ofHours(1)));
        assertEquals(
                List.of(
                        new RelaySettings(
                                "main", "smtp.example.org", 2525, Tls.REQUIRED, "notes", "hush-2: {}", 20, perSecond,
                                Auth.PASSWORD, null, null, Duration.ofDays(5), List.of(), null, Map.of()),
                        new RelaySettings(
                                "second", "mail.xn--bcher-kva.example", 465, Tls.IMPLICIT, null, null, 10, perHour,
                                Auth.PASSWORD, null, null, Duration.ofDays(1), List.of(), null, Map.of()),
                        new RelaySettings("local", "localhost", 25, Tls.NONE, "notes", "price is ${5}", 10, List.of(),
                                Auth.PASSWORD, null, null, Duration.ofDays(1), List.of(), null, Map.of())),
                config.relays());
    }

    @Test
    void readsEverySettingOfANewsletter() throws Exception {
        var config = full();
        var nerve = config.newsletters().getFirst();
        assertEquals("nerve-notes", nerve.key());
        assertEquals("1 Example Street\nExample Town", nerve.postalAddress());
        assertEquals(new Address("editor@example.org", ""), nerve.replyTo());
        assertEquals("en-GB", nerve.language());
        assertEquals(Map.of("second", 1), nerve.relays());
        assertEquals(
                List.of(
                        new FeedSettings(URI.create("https://example.org/feed/"), FullText.AUTO,
                                Duration.ofMinutes(15), false, 20),
                        new FolderSettings(config.file().getParent(), Duration.ofSeconds(2), true, 5)),
                nerve.sources());
        assertEquals("0 0 8 ? * TUE-FRI", nerve.send().times().cron().toString());
        assertEquals(ZoneId.of("Europe/Berlin"), nerve.send().times().zone());
        assertEquals(Duration.ZERO, nerve.send().settle());
        assertEquals(Missed.NEXT_SLOT, nerve.send().missed());
        assertEquals(Edited.CORRECTION, nerve.send().edited());
        assertEquals(
                new ApprovalSettings(
                        List.of(new Address("editor@example.org", ""), new Address("second@example.org", "Second")),
                        Duration.ofHours(1), ApprovalSettings.Unanswered.HOLD),
                nerve.send().approval());
        assertTrue(nerve.send().coming());
        assertTrue(nerve.send().times().local());
        assertEquals(new StopSettings(0.025, Integer.MAX_VALUE, 1), nerve.send().stop());
        assertEquals("22:00-07:00", String.valueOf(nerve.send().times().hours().quiet()));
        assertEquals("[2026-12-24, 12-25, sunday, the holidays of https://example.org/holidays.ics]",
                nerve.send().times().hours().blackout().toString());
        assertEquals(
                new LetterSettings(
                        Theme.MAGAZINE, "#B3142B", "https://example.org/logo.png", "Charter, Georgia, serif",
                        LetterContent.FULL, "${article.title} | ${newsletter.title}", "${article.author}",
                        "No advice.\nOnly words.",
                        new LetterSettings.Sponsor("Made possible by Example & Co", "https://example.org/co")),
                nerve.letter());
        assertEquals(new SubscribeSettings(false, true, true), nerve.subscribe());

        var second = config.newsletters().get(1);
        assertEquals(List.of(Archive.PUBLIC, Archive.UNLISTED),
                List.of(config.newsletters().getFirst().archive(), second.archive()));
        assertEquals("Notes of Notes", second.title());
        assertEquals(new Address("second@xn--bcher-kva.example", "Notes, second"), second.from());
        assertEquals(Map.of("main", 1), second.relays());
        assertNull(second.send().times().cron());
        assertEquals(Missed.SKIP, second.send().missed());

        var third = config.newsletters().get(2);
        assertEquals("no", third.title());
        assertEquals(second.sources(), third.sources());
        assertEquals(Duration.ofDays(1), third.send().settle());
        assertEquals("[sunday]", third.send().times().hours().blackout().toString());
        assertFalse(nerve.send().digest());
        assertTrue(third.send().digest());
    }

    @Test
    void readsLimits() throws Exception {
        var config = Config.read(BrokenConfigTest.resources("good/limits.yaml"), Map.of());
        assertEquals(
                Map.of("corp", Set.of("corp.example", "mail.corp.example"), "one", Set.of("xn--bcher-kva.example")),
                config.receivers());
        var main = config.relays().getFirst();
        assertEquals(
                List.of(new Rate(50, Duration.ofSeconds(1)), new Rate(10_000, Duration.ofDays(1))), main.rates());
        assertEquals(
                Map.of(
                        "gmail", new ReceiverTerms(5, List.of(new Rate(20, Duration.ofSeconds(1)))),
                        "corp", new ReceiverTerms(10, List.of(new Rate(100, Duration.ofHours(1))))),
                main.receivers());
        var plan = config.relays().get(1).warmUp();
        assertEquals(new WarmUpSettings(LocalDate.parse("2026-12-01"), List.of(200, 500, 1000)), plan);
        var notes = config.newsletters().getFirst();
        assertEquals(Map.of("main", 3, "new", 0), notes.relays());
        assertEquals(List.of(new Rate(600, Duration.ofMinutes(1))), notes.rates());
    }

    @Test
    void showsNoSecret() throws Exception {
        var config = full();
        assertFalse((config + "").contains("hush"), config.toString());
        assertFalse(config.toString().contains("from the file"));
        var database = new DatabaseSettings("jdbc:postgresql://h/d?user=a&password=hush&ssl=true", "a", null);
        assertEquals(
                "DatabaseSettings[url=jdbc:postgresql://h/d?user=a&password=***&ssl=true, user=a, password=none]",
                database.toString());
    }

    @ParameterizedTest
    @CsvSource({"30s, PT30S", "15m, PT15M", "2h, PT2H", "1d, P1D", "0m, PT0S", "99999d, P99999D"})
    void readsDurations(String text, Duration duration) {
        assertEquals(duration, Notation.duration(text, Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({"1/second, 1, PT1S", "50/minute, 50, PT1M", "5 / hour, 5, PT1H", "100000/day, 100000, P1D"})
    void readsRates(String text, int count, Duration per) {
        assertEquals(new Rate(count, per), Rate.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, true", "127.0.0.1, true", "127.9.9.9, true", "::1, true", "10.0.0.1, false", "example.org, false",
        "localhost.example.org, false", "127.0.0.1.example.org, false", "::2, false"
    })
    void knowsWhatStaysOnTheMachine(String host, boolean loopback) {
        assertEquals(loopback, Hosts.isLoopback(Hosts.host(host)));
    }

    @ParameterizedTest
    @CsvSource({"prot, port", "sources, sources", "surces, sources", "ahead, ''", "SITE, site", "siet, site", "p, ''"})
    void knowsWhatWasMeant(String text, String meant) {
        assertEquals(meant, Spelling.nearest(text, List.of("port", "sources", "site")).orElse(""));
    }

    @Test
    void readsTheSourcesThatAreWebPages() throws IOException {
        var file = Files.writeString(folder.resolve("staytuned.yaml"), """
                relays: [{name: main, host: 127.0.0.1}]
                newsletters:
                  - key: a
                    title: A
                    from: a@example.org
                    sources:
                      - {feed: "https://example.org/feed/", full-text: always}
                      - {sitemap: "https://example.org/sitemap.xml.gz", only: /blog/**}
                      - {page: "https://example.org/now", poll: 1d}
                      - {page: "https://example.org/then", first-poll: baseline}
                """);
        assertEquals(
                List.of(
                        new FeedSettings(URI.create("https://example.org/feed/"), FullText.ALWAYS,
                                Duration.ofMinutes(10), false, 20),
                        new SitemapSettings(URI.create("https://example.org/sitemap.xml.gz"), "/blog/**",
                                Duration.ofHours(1), false, 20),
                        new PageSettings(URI.create("https://example.org/now"), Duration.ofDays(1), true, 20),
                        new PageSettings(URI.create("https://example.org/then"), Duration.ofMinutes(10), false, 20)),
                Config.read(file, Map.of()).newsletters().getFirst().sources());
    }

    @Test
    void findsWhatStandsBesideTheFile() throws IOException {
        Files.createDirectory(folder.resolve("articles"));
        Files.writeString(folder.resolve("secret.txt"), "first\r\nsecond");
        var file = Files.writeString(folder.resolve("staytuned.yaml"), """
                \uFEFFsite: {secret-file: ./secret.txt}
                relays: [{name: main, host: 127.0.0.1}]
                newsletters: [{key: a, title: A, from: a@example.org,
                              sources: [{folder: articles/}, {export: secret.txt}]}]
                """);
        var config = Config.read(file, Map.of());
        assertEquals("first", config.site().secret());
        assertEquals(folder.resolve("data"), config.data());
        var source = (FolderSettings) config.newsletters().getFirst().sources().getFirst();
        assertEquals(folder.resolve("articles"), source.path());
        assertEquals(
                new ExportSettings(folder.resolve("secret.txt"), Duration.ofSeconds(10), false, 20),
                config.newsletters().getFirst().sources().get(1));
        assertEquals(Duration.ofSeconds(10), source.poll());
    }

    private static Config full() throws Exception {
        return Config.read(BrokenConfigTest.resources("good/full.yaml"), ENVIRONMENT);
    }
}
