package staytuned;

import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.cli.Staytuned;
import staytuned.config.Config;
import staytuned.health.Health;
import staytuned.health.Metrics;
import staytuned.schedule.Schedule;
import staytuned.web.HealthSite;
import staytuned.web.Site;

/** Shows health and metrics where the config says so, of the service that is at work then. */
final class Monitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);

    private final Health health;
    private final Path data;
    private final InstantSource clock;
    private volatile Metrics metrics;
    private @Nullable HealthSite shown;

    private Monitor(Staytuned service, Config config, Schedule schedule, InstantSource clock) {
        this.health = new Health(new Health.Desk(
                service.database(), config.data(), Health.LEAST_ROOM, schedule, service.instances(), clock));
        this.data = config.data();
        this.clock = clock;
        this.metrics = metrics(service);
    }

    /**
     * Begins to listen; closing the result ends it.
     *
     * @param site the readers' pages, which are closed again, as the schedule is, where the address is not to be had
     */
    static Monitor start(Staytuned service, Config config, Schedule schedule, Site site, InstantSource clock) {
        var monitor = new Monitor(service, config, schedule, clock);
        var settings = config.metrics();
        var host = settings.host();
        if (host == null) return monitor;
        try {
            monitor.shown =
                    new HealthSite(host, settings.port(), monitor.health::report, () -> monitor.metrics.scrape());
        } catch (Site.Unavailable e) {
            // Nobody has asked for them there: two services on one machine, and letters are more important.
            if (settings.asked()) {
                monitor.close();
                schedule.close();
                site.close();
                throw e;
            }
            LOG.warn("{}", e.getMessage());
        }
        return monitor;
    }

    /** From now on the figures are those of this service, which is at work in the place of another. */
    void show(Staytuned service) {
        var before = metrics;
        metrics = metrics(service);
        before.close();
    }

    private Metrics metrics(Staytuned service) {
        return new Metrics(new Metrics.Desk(
                service.database(), service.newsletters(), service.dispatchers(), service.poller(), service.sources(),
                service.mailroom().figures(), health, data, clock));
    }

    @Override
    public void close() {
        if (shown != null) shown.close();
        metrics.close();
    }
}
