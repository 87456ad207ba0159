package staytuned.health;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import staytuned.article.Poller;
import staytuned.article.Sources;
import staytuned.db.Database;
import staytuned.delivery.Dispatcher;
import staytuned.feedback.Figures;
import staytuned.newsletter.Newsletter;

/**
 * The figures of this process and of the tables it works on, for Prometheus. What is read from the database is the same
 * on all nodes; what is counted as it happens is each node's own.
 *
 * <p>Labels are newsletters, relays and sources of the config, and words of ours: nobody else can add one.
 */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    /** The registry itself holds on to no counter. */
    private final List<Supplier<Long>> counters = new ArrayList<>();

    /**
     * What they are read from.
     *
     * @param health is asked whether the service is ready
     * @param data the data folder, for the room on its disk
     */
    public record Desk(
            Database database,
            List<Newsletter> newsletters,
            List<Dispatcher> dispatchers,
            Poller poller,
            Sources sources,
            Figures figures,
            Health health,
            Path data,
            InstantSource clock) {}

    public Metrics(Desk desk) {
        gauge("staytuned.ready", "1 where the service is ready, as /health/ready says", Tags.empty(),
                () -> desk.health.report().isReady() ? 1 : 0);
        gauge("staytuned.disk.free.bytes", "room on the disk of the data folder", Tags.empty(),
                () -> desk.data.toFile().getUsableSpace());
        counter("staytuned.polls", "polls of sources", Tags.empty(), desk.poller::polls);
        counter("staytuned.polls.failed", "polls of sources that failed", Tags.empty(), desk.poller::failures);
        pool(desk.database);
        new Sending(this, desk).register();
        new Holdings(this, desk).register();
        jvm();
    }

    /** All of them, in the Prometheus text format. */
    public String scrape() {
        return registry.scrape();
    }

    private void pool(Database database) {
        var name = "staytuned.database.connections";
        var says = "connections to the database, by what they do";
        gauge(name, says, Tags.of("state", "active"), () -> database.pool().active());
        gauge(name, says, Tags.of("state", "idle"), () -> database.pool().idle());
        gauge("staytuned.database.waiting", "threads that wait for a connection to the database", Tags.empty(),
                () -> database.pool().waiting());
        gauge("staytuned.database.connections.max", "connections to the database at most", Tags.empty(),
                () -> database.pool().most());
    }

    private void jvm() {
        new JvmMemoryMetrics().bindTo(registry);
        collections.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** @param value null where there is none, which Prometheus knows as NaN */
    void gauge(String name, String says, Tags tags, Supplier<? extends @Nullable Number> value) {
        Gauge.builder(name, value, each -> {
                    var now = each.get();
                    return now == null ? Double.NaN : now.doubleValue();
                })
                .description(says)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    void counter(String name, String says, Tags tags, Supplier<Long> value) {
        counters.add(value);
        FunctionCounter.builder(name, value, each -> each.get().doubleValue())
                .description(says)
                .tags(tags)
                .register(registry);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
