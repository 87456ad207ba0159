package staytuned.api;

import static staytuned.db.schema.Tables.ARTICLES;
import static staytuned.db.schema.Tables.EVENTS;
import static staytuned.db.schema.Tables.ISSUES;
import static staytuned.db.schema.Tables.PROMISES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import staytuned.Main;
import staytuned.Programs;
import staytuned.admin.Scope;
import staytuned.cli.Staytuned;
import staytuned.config.Config;
import staytuned.newsletter.Newsletter;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;
import staytuned.web.Site;

/** The whole service with its API and with something of everything in it, but with nothing that runs by itself. */
final class Office implements AutoCloseable {
    static final int PER_MINUTE = 200;

    final SettableClock clock = new SettableClock("2026-03-02T09:00:00Z");
    final String site;
    final Staytuned service;
    final Rows rows;
    private final Site running;

    Office(Path folder) throws Exception {
        var articles = Files.createDirectory(folder.resolve("articles"));
        write(articles, "one.txt", "How leaves fall", "Next week I will write about how leaves grow again.");
        write(articles, "two.txt", "How leaves grow again", "That is all there is to say about it for now.");
        var file = Files.writeString(folder.resolve("staytuned.yaml"), """
                site: {url: "https://letters.example.org"}
                relays: [{name: main, host: 127.0.0.1, port: 25, tls: none}]
                newsletters:
                  - key: field-notes
                    title: Field Notes
                    from: Field Notes <notes@example.org>
                    postal-address: 1 Example Street
                    sources: [{folder: articles, first-poll: send, poll: 1d}]
                    send: {settle: 0m}
                """);
        var config = Config.read(file, Map.of());
        service = new Main(clock).open(config);
        rows = new Rows(service.database(), clock);
        service.poller().pollAll();
        service.editor().assemblePolled();
        running = new Site("127.0.0.1", 0, false, Site.Doors.of(service.pages())
                .with(Map.of(Api.ROOT, Programs.api(service, config, PER_MINUTE, clock))));
        site = "http://127.0.0.1:" + running.port();
    }

    private static void write(Path folder, String name, String title, String last) throws IOException {
        var text = title + "\n\nIn autumn a tree lets go of what it made in spring, and there is a reason for that.\n\n"
                + "The reason is water, of which there is little in winter.\n\n" + last + "\n";
        Files.setLastModifiedTime(
                Files.writeString(folder.resolve(name), text), FileTime.fromMillis(1_700_000_000_000L));
    }

    Newsletter newsletter() {
        return service.newsletters().getFirst();
    }

    /** A token with these scopes, which stand between spaces. */
    String token(String name, String scopes) {
        return service.office().tokens().make(
                name, Stream.of(scopes.split(" ")).map(Scope::of).toList(), null, new SecureRandom());
    }

    /** The numbers of the issues that the editor has made. */
    List<Long> issues() {
        return service.database().inTransaction(tx ->
                tx.sql().select(ISSUES.ID).from(ISSUES).orderBy(ISSUES.ID).fetch(ISSUES.ID));
    }

    List<Long> articles() {
        return service.database().inTransaction(tx ->
                tx.sql().select(ARTICLES.ID).from(ARTICLES).orderBy(ARTICLES.ID).fetch(ARTICLES.ID));
    }

    void hold(long article) {
        service.database().run(tx -> tx.sql().update(ARTICLES)
                .set(ARTICLES.STATE, "held")
                .set(ARTICLES.REASON, "21 came at once")
                .where(ARTICLES.ID.eq(article))
                .execute());
    }

    /** A promise of {@code article}, which {@code by} perhaps keeps. */
    long promise(long article, long issue, long by) {
        return service.database().inTransaction(tx -> tx.sql().insertInto(PROMISES)
                .set(PROMISES.NEWSLETTER_ID, newsletter().id())
                .set(PROMISES.ARTICLE_ID, article)
                .set(PROMISES.ISSUE_ID, issue)
                .set(PROMISES.SENTENCE, "Next week I will write about roots.")
                .set(PROMISES.LANGUAGE, "en")
                .set(PROMISES.MADE_AT, clock.instant())
                .set(PROMISES.EXPIRES_AT, clock.instant().plusSeconds(1_000_000))
                .set(PROMISES.STATE, "suggested")
                .set(PROMISES.KEPT_BY, by)
                .set(PROMISES.TIER, "suggested")
                .set(PROMISES.SCORE, 0.4)
                .set(PROMISES.CHANGED_AT, clock.instant())
                .returningResult(PROMISES.ID)
                .fetchSingle(PROMISES.ID));
    }

    void feedback(String fingerprint, String kind) {
        service.database().run(tx -> tx.sql().insertInto(EVENTS)
                .set(EVENTS.FINGERPRINT, fingerprint)
                .set(EVENTS.SOURCE, "pipe")
                .set(EVENTS.KIND, kind)
                .set(EVENTS.RECIPIENT, "gone@example.net")
                .set(EVENTS.BLAMES_SENDER, false)
                .set(EVENTS.RECEIVED_AT, clock.instant())
                .execute());
    }

    @Override
    public void close() {
        running.close();
        service.close();
    }
}
