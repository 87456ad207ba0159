package staytuned.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.db.Database;
import staytuned.issue.Editor;
import staytuned.issue.Issue;
import staytuned.issue.IssueState;
import staytuned.issue.Proposals;
import staytuned.issue.SiteLinks;
import staytuned.mail.Address;
import staytuned.mail.Message;
import staytuned.mail.Reply;
import staytuned.newsletter.Approval;
import staytuned.newsletter.Cadence;
import staytuned.newsletter.Cadence.Missed;
import staytuned.schedule.Cron;
import staytuned.schedule.Hours;
import staytuned.schedule.Times;
import staytuned.subscriber.SignedLinks;
import staytuned.subscriber.Subscribers;
import staytuned.subscriber.UnsubscribeLinks;
import staytuned.template.Templates;
import staytuned.testing.Databases;
import staytuned.testing.Newsroom;
import staytuned.testing.SettableClock;
import staytuned.web.Pages;
import staytuned.web.ProposalPages;
import staytuned.web.Site;

/** From the article to the editor's mail, their answer on a page, and the letter: two editors, two nodes. */
class ApprovalTest {
    private static final String PUBLIC = "https://letters.example.org";
    private static final List<String> EDITORS = List.of("ann@example.com", "bob@example.com");
    /** Tuesdays at eight in Berlin: 07:00 UTC in winter. */
    private static final String TUESDAYS = "0 0 8 ? * TUE";

    private final Database database =
            Database.postgresql(Databases.postgresqlUrl(), "postgres", "postgres");
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z"); // a Sunday
    private final SignedLinks links = new SignedLinks(PUBLIC, "secret", "");
    private final HttpClient client = HttpClient.newHttpClient();
    private Newsroom room;
    private PostOffice office;
    private Site site;
    private Proposals proposals;
    private List<Proposer> nodes;

    @TempDir
    private Path folder;

    private Editor open(String cron, boolean digest, boolean sends) {
        return open(cron, Hours.ALWAYS, digest, sends);
    }

    private Editor open(String cron, Hours hours, boolean digest, boolean sends) {
        var editors = EDITORS.stream().map(each -> new Address(each, "")).toList();
        var times = new Times(cron.isEmpty() ? null : Cron.parse(cron), ZoneId.of("Europe/Berlin"), hours, false);
        room = new Newsroom(database, clock, folder, new Cadence(
                times, Duration.ofMinutes(15), Missed.SKIP, Cadence.Edited.UPDATE_WEB, false, digest,
                new Approval(editors, Duration.ofMinutes(30), sends)));
        office = new PostOffice(database, clock, room.newsletter);
        office.rows.readers(room.newsletter, 2);
        proposals = new Proposals(database, office.issues);
        var templates = new Templates(null);
        var unsubscribe = new UnsubscribeLinks(PUBLIC, "secret");
        var desk = new Proposer.Desk(
                proposals, office.issues, new Composer(unsubscribe), templates, links, PUBLIC, clock);
        var carrier = new Carrier("main", office.courier, Terms.of(1));
        var fleet = new Fleet(List.of(carrier), List.of(Route.by("main", room.newsletter)));
        nodes = Stream.generate(() -> new Proposer(desk, List.of(room.newsletter), fleet)).limit(2).toList();
        var newsletters = List.of(room.newsletter);
        var pages = new Pages(new Pages.Shelf(
                newsletters, office.issues, room.articles, new Subscribers(database, clock), unsubscribe,
                new SiteLinks(PUBLIC), templates));
        var proposalPages = new ProposalPages(
                new ProposalPages.Desk(
                        proposals, office.issues, office.outbox, desk.approve(), desk.hold(), templates, clock),
                newsletters);
        site = new Site("127.0.0.1", 0, false, Site.Doors.of(pages).with(proposalPages));
        return room.editor();
    }

    @AfterEach
    void close() {
        site.close();
        office.close();
        room.close();
        database.close();
        client.close();
    }

    /** What the service does each second, as two nodes at once. */
    private void work(Editor... editors) {
        for (var each : editors) room.edit(each);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> both = nodes.stream().<Callable<Integer>>map(each -> each::sendDue).toList();
            for (var each : threads.invokeAll(both)) each.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        office.send();
    }

    private void at(String time, Editor... editors) {
        clock.set(time);
        work(editors);
    }

    private Issue issue() {
        return office.issues.list(room.newsletter.id(), 1).getFirst();
    }

    /** What an editor was sent last. */
    private Message mail(String editor) {
        return office.courier.taken().stream()
                .filter(each -> each.to().email().equals(editor))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private long letters() {
        return office.recipients().stream().filter(each -> !EDITORS.contains(each)).count();
    }

    private long mails() {
        return office.recipients().stream().filter(EDITORS::contains).count();
    }

    private static String link(Message mail, String purpose) {
        var found = Pattern.compile("\n" + PUBLIC + "(/" + purpose + "/\\S+)\n").matcher(mail.text());
        assertTrue(found.find(), mail.text());
        assertTrue(mail.html().contains("href=\"" + PUBLIC + found.group(1) + "\""));
        return found.group(1);
    }

    private HttpResponse<String> send(String method, String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + path))
                .method(method, BodyPublishers.noBody())
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The status and the paragraphs of a page. */
    private String says(String method, String path) {
        var answer = send(method, path);
        return answer.statusCode() + " " + String.join(" ", Jsoup.parse(answer.body()).select("p").eachText());
    }

    private void write(String title, String lead) {
        room.write("a.txt", title + "\n\n" + lead);
        room.poll();
    }

    @Test
    void eachEditorSeesTheLetterOnceAsReadersWill() {
        var editor = open("", false, true);
        write("How nerves heal", "They grow by a millimetre a day.");
        at("2026-03-01T09:15:00Z", editor, room.editor());
        at("2026-03-01T09:15:30Z", editor);
        assertEquals(IssueState.PROPOSED, issue().state());
        assertEquals(EDITORS, office.recipients().stream().sorted().toList());
        var mail = mail("ann@example.com");
        assertEquals("Goes out Sunday 1 March 2026, 10:45 CET: How nerves heal", mail.subject());
        assertTrue(mail.text().contains("10:45 CET unless it is held.\nApproved, it goes out at once."), mail.text());
        assertEquals("notes@example.org", mail.from().email());
        assertTrue(mail.headers().keySet().stream().noneMatch(each -> each.startsWith("List-")), "they are no reader");
        at("2026-03-01T09:44:59Z", editor);
        assertEquals(0, letters());
        at("2026-03-01T09:45:00Z", editor);
        assertEquals(2, letters(), "nobody has answered");
        var letter = office.courier.taken().getLast();
        var asReaders = letter.text().replaceAll("/(unsubscribe|preferences)/\\S+", "/");
        assertEquals(asReaders, mail.text().substring(mail.text().length() - asReaders.length()));
        assertTrue(says("POST", link(mail, "hold")).startsWith("409 Notes, issue 1: How nerves heal Nobody had answered"));
    }

    @Test
    void toLookAtTheLinkIsNotToUseIt() {
        var editor = open("", false, true);
        write("How nerves heal", "They grow by a millimetre a day.");
        at("2026-03-01T09:15:00Z", editor);
        var hold = link(mail("ann@example.com"), "hold");
        for (var method : List.of("GET", "HEAD", "GET")) assertEquals(200, send(method, hold).statusCode());
        var page = Jsoup.parse(send("GET", hold).body());
        assertEquals(List.of("Hold"), page.select("form[method=post] button").eachText());
        assertTrue(page.text().contains("How nerves heal"));
        assertEquals(PUBLIC + hold, page.selectFirst("form").attr("action"));
        assertEquals(IssueState.PROPOSED, issue().state());
        var held = "Held by ann@example.com on Sunday 1 March 2026, 10:15 CET. It is held: held by ann@example.com.";
        assertEquals("200 Notes, issue 1: How nerves heal " + held, says("POST", hold));
        assertEquals("409 Notes, issue 1: How nerves heal " + held, says("POST", hold), "used");
        at("2026-03-01T12:00:00Z", editor);
        assertEquals(0, letters());

        var approve = link(mail("bob@example.com"), "approve");
        assertEquals("200 Notes, issue 1: How nerves heal " + held, says("GET", approve));
        assertEquals("200 Notes, issue 1: How nerves heal Approved by bob@example.com on Sunday 1 March 2026, 13:00 CET. "
                + "It is going out now.", says("POST", approve), "the last word counts");
        work(editor);
        assertEquals(2, letters());
        assertEquals("409 Notes, issue 1: How nerves heal Approved by bob@example.com on Sunday 1 March 2026, 13:00 CET. "
                + "It has gone out.", says("POST", hold));
        var token = approve.substring("/approve/".length());
        for (var forged : List.of("/hold/" + token, "/approve/" + token + "x", "/approve/7" + token.substring(1),
                "/approve/x", "/unsubscribe/" + token)) {
            assertEquals(404, send("POST", forged).statusCode(), forged);
        }
    }

    @Test
    void withoutAnAnswerItIsHeldWhereTheConfigSaysSo() {
        var editor = open("", false, false);
        write("How nerves heal", "They grow by a millimetre a day.");
        at("2026-03-01T09:15:00Z", editor);
        var mail = mail("ann@example.com");
        assertEquals("Waits for you until Sunday 1 March 2026, 10:45 CET: How nerves heal", mail.subject());
        at("2026-03-01T09:45:00Z", editor);
        assertEquals(IssueState.HELD, issue().state());
        assertEquals("nobody has approved it", issue().reason());
        var approve = link(mail, "approve");
        at("2026-03-08T09:45:01Z", editor);
        assertTrue(says("POST", approve).startsWith("409 Notes, issue 1: How nerves heal This link has expired."));
        at("2026-03-08T09:45:00Z", editor);
        assertEquals(200, send("POST", approve).statusCode());
        work(editor);
        assertEquals(2, letters());
    }

    @Test
    void aLetterOfACronIsShownBeforeItsTimeAndGoesAtIt() {
        var editor = open(TUESDAYS, true, false);
        write("How nerves heal", "They grow by a millimetre a day.");
        at("2026-03-03T06:16:00Z", editor);
        room.write("b.txt", "Too fresh\n\nIt has not settled when the editors get the letter.");
        room.poll();
        at("2026-03-03T06:29:59Z", editor);
        assertEquals(0, mails());
        at("2026-03-03T06:30:02Z", editor);
        assertEquals(2, mails());
        assertEquals(List.of("How nerves heal"), room.subjects());
        assertTrue(mail("bob@example.com").text().contains("Approved, it goes out on Tuesday 3 March 2026, 08:00 CET."));
        at("2026-03-03T06:40:00Z", editor);
        var approved = says("POST", link(mail("bob@example.com"), "approve"));
        assertTrue(approved.endsWith("It goes out on Tuesday 3 March 2026, 08:00 CET."), approved);
        at("2026-03-03T06:59:59Z", editor);
        assertEquals(0, letters());
        at("2026-03-03T07:00:00Z", editor);
        assertEquals(2, letters());
        at("2026-03-10T06:30:00Z", editor);
        assertEquals(4, mails());
    }

    @Test
    void whoStartsLateGivesEditorsTheWholeTime() {
        open(TUESDAYS, false, true);
        write("How nerves heal", "They grow by a millimetre a day.");
        clock.set("2026-03-03T06:50:00Z");
        var restarted = room.editor();
        work(restarted);
        assertEquals(2, mails());
        at("2026-03-03T07:19:59Z", restarted);
        assertEquals(0, letters());
        at("2026-03-03T07:20:00Z", restarted);
        assertEquals(2, letters());
    }

    @Test
    void quietHoursEndWithTheLetterNotWithTheEditorsMail() {
        var hours = new Hours(Hours.Quiet.parse("22:00-07:00"), List.of());
        var editor = open("", hours, false, true);
        clock.set("2026-03-01T20:20:00Z"); // 21:20 in Berlin
        write("How nerves heal", "They grow by a millimetre a day.");
        at("2026-03-01T20:45:00Z", editor);
        at("2026-03-02T05:29:59Z", editor);
        assertEquals(0, mails());
        at("2026-03-02T05:30:00Z", editor);
        assertEquals(2, mails());
        at("2026-03-02T06:00:00Z", editor);
        assertEquals(2, letters());
    }

    @Test
    void anEditMeanwhileIsShownAnewAndTheOldLinksSayWhy() {
        var editor = open(TUESDAYS, false, true);
        write("How nerves heal", "They grow by a metre a day.");
        at("2026-03-03T06:30:00Z", editor);
        var old = link(mail("ann@example.com"), "approve");
        assertEquals(200, send("POST", old).statusCode());
        clock.set("2026-03-03T06:44:00Z");
        write("How nerves heal", "They grow by a millimetre a day.");
        at("2026-03-03T06:44:59Z", editor);
        assertEquals(2, mails(), "the edit rests for a minute");
        at("2026-03-03T06:45:00Z", editor, room.editor());
        assertEquals(4, mails());
        assertTrue(mail("ann@example.com").text().contains("They grow by a millimetre a day."));
        assertEquals("409 Notes, issue 1: How nerves heal This link is for an earlier version of the letter, which was set "
                + "anew on Tuesday 3 March 2026, 07:45 CET; a later mail has the links for the new one. It goes out on "
                + "Tuesday 3 March 2026, 08:15 CET unless it is held.", says("POST", old));
        at("2026-03-03T07:14:59Z", editor);
        assertEquals(0, letters(), "they have the whole time again, and what was approved was another letter");
        at("2026-03-03T07:15:00Z", editor);
        assertEquals(2, letters());
        assertTrue(office.courier.taken().getLast().text().contains("millimetre"));
    }

    @Test
    void aRelayThatIsDownIsAskedAgainAndWhoHasAnsweredIsNotAsked() {
        var editor = open("", false, false);
        office.courier.refuse(Reply.parse("421 4.3.2 closing"));
        write("How nerves heal", "They grow by a millimetre a day.");
        at("2026-03-01T09:15:00Z", editor);
        office.courier.refuse(null);
        at("2026-03-01T09:15:59Z", editor);
        assertEquals(0, mails());
        at("2026-03-01T09:16:00Z", editor);
        assertEquals(2, mails());
        room.write("b.txt", "Another\n\nArticle with words.");
        room.poll();
        office.courier.refuse(Reply.parse("421 4.3.2 closing"));
        at("2026-03-01T09:31:00Z", editor);
        assertTrue(office.outbox.hold(issue().id(), "an admin"));
        assertEquals("held by an admin", issue().reason());
        assertFalse(office.outbox.hold(issue().id(), "an admin"));
        office.courier.refuse(null);
        at("2026-03-01T09:33:00Z", editor);
        assertEquals(2, mails());
        assertTrue(office.outbox.approve(issue().id(), "an admin"));
        work(editor);
        assertEquals(2, letters());
    }

    @Test
    void whatIsHeldIsSetAnewAndShownAnew() {
        var editor = open(TUESDAYS, false, false);
        write("How nerves heal", "They grow by a metre a day.");
        at("2026-03-03T06:30:00Z", editor);
        var old = link(mail("ann@example.com"), "hold");
        assertEquals(200, send("POST", old).statusCode());
        clock.set("2026-03-03T06:41:00Z");
        write("How nerves heal", "They grow by a millimetre a day.");
        editor.reset(room.newsletter, issue().id());
        work();
        assertEquals(4, mails());
        assertTrue(mail("ann@example.com").text().contains("millimetre"));
        assertEquals(409, send("POST", old).statusCode());
        assertEquals(200, send("POST", link(mail("ann@example.com"), "approve")).statusCode());
        at("2026-03-03T06:59:59Z", editor);
        assertEquals(0, letters(), "its time is still that of before");
        at("2026-03-03T07:00:00Z", editor);
        assertEquals(2, letters());
    }

    @Test
    void anEditorAndTheClockAreNotBothRight() throws Exception {
        var editor = open("", false, true);
        for (var i = 0; i < 8; i++) room.write(i + ".txt", "Article " + i + "\n\nWith words.");
        room.poll();
        at("2026-03-01T09:15:00Z", editor);
        assertEquals(16, mails());
        clock.set("2026-03-01T09:45:00Z");
        var ids = office.issues.list(room.newsletter.id(), 10).stream().map(Issue::id).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ends = Stream.of(1, 2).map(_ -> threads.submit(() -> proposals.settleDue(clock.instant()))).toList();
            for (var id : ids) threads.submit(() -> office.outbox.hold(id, "ann@example.com")).get();
            for (var each : ends) each.get();
        }
        for (var id : ids) {
            var last = proposals.last(id).orElseThrow();
            var state = office.state(id);
            assertEquals(state == IssueState.HELD ? "ann@example.com" : null, last.decidedBy(), state.column());
        }
    }
}
