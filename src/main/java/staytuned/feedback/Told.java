package staytuned.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import staytuned.feedback.Judge.Said;

/**
 * What a mail service tells of one message.
 *
 * @param text all that it says, in which our token or our Message-ID may stand
 * @param id its own name for what happened; the same when it tells it again
 */
record Told(Verdict verdict, String text, String id) {
    private static final Judge JUDGE = new Judge();

    /** What a call tells; none where it tells of nothing that went wrong. */
    static Stream<Told> of(Provider provider, JsonNode body) {
        return switch (provider) {
            case SES -> ses(body);
            case MAILGUN -> mailgun(body.path("event-data"));
            case SENDGRID -> all(body).flatMap(Told::sendgrid);
            case POSTMARK -> postmark(body);
            case BREVO -> all(body).flatMap(Told::brevo);
            case SPARKPOST -> all(body).map(each -> each.path("msys").path("message_event")).flatMap(Told::sparkpost);
        };
    }

    private static Stream<JsonNode> all(JsonNode body) {
        return body.isArray() ? StreamSupport.stream(body.spliterator(), false) : Stream.of(body);
    }

    /** The message that SNS carries has been taken out of its envelope. */
    private static Stream<Told> ses(JsonNode message) {
        var type = message.path("notificationType").asText(message.path("eventType").asText());
        var what = message.path(type.equals("Complaint") ? "complaint" : "bounce");
        if (type.equals("Complaint")) {
            return all(what.path("complainedRecipients")).map(each -> complaint(
                    each.path("emailAddress").asText(), message, what.path("feedbackId").asText()));
        }
        if (!type.equals("Bounce")) return Stream.of();
        var lasting = what.path("bounceType").asText().equals("Permanent");
        return all(what.path("bouncedRecipients")).map(each -> bounce(
                each.path("emailAddress").asText(), lasting, each.path("status").asText(),
                words(each.path("diagnosticCode").asText()), message, what.path("feedbackId").asText()));
    }

    private static String words(String diagnostic) {
        return diagnostic.replaceFirst("^(?i)smtp;\\s*", "");
    }

    private static Stream<Told> mailgun(JsonNode event) {
        var recipient = event.path("recipient").asText();
        var id = event.path("id").asText();
        var status = event.path("delivery-status");
        return switch (event.path("event").asText()) {
            case "complained" -> Stream.of(complaint(recipient, event, id));
            // Mailgun's own list of bounces stopped it: nothing new.
            case "failed" -> event.path("reason").asText().startsWith("suppress") ? Stream.of() : Stream.of(bounce(
                    recipient, event.path("severity").asText().equals("permanent"),
                    status.path("enhanced-code").asText(),
                    (status.path("code").asText() + " " + status.path("message").asText() + " "
                            + status.path("description").asText()).strip(),
                    event, id));
            default -> Stream.of();
        };
    }

    private static Stream<Told> sendgrid(JsonNode event) {
        var recipient = event.path("email").asText();
        var id = event.path("sg_event_id").asText();
        return switch (event.path("event").asText()) {
            case "spamreport" -> Stream.of(complaint(recipient, event, id));
            case "bounce" -> Stream.of(bounce(
                    recipient, !event.path("type").asText().equals("blocked"), event.path("status").asText(),
                    event.path("reason").asText(), event, id));
            default -> Stream.of();
        };
    }

    private static Stream<Told> postmark(JsonNode event) {
        var recipient = event.path("Email").asText();
        var id = event.path("ID").asText();
        var type = event.path("Type").asText();
        if (event.path("RecordType").asText().equals("SpamComplaint") || type.equals("SpamComplaint")) {
            return Stream.of(complaint(recipient, event, id));
        }
        if (!event.path("RecordType").asText().equals("Bounce")) return Stream.of();
        return switch (type) {
            case "HardBounce", "BadEmailAddress" ->
                Stream.of(bounce(recipient, true, "", event.path("Details").asText(), event, id));
            case "SoftBounce", "Transient", "DnsError", "Blocked", "SpamNotification", "DMARCPolicy" ->
                Stream.of(bounce(recipient, false, "", event.path("Details").asText(), event, id));
            default -> Stream.of();
        };
    }

    private static Stream<Told> brevo(JsonNode event) {
        var recipient = event.path("email").asText();
        var id = event.path("message-id").asText() + event.path("ts_event").asText();
        return switch (event.path("event").asText()) {
            case "spam", "complaint" -> Stream.of(complaint(recipient, event, id));
            case "hard_bounce", "invalid_email" ->
                Stream.of(bounce(recipient, true, "", event.path("reason").asText(), event, id));
            case "soft_bounce" -> Stream.of(bounce(recipient, false, "", event.path("reason").asText(), event, id));
            default -> Stream.of();
        };
    }

    /** Its classes of bounces: 10 is an unknown recipient, 30 one that is refused for good without more words. */
    private static Stream<Told> sparkpost(JsonNode event) {
        var recipient = event.path("rcpt_to").asText();
        var id = event.path("event_id").asText();
        var lasting = Set.of("10", "30").contains(event.path("bounce_class").asText());
        return switch (event.path("type").asText()) {
            case "spam_complaint" -> Stream.of(complaint(recipient, event, id));
            case "bounce", "out_of_band" ->
                Stream.of(bounce(recipient, lasting, "", event.path("raw_reason").asText(), event, id));
            default -> Stream.of();
        };
    }

    private static Told complaint(String recipient, JsonNode event, String id) {
        var verdict = new Verdict(Kind.COMPLAINT, recipient, null, "feedback report: abuse", false);
        return new Told(verdict, event.toString(), id + " complaint " + recipient);
    }

    /** The service's word counts against the reader only where the server's own words do not say otherwise. */
    private static Told bounce(
            String recipient, boolean lasting, @Nullable String status, String words, JsonNode event, String id) {
        var code = status == null || !status.matches("[245]\\.\\d{1,3}\\.\\d{1,3}") ? null : status;
        var judged = JUDGE.judge(new Said(recipient, "failed", code, words, ""));
        var kind = lasting && judged.kind() == Kind.HARD ? Kind.HARD : Kind.SOFT;
        var verdict = new Verdict(kind, recipient, judged.status(), judged.diagnostic(), judged.blamesSender());
        return new Told(verdict, event.toString(), id + " bounce " + recipient);
    }
}
