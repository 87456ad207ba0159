package staytuned.cli;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import staytuned.config.Config;
import staytuned.config.NewsletterSettings;
import staytuned.preflight.Finding;
import staytuned.schedule.Cron;
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

    CheckCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var settings = config.read(around);
        var letters = proof(settings);
        warnings(settings).forEach(each -> around.out().println("warning: " + each));
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
            return around.builder().proof(settings);
        } catch (TemplateFailed e) {
            throw new Failure(Failure.USAGE, e);
        }
    }

    private void show(NewsletterSettings newsletter) {
        var send = newsletter.send();
        around.out().printf("newsletter %s: %d sources, by relay %s%n",
                newsletter.key(), newsletter.sources().size(), newsletter.relay());
        if (send.cron() == null) {
            var minutes = send.settle().toMinutes();
            around.out().println("  sends at once, " + minutes + " minutes after an article is found");
            return;
        }
        around.out().println("  sends at " + send.cron() + " in " + send.zone() + ", next:");
        var now = around.clock().instant().atZone(send.zone());
        next(send.cron(), now).forEach(each -> around.out().println("    " + each));
    }

    private static List<String> next(Cron cron, ZonedDateTime now) {
        var times = new ArrayList<String>();
        var time = cron.next(now.toInstant(), now.getZone());
        while (time.isPresent() && times.size() < RUNS_SHOWN) {
            times.add(TIME.format(time.get().atZone(now.getZone())));
            time = cron.next(time.get(), now.getZone());
        }
        return times;
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
                    .filter(each -> each.relay().equals(relay.name()) && !relay.dkim().isEmpty())
                    .filter(each -> relay.dkim().stream().noneMatch(key -> key.answersFor(each.from().domain())))
                    .map(each -> "newsletter " + each.key() + " goes out unsigned: no dkim key of relay " + relay.name()
                            + " is for " + each.from().domain())
                    .forEach(warnings::add);
        }
        for (var newsletter : config.newsletters()) {
            if (newsletter.postalAddress().isEmpty()) {
                warnings.add("newsletter " + newsletter.key()
                        + " has no postal-address, which the law of many countries asks for in every letter");
            }
        }
        return warnings;
    }
}
