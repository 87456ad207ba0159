package staytuned.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Whether readers and their mail programs reach the pages where letters say that they are. */
final class SiteVisit {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration MOST_APART = Duration.ofMinutes(1);
    private static final String ABOUT = "one-click unsubscribe";

    private final SSLContext trust;
    private final Instant now;

    SiteVisit(SSLContext trust, Instant now) {
        this.trust = trust;
        this.now = now;
    }

    /** Asks as a mail program does for one click (RFC 8058), with a link that is nobody's. */
    List<Finding> examine(URI site) {
        var findings = new ArrayList<Finding>();
        var host = String.valueOf(site.getHost());
        if (!"https".equals(site.getScheme())) {
            findings.add(Finding.warning("site " + site, "it is not https: mail programs show no one-click "
                    + "unsubscribe then", "put a web server with a certificate before it, and correct site.url"));
        }
        try (var client = HttpClient.newBuilder().sslContext(trust).connectTimeout(LONGEST).build()) {
            var request = HttpRequest.newBuilder(URI.create(site + "/unsubscribe/doctor"))
                    .timeout(LONGEST)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click"))
                    .build();
            var answer = client.send(request, BodyHandlers.ofString());
            findings.add(answered(answer));
            date(answer).ifPresent(each -> findings.add(clock("clock of " + host, each)));
            if (answer.sslSession().isPresent()) {
                findings.add(Certificates.judge(
                        "certificate of " + host, answer.sslSession().get().getPeerCertificates(), now));
            }
        } catch (SSLPeerUnverifiedException e) {
            findings.add(Finding.warning("certificate of " + host, "it shows none", "give the web server one"));
        } catch (IOException e) {
            findings.add(Finding.error(ABOUT, site + " cannot be reached: " + why(e),
                    "start serve, and have the web server before it pass on all of " + site));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return findings;
    }

    private static String why(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static Finding answered(HttpResponse<String> answer) {
        var status = answer.statusCode();
        if (status >= 300 && status < 400) {
            return Finding.error(ABOUT, "the address leads on to another one, and mail programs do not follow (RFC 8058)",
                    "write in site.url the address where the pages are");
        }
        var ours = answer.headers().firstValue("Content-Security-Policy").orElse("").contains("default-src 'none'");
        if (status == 404 && ours) return Finding.ok(ABOUT, "reached");
        return Finding.error(ABOUT, "it is answered by " + status + (ours ? "" : ", and not by this service"),
                "have the web server before serve pass on POST to /unsubscribe/, without a login or a test for people");
    }

    private static Optional<Instant> date(HttpResponse<String> answer) {
        return answer.headers().firstValue("Date").flatMap(text -> {
            try {
                return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    /** How far another clock is from ours. */
    private Finding clock(String about, Instant other) {
        return Doctor.clock(about, now, other, MOST_APART);
    }
}
