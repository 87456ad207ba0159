package staytuned.doctor;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** When a certificate ends. */
final class Certificates {
    /** Who renews by a program does so thirty days before the end: later something is wrong with it. */
    private static final Duration SOON = Duration.ofDays(14);

    private Certificates() {}

    /** @param shown the server's own stands first */
    static Finding judge(String about, Certificate[] shown, Instant now) {
        var end = ((X509Certificate) shown[0]).getNotAfter().toInstant();
        if (end.isBefore(now.plus(SOON))) {
            var says = (end.isBefore(now) ? "it ended at " : "it ends at ") + end;
            return Finding.warning(about, says, "renew it now, and see why that was not done by itself");
        }
        return Finding.ok(about, "good until " + end);
    }
}
