package staytuned.smtp;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import staytuned.mail.Address;
import staytuned.mail.Message;

/** Messages to send in tests. */
final class Messages {
    static final Instant DATE = Instant.parse("2026-03-05T08:00:00Z");
    private static final String HTML = """
            <!DOCTYPE html>
            <html lang="en" dir="ltr"><body>
            <h1>The sea at night</h1>
            <p>Why it glows: 2 + 2 = 4, «ça alors», 海の夜.</p>
            .a line that begins with a dot
            <p><a href="https://letters.example.org/u/1">Unsubscribe</a></p>
            </body></html>
            """;
    private static final String TEXT = """
            The sea at night

            Why it glows: 2 + 2 = 4, «ça alors», 海の夜.
            .a line that begins with a dot
            Unsubscribe: https://letters.example.org/u/1
            """;

    private Messages() {}

    static Message number(int n) {
        return to("reader" + n + "@example.com", "Reader " + n, "The sea at night", n);
    }

    static Message named(String name, String subject) {
        return to("reader@example.com", name, subject, 1);
    }

    static Message withBodies(String text, String html) {
        var m = number(1);
        return new Message(m.id(), m.date(), m.from(), m.envelopeFrom(), m.to(), m.subject(), m.language(),
                m.headers(), text, html);
    }

    static Message withHeaders(Map<String, String> headers) {
        var m = number(1);
        return new Message(m.id(), m.date(), m.from(), m.envelopeFrom(), m.to(), m.subject(), m.language(), headers,
                m.text(), m.html());
    }

    private static Message to(String email, String name, String subject, int n) {
        return new Message("d" + n + ".7f3a@example.org", DATE, new Address("notes@example.org", name),
                "bounce+" + n + "@example.org", new Address(email, name), subject, "en", headers(n), TEXT, HTML);
    }

    static Map<String, String> headers(int n) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("List-Id", "Nerve Notes <nerve-notes.letters.example.org>");
        headers.put("List-Unsubscribe", "<https://letters.example.org/u/1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa>, "
                + "<mailto:unsubscribe+" + n + "@example.org>");
        headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        headers.put("Precedence", "bulk");
        headers.put("Auto-Submitted", "auto-generated");
        return headers;
    }
}
