package staytuned.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import staytuned.config.ApprovalSettings;
import staytuned.config.Config;
import staytuned.config.NewsletterSettings;
import staytuned.config.RelaySettings;
import staytuned.delivery.Receivers;
import staytuned.delivery.WarmUp;
import staytuned.mail.Address;
import staytuned.preflight.Finding;
import staytuned.schedule.Hours;
import staytuned.schedule.Times;
import staytuned.template.TemplateFailed;

/** Whether the config and the templates are right, and what they mean. */
@Command(name = "check", description = "Says whether config and templates are right, and when letters will go out.")
final class CheckCommand implements Callable<Integer> {
    private static final int RUNS_SHOWN = 5;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private final Surroundings around;

    @Mixin
    private ConfigOption config;

    @Option(names = "--online", description = "Also asks whether anything is where logo and sponsor link lead.")
    private boolean online;

    CheckCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var settings = config.read(around);
        var letters = proof(settings);
        warnings(settings).forEach(each -> around.out().println("warning: " + each));
        var to = settings.alerts().to();
        around.out().println(to == null
                ? "alerts stand in the log only: no alerts.to says who gets them by mail"
                : "alerts go to " + to.email());
        settings.relays().forEach(this::show);
        for (var newsletter : settings.newsletters()) {
            show(newsletter);
            letters.getOrDefault(newsletter.key(), List.of()).stream()
                    .filter(each -> !each.place().equals("postal-address")) // Said above, for all of them.
                    .forEach(each -> around.out().println("  a sample letter: " + each));
        }
        if (letters.values().stream().flatMap(List::stream).anyMatch(Finding::holds)) {
            throw new Failure(Failure.USAGE, "letters would be held: mend what is named above");
        }
        around.out().println(settings.file() + " is right");
        return 0;
    }

    private Map<String, List<Finding>> proof(Config settings) {
        try {
            return around.builder().proof(settings, online);
        } catch (TemplateFailed e) {
            throw new Failure(Failure.USAGE, e);
        }
    }

    private void show(RelaySettings relay) {
        var plan = relay.warmUp();
        if (plan == null) return;
        var today = LocalDate.ofInstant(around.clock().instant(), ZoneOffset.UTC);
        var day = ChronoUnit.DAYS.between(plan.from(), today) + 1;
        var letters = new WarmUp(plan.from(), plan.days()).letters(today);
        var stands = day < 1 ? "warm-up begins on " + plan.from() + ", no letters before"
                : letters.isEmpty() ? "warm-up is over"
                : "warm-up day " + day + " of " + plan.days().size() + ", " + letters.getAsInt() + " letters today";
        around.out().println("relay " + relay.name() + ": " + stands);
    }

    private void show(NewsletterSettings newsletter) {
        var send = newsletter.send();
        var times = send.times();
        around.out().printf("newsletter %s: %d sources, by relay %s%n",
                newsletter.key(), newsletter.sources().size(), relays(newsletter.relays()));
        if (times.hours().quiet() != null) around.out().println("  quiet hours " + times.hours().quiet());
        if (!times.hours().blackout().isEmpty()) {
            around.out().println("  nothing goes on " + days(times.hours()));
        }
        if (send.approval() != null) show(send.approval());
        var now = around.clock().instant();
        if (times.cron() == null) {
            var minutes = send.settle().toMinutes();
            around.out().println("  sends at once, " + minutes + " minutes after an article is found");
            var next = times.hours().next(now, times.zone());
            if (next.isAfter(now)) around.out().println("  but nothing before " + shown(next, times.zone()));
            return;
        }
        around.out().println("  sends at " + times.cron() + (times.local()
                ? " at each reader's local time; where that is not known, in " : " in ") + times.zone() + ", next:");
        next(times, now).forEach(each -> around.out().println("    " + shown(each, times.zone())));
    }

    private void show(ApprovalSettings approval) {
        around.out().printf("  %s minutes before, a letter is shown to %s; without an answer it %s%n",
                approval.before().toMinutes(),
                approval.to().stream().map(Address::email).collect(Collectors.joining(", ")),
                approval.unanswered() == ApprovalSettings.Unanswered.SEND ? "goes out" : "is held");
    }

    private static String relays(Map<String, Integer> weights) {
        var all = weights.values().stream().mapToInt(each -> each).sum();
        return weights.entrySet().stream()
                .map(each -> each.getKey() + (weights.size() == 1 ? ""
                        : each.getValue() == 0 ? " (when no other takes mail)"
                        : " (" + Math.round(100.0 * each.getValue() / all) + " %)"))
                .collect(Collectors.joining(", "));
    }

    private static String days(Hours hours) {
        return hours.blackout().stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static List<Instant> next(Times times, Instant now) {
        return Stream.iterate(times.next(now), Optional::isPresent, time -> time.flatMap(times::next))
                .limit(RUNS_SHOWN)
                .flatMap(Optional::stream)
                .toList();
    }

    private static String shown(Instant time, ZoneId zone) {
        return TIME.format(time.atZone(zone));
    }

    private static List<String> warnings(Config config) {
        var warnings = new ArrayList<String>();
        var site = config.site();
        var host = String.valueOf(site.url().getHost());
        if ("http".equals(site.url().getScheme()) && !host.equals("127.0.0.1") && !host.equals("localhost")) {
            warnings.add("site.url is not https: mail programs show no one-click unsubscribe then (RFC 8058)");
        }
        for (var relay : config.relays()) {
            relay.dkim().forEach(each -> each.warning().ifPresent(warnings::add));
            config.newsletters().stream()
                    .filter(each -> each.relays().containsKey(relay.name()) && !relay.dkim().isEmpty())
                    .filter(each -> relay.dkim().stream().noneMatch(key -> key.answersFor(each.from().domain())))
                    .map(each -> "newsletter " + each.key() + " goes out unsigned: no dkim key of relay " + relay.name()
                            + " is for " + each.from().domain())
                    .forEach(warnings::add);
        }
        warnings.addAll(receiverWarnings(config));
        for (var newsletter : config.newsletters()) {
            if (newsletter.relays().values().stream().allMatch(each -> each == 0)) {
                warnings.add("newsletter " + newsletter.key() + " has only relays of weight 0, which share its letters "
                        + "as if each had weight 1; give one a weight");
            }
            if (newsletter.postalAddress().isEmpty()) {
                warnings.add("newsletter " + newsletter.key()
                        + " has no postal-address, which the law of many countries asks for in every letter");
            }
        }
        return warnings;
    }

    /** What a relay says of a receiver that there is not. */
    private static List<String> receiverWarnings(Config config) {
        var known = Receivers.KNOWN.with(config.receivers());
        var warnings = new ArrayList<String>();
        for (var relay : config.relays()) {
            for (var name : relay.receivers().keySet()) {
                var says = "relay " + relay.name() + ": receivers: " + name;
                if (known.groups().containsKey(name)) continue;
                if (!name.contains(".")) {
                    warnings.add(says + " is neither a domain nor a group; name its domains under receivers, or write "
                            + "one of " + String.join(", ", new TreeSet<>(known.groups().keySet())));
                } else if (!known.of(name).equals(name)) {
                    warnings.add(says + " is part of " + known.of(name) + " and counts for nothing; write that");
                }
            }
        }
        return warnings;
    }
}
