package staytuned.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import staytuned.admin.Codes;
import staytuned.admin.Role;
import staytuned.web.Visit;

/** Who may see the desk and press its buttons, over real sockets. */
class DeskTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"form\" value=\"([0-9a-f]{64})\"");
    private static final List<String> PAGES = List.of(
            "", "/issues", "/issues/1", "/issues/1/deliveries", "/issues/1/letter", "/articles", "/readers",
            "/promises", "/feedback", "/suppressions", "/charts", "/people", "/audit", "/live/home");

    private final HttpClient client = HttpClient.newHttpClient();
    private Bureau bureau;

    @TempDir
    Path folder;

    /** One service for all of it: it takes longer to start than to ask. */
    @Test
    void isForThoseWhoMayAndEachButtonForItsRole() throws Exception {
        try (client; var opened = new Bureau(folder, 3)) {
            bureau = opened;
            isOpenToThisMachineAloneUntilThereIsAnAdmin();
            var issue = bureau.write("x.md", "---\ntitle: \"<script>alert(1)</script> & more\"\n---\nFirst words of it.");
            var keys = Map.of(
                    Role.VIEWER, bureau.person("viewer@example.org", Role.VIEWER),
                    Role.EDITOR, bureau.person("editor@example.org", Role.EDITOR),
                    Role.ADMIN, bureau.person("admin@example.org", Role.ADMIN));
            showsNothingToStrangers();
            refusesWhatIsWrong(keys.get(Role.EDITOR));
            var editor = signIn(Role.EDITOR, keys);
            var viewer = signIn(Role.VIEWER, keys);
            var admin = signIn(Role.ADMIN, keys);
            whatStrangersWroteIsInert(editor, issue.id());
            buttonsAskForTheirRole(viewer, editor, admin, issue.id());
            formsAreOurOwn(editor, issue.id());
            accountsAreMadeOnTheDesk(admin, editor);
            whoSignsOutSeesNoMore(viewer, editor);
        }
    }

    private void isOpenToThisMachineAloneUntilThereIsAnAdmin() throws Exception {
        assertEquals(200, get("", "").statusCode());
        assertTrue(get("", "").body().contains("The first account"));
        for (var header : List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")) {
            assertEquals(403, get("", "", header, "192.0.2.7").statusCode(), header);
        }
        assertEquals(403, post("", "", "email=eve@example.org", "X-Forwarded-For", "192.0.2.7").statusCode());
        assertEquals(403, post("", "", "email=eve@example.org", "Origin", "https://evil.example").statusCode());
        assertEquals(422, post("", "", "email=nobody").statusCode());
        assertEquals(404, get("/welcome/" + "a".repeat(43), "").statusCode());
        for (var each : List.of("127.0.0.1", "127.0.0.1:8080", "localhost:80", "[::1]:8080")) {
            assertTrue(Visit.isOwn(each), each);
        }
        for (var each : List.of("", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "127.0.0.2")) {
            assertFalse(Visit.isOwn(each), each);
        }
    }

    private void showsNothingToStrangers() throws Exception {
        for (var each : PAGES) {
            for (var cookie : List.of("", "desk=", "desk=" + "a".repeat(43))) {
                var answer = get(each, cookie);
                assertTrue(answer.statusCode() == 303 || answer.statusCode() == 403, each + answer.statusCode());
                assertEquals("", answer.body());
            }
        }
        assertEquals(303, post("/issues/1/hold", "", "").statusCode());
        assertEquals("ready", state(1));
    }

    private void refusesWhatIsWrong(String key) throws Exception {
        var code = Codes.of(key, bureau.clock.instant());
        for (var each : List.of(
                form("editor@example.org", "wrong password", code), form("editor@example.org", Bureau.PASSWORD, "000000"),
                form("nobody@example.org", Bureau.PASSWORD, code), "", "%%%&=&password")) {
            var answer = post("/sign-in", "", each);
            assertEquals(403, answer.statusCode(), each);
            assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty());
            assertTrue(answer.body().contains("Address, password or digits are not right."));
        }
        assertEquals(429, post("/sign-in", "", form("editor@example.org", Bureau.PASSWORD, code)).statusCode());
        bureau.clock.pass(Duration.ofSeconds(60));
    }

    /** Signs in, and gives what the browser would send. */
    private String signIn(Role role, Map<Role, String> keys) throws Exception {
        var email = role.column() + "@example.org";
        var answer = post("/sign-in", "", form(email, Bureau.PASSWORD, Codes.of(keys.get(role), bureau.clock.instant())),
                "Origin", bureau.url);
        assertEquals(303, answer.statusCode());
        var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.endsWith("; Path=/; HttpOnly; SameSite=Strict"), cookie);
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private void whatStrangersWroteIsInert(String editor, long issue) throws Exception {
        for (var each : List.of("/issues", "/issues/" + issue, "/articles", "/articles?q=%3Cscript%3Ealert(1)%3C/script%3E",
                "/readers?q=%22%3E%3Cscript%3E", "/issues/" + issue + "/deliveries?receiver=%22%3E%3Cscript%3E&email=%3C",
                "?done=%3Cscript%3E")) {
            var answer = get(each, editor);
            assertEquals(200, answer.statusCode(), each);
            assertFalse(answer.body().contains("<script>"), each);
            var policy = answer.headers().firstValue("Content-Security-Policy").orElseThrow();
            assertTrue(policy.contains("script-src 'self'") && !policy.contains("unsafe"), policy);
            assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
        }
        var letter = get("/issues/" + issue + "/letter", editor);
        assertTrue(letter.headers().firstValue("Content-Security-Policy").orElseThrow().contains("sandbox"));
        for (var each : List.of("/issues/x", "/issues/99999999999999999999", "/issues/77", "/nothing",
                "/issues/1/x", "/issues/1/2/3/4")) {
            assertEquals(404, get(each, editor).statusCode(), each);
        }
    }

    private void buttonsAskForTheirRole(String viewer, String editor, String admin, long issue) throws Exception {
        assertFalse(get("/issues/" + issue, viewer).body().contains("Hold"));
        assertEquals(404, press("/issues/" + issue + "/hold", viewer, "").statusCode());
        assertEquals("ready", state(issue));
        assertEquals("/desk/issues/" + issue + "?done=hold", to(press("/issues/" + issue + "/hold", editor, "")));
        assertEquals("held", state(issue));
        assertEquals("/desk/issues/" + issue + "?done=late", to(press("/issues/" + issue + "/hold", editor, "")));
        assertEquals("/desk/issues/" + issue + "?done=approve", to(press("/issues/" + issue + "/approve", editor, "")));
        bureau.send();
        assertEquals("sent", state(issue));
        for (var each : List.of("/people", "/audit")) {
            assertEquals(404, get(each, editor).statusCode());
            assertEquals(200, get(each, admin).statusCode());
        }
        assertEquals(404, press("/suppressions/add", editor, "&email=reader0@example.net").statusCode());
        assertEquals("/desk/suppressions?done=address", to(press("/suppressions/add", admin, "&email=nobody")));
        assertEquals("/desk/suppressions?done=add", to(press("/suppressions/add", admin, "&email=reader0@example.net")));
        assertTrue(get("/suppressions", viewer).body().contains("desk, admin@example.org"));
        assertEquals("/desk/suppressions?done=lift", to(press("/suppressions/lift", admin, "&email=reader0@example.net")));
        var reader = get("/readers?q=reader0@example.net", viewer).body();
        assertTrue(reader.contains("250 "), reader);
        assertTrue(get("/readers?q=READER", viewer).body().contains("reader2@example.net"));
        assertTrue(get("/charts", viewer).body().contains("3 readers in 60 days"));
        var audit = get("/audit", admin).body();
        for (var each : List.of("editor@example.org", "hold", "approve", "issue " + issue, "add suppression")) {
            assertTrue(audit.contains(each), each);
        }
    }

    private void formsAreOurOwn(String editor, long issue) throws Exception {
        var path = "/issues/" + issue + "/resend-failed";
        assertEquals(403, post(path, editor, "").statusCode(), "no token");
        assertEquals(403, post(path, editor, "form=" + "0".repeat(64)).statusCode(), "another session's");
        var token = token(editor);
        for (var origin : List.of("https://evil.example", "null", "http://127.0.0.1:1", bureau.url + ".evil.example")) {
            assertEquals(403, post(path, editor, "form=" + token, "Origin", origin).statusCode(), origin);
        }
        assertEquals(303, post(path, editor, "form=" + token, "Origin", bureau.url).statusCode());
        for (var each : List.of("/issues/1/explode", "/issues/x/hold", "/newsletters/none/release", "/people/invite",
                "/after-restore", "/promises/1/confirm/x")) {
            assertEquals(404, post(each, editor, "form=" + token).statusCode(), each);
        }
    }

    private void accountsAreMadeOnTheDesk(String admin, String editor) throws Exception {
        var made = press("/people/invite", admin, "&email=new@example.org&role=viewer");
        assertEquals(200, made.statusCode());
        var link = Pattern.compile("/desk/welcome/[\\w-]{43}").matcher(made.body());
        assertTrue(link.find());
        assertTrue(get(link.group().substring("/desk".length()), "").body().contains("new@example.org"));
        assertEquals(404, press("/people/invite", admin, "&email=new@example.org&role=owner").statusCode());
        assertEquals("/desk/people?done=remove", to(press("/people/remove", admin, "&email=new@example.org")));
        assertEquals("/desk/people?done=late", to(press("/people/remove", admin, "&email=new@example.org")));
        assertEquals(404, press("/people/remove", editor, "&email=admin@example.org").statusCode());
    }

    private void whoSignsOutSeesNoMore(String viewer, String editor) throws Exception {
        var live = client.send(request("/live/home", viewer).build(), BodyHandlers.ofLines());
        var lines = live.body().iterator();
        assertEquals("text/event-stream; charset=utf-8", live.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(lines.next().startsWith("data: "), "the first is there at once");
        assertEquals(303, press("/sign-out", viewer, "").statusCode());
        var rest = new StringBuilder();
        lines.forEachRemaining(each -> rest.append(each).append('\n'));
        assertTrue(rest.toString().contains("event: over"), rest.toString());
        assertEquals(303, get("/issues", viewer).statusCode());
        assertEquals(200, get("/issues", editor).statusCode());
        assertEquals(303, press("/sign-out-everywhere", editor, "").statusCode());
        assertEquals(303, get("/issues", editor).statusCode());
    }

    @Test
    void timesAreToldBothWays() {
        var now = Instant.parse("2027-03-01T09:00:00Z");
        Map.of("2027-03-01T09:00:05Z", "now", "2027-03-01T08:59:20Z", "40 s ago", "2027-03-01T09:05:00Z", "in 5 min",
                        "2027-02-27T10:00:00Z", "47 h ago", "2027-03-11T09:00:00Z", "in 10 days")
                .forEach((moment, shown) -> assertEquals(shown, When.of(Instant.parse(moment), now).ago()));
        assertEquals("1 Mar 2027, 09:00 UTC", When.of(now, now).at());
    }

    @Test
    void chartsAreOfSixtyDaysAndNothingElse() {
        var today = LocalDate.parse("2027-03-01");
        var chart = Charts.chart("New", "readers", today, Map.of(
                today, 500_000, today.minusDays(59), 1, today.minusDays(60), 9_000_000, today.plusDays(1), 7));
        assertEquals("500001 readers in 60 days, at most 500000 a day", chart.summary());
        assertEquals(2, chart.bars().size());
        var last = chart.bars().getLast();
        assertEquals(chart.height(), last.height());
        assertTrue(last.x() + last.width() <= chart.width());
        assertEquals(2, chart.bars().getFirst().height(), "one is seen too");
        assertEquals(List.of(), Charts.chart("New", "readers", today, Map.of()).bars());
    }

    private String state(long issue) {
        return bureau.service.issues().find(issue).orElseThrow().state().column();
    }

    private HttpResponse<String> press(String path, String cookie, String more) throws Exception {
        return post(path, cookie, "form=" + token(cookie) + more, "Origin", bureau.url);
    }

    private String token(String cookie) throws Exception {
        var form = TOKEN.matcher(get("/issues", cookie).body());
        assertTrue(form.find());
        return form.group(1);
    }

    private static String to(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse(answer.statusCode() + " " + answer.body());
    }

    private HttpResponse<String> get(String path, String cookie, String... headers) throws Exception {
        return client.send(request(path, cookie, headers).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String cookie, String body, String... headers) throws Exception {
        return client.send(
                request(path, cookie, headers).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String cookie, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(bureau.url + "/desk" + path));
        if (!cookie.isEmpty()) request.header("Cookie", cookie);
        if (headers.length > 0) request.headers(headers);
        return request;
    }

    private static String form(String email, String password, String code) {
        return Map.of("email", email, "password", password, "code", code).entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
