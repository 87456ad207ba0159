package staytuned.doctor;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Looks at everything outside the service that its letters need. */
public final class Doctor {
    private final Desk desk;

    /**
     * What it works with.
     *
     * @param trust which certificates are believed
     */
    public record Desk(Names names, SSLContext trust, InstantSource clock) {}

    /** A sender of letters: the domain of From, that of the envelope, and its relays. */
    public record Sender(String from, String envelope, List<Relay> relays) {}

    /**
     * What is looked at.
     *
     * @param bounces the domain to which bounces go; null where they go to each sender
     */
    public record Subject(URI site, @Nullable String bounces, List<Sender> senders, List<Relay> relays) {}

    public Doctor(Desk desk) {
        this.desk = desk;
    }

    /** What was found out, the domains first; each thing is looked at once. */
    public List<Finding> examine(Subject subject) {
        var findings = new ArrayList<Finding>();
        for (var each : subject.senders) domains(each, findings);
        var mailed = new LinkedHashSet<String>();
        if (subject.bounces == null) subject.senders.forEach(each -> mailed.add(each.envelope));
        else mailed.add(subject.bounces);
        var hosts = new Hosts(desk.names);
        mailed.forEach(each -> findings.add(hosts.mailTo(each)));
        var visit = new RelayVisit(desk.trust, desk.clock.instant());
        for (var each : subject.relays) {
            each.keys().forEach(key -> findings.add(PublishedKey.examine(desk.names, key)));
            findings.addAll(hosts.reverse(each));
            findings.addAll(visit.examine(each));
        }
        findings.addAll(new SiteVisit(desk.trust, desk.clock.instant()).examine(subject.site));
        return findings.stream().distinct().toList();
    }

    private void domains(Sender sender, List<Finding> findings) {
        findings.add(SenderPolicy.examine(desk.names, sender.envelope, sender.relays));
        var signing = sender.relays.stream()
                .flatMap(each -> each.keys().stream())
                .map(Relay.Key::domain)
                .distinct()
                .toList();
        findings.add(new Alignment(desk.names).examine(sender.from, sender.envelope, signing));
    }

    /** How far another clock is from ours. */
    public static Finding clock(String about, Instant ours, Instant other, Duration most) {
        var apart = Duration.between(other, ours);
        if (apart.abs().compareTo(most) <= 0) return Finding.ok(about, "as ours");
        return Finding.warning(about,
                "ours is " + apart.abs().toSeconds() + " seconds " + (apart.isNegative() ? "behind" : "ahead"),
                "have both machines set their clocks by NTP");
    }
}
