package staytuned.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import staytuned.config.Config;
import staytuned.delivery.Headcounts.Headcount;
import staytuned.newsletter.Newsletter;
import staytuned.outlook.Change;
import staytuned.outlook.Forecast;
import staytuned.outlook.Moments;
import staytuned.outlook.RunningSettings.Taken;
import staytuned.outlook.Waiting;

/** What goes out when, to how many, and what this config would change. */
@Command(
        name = "plan",
        description = {
            "Says what will go out when, to how many readers, what waits and why, and what this config would change",
            "against the one that a service took up last. Changes nothing."
        })
final class PlanCommand implements Callable<Integer> {
    private static final int MOST_DAYS = 366;

    private final Surroundings around;

    @Mixin
    private ConfigOption config;

    @Option(names = "--days", paramLabel = "N", description = "How far to look. Default: ${DEFAULT-VALUE}.")
    private int days = 14;

    @Option(
            names = "--json",
            description = {
                "One JSON line for each newsletter: newsletter, when, time_zone, local, sends (at, there, articles), "
                        + "readers, issues, articles (article, title, why, until, goes, cure, readers), sources; "
                        + "then one with the config's changes: config, running_since, changes (change, key, before, "
                        + "after, restart).",
                "Times are in UTC; there: on the newsletter's clock."
            })
    private boolean json;

    PlanCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (days < 1 || days > MOST_DAYS) {
            throw new Failure(Failure.USAGE, "--days is a number from 1 to " + MOST_DAYS);
        }
        var settings = config.read(around);
        try (var service = around.builder().open(settings)) {
            for (var newsletter : service.newsletters()) {
                var forecast = service.outlook().forecaster().of(newsletter, Duration.ofDays(days));
                if (json) around.print(true, fields(forecast));
                else tell(forecast);
            }
            var running = service.outlook().settings().latest().orElse(null);
            var changes = running == null
                    ? List.<Change>of() : Change.between(running.values(), settings.settings());
            if (json) around.print(true, fields(settings, running, changes));
            else tell(running, changes);
        }
        return 0;
    }

    private void tell(Forecast forecast) {
        var newsletter = forecast.newsletter();
        var zone = newsletter.cadence().zone();
        say("newsletter " + newsletter.key() + ": " + when(newsletter)
                + (newsletter.cadence().times().local() ? " at each reader's local time, else in " : " in ") + zone);
        say("  next letters" + (forecast.sends().isEmpty() ? ": none is known" : ""));
        forecast.sends().forEach(each -> say("    " + Moments.both(each.at(), zone)
                + (each.articles() == 0 ? "" : "  " + counted(each.articles(), "article"))));
        say("  readers: " + readers(forecast.readers()));
        forecast.issues().forEach(each -> say("  issue " + each.id() + " \"" + each.subject() + "\" is "
                + each.state().column() + (each.reason() == null ? "" : ": " + each.reason())));
        forecast.waiting().forEach(each -> tell(newsletter, each));
        for (var each : forecast.inlets()) {
            var next = each.next();
            var standing = each.standing();
            say("  source " + each.source().location() + ": " + each.state().name().toLowerCase(Locale.ROOT)
                    + (standing == null || standing.reason() == null ? "" : ": " + standing.reason())
                    + (next == null ? "" : ", next poll " + Moments.utc(next)));
        }
    }

    private void tell(Newsletter newsletter, Waiting waiting) {
        var article = waiting.found().article();
        var zone = newsletter.cadence().zone();
        say("  article " + article.id() + " \"" + article.reading().title() + "\" " + waiting.why().sentence()
                + (waiting.until() == null ? "" : ", until " + Moments.both(waiting.until(), zone))
                + (waiting.cure() == null ? "" : ": " + waiting.cure()));
        if (waiting.goes() == null) return;
        var readers = waiting.readers();
        say("    goes " + Moments.both(waiting.goes(), zone) + " to " + readers.now()
                + (readers.unmatched() == 0 ? "" : "; " + readers.unmatched() + " want other topics"));
    }

    private void tell(@Nullable Taken running, List<Change> changes) {
        if (running == null) {
            say("config: no service has run with this database yet");
            return;
        }
        say("config: " + (changes.isEmpty() ? "changes nothing" : counted(changes.size(), "change"))
                + " against the one at work since " + Moments.utc(running.at()));
        for (var each : changes) {
            var sign = switch (each.kind()) {
                case ADDED -> "+ ";
                case REMOVED -> "- ";
                case CHANGED -> "~ ";
            };
            var values = each.before() != null && each.after() != null
                    ? ": " + each.before() + " -> " + each.after()
                    : each.after() != null ? ": " + each.after() : each.before() != null ? ": " + each.before() : "";
            say("  " + sign + each.key() + values + (Config.needsRestart(each.key()) ? " (after a restart)" : ""));
        }
    }

    private static String when(Newsletter newsletter) {
        var cron = newsletter.cadence().times().cron();
        return (newsletter.cadence().digest() ? "a digest " : "")
                + (cron == null ? "at once" : "at " + cron);
    }

    private static String readers(Headcount readers) {
        return readers.now() + " get a letter now, " + readers.later() + " later, " + readers.paused() + " paused, "
                + readers.unconfirmed() + " unconfirmed, " + readers.suppressed() + " suppressed, "
                + readers.unsubscribed() + " left";
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private void say(String line) {
        around.out().println(line);
    }

    private static Map<String, @Nullable Object> fields(Forecast forecast) {
        var newsletter = forecast.newsletter();
        var times = newsletter.cadence().times();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("newsletter", newsletter.key());
        fields.put("when", times.cron() == null ? "at-once" : times.cron().toString());
        fields.put("digest", newsletter.cadence().digest());
        fields.put("time_zone", times.zone().getId());
        fields.put("local", times.local());
        fields.put("sends", forecast.sends().stream().map(each -> {
            var send = new LinkedHashMap<String, Object>();
            send.put("at", each.at().toString());
            send.put("there", each.at().atZone(times.zone()).toOffsetDateTime().toString());
            send.put("articles", each.articles());
            return send;
        }).toList());
        fields.put("readers", counts(forecast.readers()));
        fields.put("issues", forecast.issues().stream().map(each -> {
            var issue = new LinkedHashMap<String, @Nullable Object>();
            issue.put("issue", each.id());
            issue.put("subject", each.subject());
            issue.put("state", each.state().column());
            issue.put("reason", each.reason());
            return issue;
        }).toList());
        fields.put("articles", forecast.waiting().stream().map(PlanCommand::article).toList());
        fields.put("sources", forecast.inlets().stream().map(each -> {
            var source = new LinkedHashMap<String, @Nullable Object>();
            source.put("location", each.source().location());
            source.put("state", each.state().name().toLowerCase(Locale.ROOT));
            source.put("next", text(each.next()));
            source.put("reason", each.standing() == null ? null : each.standing().reason());
            return source;
        }).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> article(Waiting waiting) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("article", waiting.found().article().id());
        fields.put("title", waiting.found().article().reading().title());
        fields.put("why", waiting.why().name().toLowerCase(Locale.ROOT));
        fields.put("until", text(waiting.until()));
        fields.put("goes", text(waiting.goes()));
        fields.put("cure", waiting.cure());
        fields.put("readers", counts(waiting.readers()));
        return fields;
    }

    private static Map<String, Integer> counts(Headcount readers) {
        var counts = new LinkedHashMap<String, Integer>();
        counts.put("now", readers.now());
        counts.put("later", readers.later());
        counts.put("paused", readers.paused());
        counts.put("unmatched", readers.unmatched());
        counts.put("unconfirmed", readers.unconfirmed());
        counts.put("suppressed", readers.suppressed());
        counts.put("unsubscribed", readers.unsubscribed());
        return counts;
    }

    private static Map<String, @Nullable Object> fields(
            Config settings, @Nullable Taken running, List<Change> changes) {
        var told = new ArrayList<Map<String, @Nullable Object>>();
        for (var each : changes) {
            var change = new LinkedHashMap<String, @Nullable Object>();
            change.put("change", each.kind().name().toLowerCase(Locale.ROOT));
            change.put("key", each.key());
            change.put("before", each.before());
            change.put("after", each.after());
            change.put("restart", Config.needsRestart(each.key()));
            told.add(change);
        }
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("config", settings.file().toString());
        fields.put("running_since", running == null ? null : running.at().toString());
        fields.put("changes", told);
        return fields;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
