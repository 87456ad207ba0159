package staytuned;

import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.cli.Staytuned;
import staytuned.config.Config;
import staytuned.health.Health;
import staytuned.health.Metrics;
import staytuned.schedule.Schedule;
import staytuned.web.HealthSite;
import staytuned.web.Site;

/** Shows health and metrics where the config says so. */
final class Monitor {
    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);

    private Monitor() {}

    /**
     * Begins to listen; closing the result ends it.
     *
     * @param site the readers' pages, which are closed again, as the schedule is, where the address is not to be had
     */
    static AutoCloseable start(
            Staytuned service, Config config, Schedule schedule, Site site, InstantSource clock) {
        var settings = config.metrics();
        var host = settings.host();
        if (host == null) return () -> {};
        var health = new Health(new Health.Desk(
                service.database(), config.data(), Health.LEAST_ROOM, schedule, service.instances(), clock));
        var metrics = new Metrics(new Metrics.Desk(
                service.database(), service.newsletters(), service.dispatchers(), service.poller(), service.sources(),
                service.mailroom().figures(), health, config.data(), clock));
        try {
            var shown = new HealthSite(host, settings.port(), health::report, metrics::scrape);
            return () -> {
                shown.close();
                metrics.close();
            };
        } catch (Site.Unavailable e) {
            metrics.close();
            // Nobody has asked for them there: two services on one machine, and letters are more important.
            if (settings.asked()) {
                schedule.close();
                site.close();
                throw e;
            }
            LOG.warn("{}", e.getMessage());
            return () -> {};
        }
    }
}
