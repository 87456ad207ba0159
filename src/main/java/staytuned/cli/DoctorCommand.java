package staytuned.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import staytuned.config.Config;
import staytuned.config.NewsletterSettings;
import staytuned.config.RelaySettings;
import staytuned.db.Database;
import staytuned.doctor.Doctor;
import staytuned.doctor.Finding;
import staytuned.doctor.Names;
import staytuned.doctor.Relay;

/** Whether all that letters need around the service is as it should be. */
@Command(
        name = "doctor",
        description = {
            "Looks at all that letters need: SPF, DKIM, DMARC and MX of the domains, names, encryption, certificate and "
                    + "login of the relays, the pages and one-click unsubscribe as the world sees them, clocks, "
                    + "database and disk; and says for each thing that is wrong what to do.",
            "It sends no letter and changes nothing. Exit code 1 when there is an error; warnings are none."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final Duration MOST_APART = Duration.ofSeconds(5);
    private static final long LEAST_ROOM = 1L << 30;
    private static final int DNS = 53;

    private final Surroundings around;

    @Mixin
    private ConfigOption config;

    @Option(names = "--json", description = "One JSON line for each finding: level (ok, warning, error), about, says, "
            + "cure.")
    private boolean json;

    @Option(
            names = "--dns",
            paramLabel = "ADDRESS[:PORT]",
            description = "Asks this name server, such as your own before others know what is new there.")
    private @Nullable String dns;

    DoctorCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws NoSuchAlgorithmException {
        var settings = config.read(around);
        var names = new Names(dns == null ? null : server(dns));
        var findings = new ArrayList<Finding>();
        findings.addAll(here(settings));
        findings.addAll(new Doctor(new Doctor.Desk(names, SSLContext.getDefault(), around.clock()))
                .examine(subject(settings)));
        findings.forEach(this::show);
        return findings.stream().anyMatch(each -> each.level() == Finding.Level.ERROR) ? Failure.FAILED : 0;
    }

    private void show(Finding finding) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("level", finding.level().name().toLowerCase(Locale.ROOT));
        fields.put("about", finding.about());
        fields.put("says", finding.says());
        fields.put("cure", finding.cure().isEmpty() ? null : finding.cure());
        if (json) around.print(true, fields);
        else {
            around.out().printf("%-7s  %s: %s%n", fields.get("level"), finding.about(), finding.says());
            if (!finding.cure().isEmpty()) around.out().println("         cure: " + finding.cure());
        }
    }

    private static InetSocketAddress server(String text) {
        var m = text.matches("\\[.*]:\\d{1,5}|[^:]+:\\d{1,5}");
        var host = m ? text.substring(0, text.lastIndexOf(':')).replaceAll("[\\[\\]]", "") : text;
        try {
            return new InetSocketAddress(host, m ? Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)) : DNS);
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.USAGE, "--dns: \"" + text + "\" is no address; write for example 192.0.2.53:53");
        }
    }

    /** The database, its clock, and the disk of this machine. */
    private List<Finding> here(Config settings) {
        var findings = new ArrayList<Finding>();
        try (var service = around.builder().open(settings)) {
            var about = service.database().about();
            findings.add(Finding.ok("database", about.product() + ", " + (about.bytes() >> 20) + " MB, migrated"));
            findings.add(Doctor.clock("clock of the database", around.clock().instant(), about.time(), MOST_APART));
        } catch (Database.Unavailable e) {
            var inUse = String.valueOf(e.getMessage()).contains("in use by another staytuned process");
            findings.add(inUse
                    ? Finding.ok("database", "another staytuned process has it open; /health/ready says how it is")
                    : Finding.error("database", String.valueOf(e.getMessage()), "start it, or correct database.url"));
        }
        try {
            var free = Files.getFileStore(Files.exists(settings.data()) ? settings.data() : settings.file()
                    .toAbsolutePath()).getUsableSpace();
            var says = (free >> 20) + " MB are free for the data folder";
            findings.add(free >= LEAST_ROOM ? Finding.ok("disk", says) : Finding.warning("disk", says, "make room"));
        } catch (IOException e) {
            findings.add(Finding.error("disk", "cannot be looked at: " + e.getMessage(), "see who owns the data folder"));
        }
        return findings;
    }

    private Doctor.Subject subject(Config settings) {
        var couriers = around.builder().couriers(settings);
        var relays = settings.relays().stream()
                .collect(Collectors.toMap(
                        RelaySettings::name,
                        each -> new Relay(
                                each.name(), each.host(), each.port(), tls(each),
                                each.dkim().stream()
                                        .map(key -> new Relay.Key(key.domain(), key.selector(), key.key()))
                                        .toList(),
                                Objects.requireNonNull(couriers.get(each.name()))),
                        (one, _) -> one,
                        LinkedHashMap::new));
        var bounces = settings.bounces().address();
        Function<NewsletterSettings, Doctor.Sender> sender = each -> new Doctor.Sender(
                each.from().domain(), bounces == null ? each.from().domain() : bounces.domain(), its(each, relays));
        return new Doctor.Subject(
                settings.site().url(), bounces == null ? null : bounces.domain(),
                settings.newsletters().stream().map(sender).toList(), List.copyOf(relays.values()));
    }

    private static List<Relay> its(NewsletterSettings newsletter, Map<String, Relay> relays) {
        return newsletter.relays().keySet().stream().map(relays::get).filter(Objects::nonNull).toList();
    }

    private static Relay.Tls tls(RelaySettings settings) {
        return switch (settings.tls()) {
            case REQUIRED -> Relay.Tls.STARTTLS;
            case IMPLICIT -> Relay.Tls.IMPLICIT;
            case NONE -> Relay.Tls.NONE;
        };
    }
}
