package staytuned;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.cli.Builder;
import staytuned.cli.Staytuned;
import staytuned.config.Config;
import staytuned.config.NewsletterSettings;
import staytuned.delivery.Dispatcher;
import staytuned.newsletter.Newsletters;
import staytuned.outlook.Change;
import staytuned.schedule.Schedule;
import staytuned.web.Site;

/**
 * A service at work, and how it goes on by another config.
 *
 * <p>Everything is built anew from the other config, on the same database and as the same node, while the old goes on;
 * only when all of it stands, the next call of each tick finds the new. A tick that is under way ends as it began.
 * Since no tick is called twice at once, a round of letters never meets another one of the same relay: the new
 * dispatcher goes on where the old one left off, with what was learnt of receivers where the relay's own settings are
 * as before.
 */
final class Work implements Builder.Running {
    private static final Logger LOG = LoggerFactory.getLogger(Work.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration BEAT = Duration.ofSeconds(10);
    /** How long what is under way may take when the service is told to end. */
    private static final Duration DRAIN = Duration.ofSeconds(25);

    private final Set<String> relays = new HashSet<>();
    private final List<Tenure> tenures = new CopyOnWriteArrayList<>();
    private final Hands hands;
    private final Place place;
    private final InstantSource clock;
    private final Instant started;
    private volatile Tenure tenure;
    private AutoCloseable bounces = () -> {};

    /** Who builds and shows what a config says. */
    interface Hands {
        Staytuned rebuild(Staytuned before, Config was, Config wanted);

        Site.Doors doors(Staytuned service, Config config);

        /** Takes in what comes back, until the result is closed. */
        AutoCloseable bounces(Staytuned service, Config config);
    }

    /**
     * What stays as it is as long as the process runs.
     *
     * @param alive says that this process has ended
     */
    record Place(Schedule schedule, Site site, Monitor monitor, AutoCloseable alive) {}

    Work(Staytuned service, Config config, Hands hands, Place place, InstantSource clock) {
        this.tenure = new Tenure(service, config);
        this.tenures.add(tenure);
        this.hands = hands;
        this.place = place;
        this.clock = clock;
        this.started = clock.instant();
    }

    /** Calls a tick again and again, each time with the service as it is then. */
    void every(Duration pause, String name, Consumer<Staytuned> tick) {
        place.schedule().every(pause, name, () -> with(tick));
    }

    void start() {
        sendByAll();
        bounces = hands.bounces(tenure.service(), tenure.config());
        place.schedule().start();
    }

    private void with(Consumer<Staytuned> tick) {
        var now = tenure;
        while (!now.enter()) now = tenure; // it was retired just now
        try {
            tick.accept(now.service());
        } finally {
            now.leave();
        }
    }

    /** Each relay has a tick of its own; that of one which is no longer there does nothing. */
    private void sendByAll() {
        for (var dispatcher : tenure.service().dispatchers()) {
            var relay = dispatcher.relay();
            if (!relays.add(relay)) continue;
            every(TICK, "send by " + relay, service -> service.dispatchers().stream()
                    .filter(each -> each.relay().equals(relay))
                    .forEach(Dispatcher::dispatchDue));
        }
    }

    @Override
    public synchronized List<Change> take(Config wanted) {
        var before = tenure;
        var config = wanted.keeping(before.config());
        var service = hands.rebuild(before.service(), before.config(), config);
        try {
            receive(before, service, config);
        } catch (RuntimeException e) {
            service.retire();
            throw e;
        }
        service.editor().goOn(started);
        reschedule(before.config(), service);
        var next = new Tenure(service, config);
        tenures.removeIf(Tenure::isOver);
        tenures.add(next);
        tenure = next;
        before.retire();
        place.site().show("https".equals(config.site().url().getScheme()), hands.doors(service, config));
        place.monitor().show(service);
        sendByAll();
        service.outlook().settings().takeUp(config.settings(), clock.instant());
        return Change.between(before.config().settings(), wanted.settings());
    }

    /** Takes in what comes back by the new config. Who listens elsewhere begins first, since that may fail. */
    private void receive(Tenure before, Staytuned service, Config config) {
        var was = before.config().bounces();
        var wanted = config.bounces();
        var same = wanted.listenHost() == null || (wanted.listenHost().equals(was.listenHost())
                && wanted.listenPort() == was.listenPort());
        if (same) end(bounces);
        try {
            var next = hands.bounces(service, config);
            if (!same) end(bounces);
            bounces = next;
        } catch (RuntimeException e) {
            if (same) bounces = hands.bounces(before.service(), before.config());
            throw e;
        }
    }

    private static void end(AutoCloseable bounces) {
        try {
            bounces.close();
        } catch (Exception e) {
            LOG.warn("what takes in bounces did not end cleanly: {}", e.getMessage());
        }
    }

    /** A schedule that is another now counts from now on: no time that it would have had before is made up for. */
    private void reschedule(Config before, Staytuned service) {
        var newsletters = new Newsletters(service.database());
        for (var newsletter : service.newsletters()) {
            var another = before.newsletters().stream()
                    .filter(each -> each.key().equals(newsletter.key()))
                    .map(NewsletterSettings::send)
                    .anyMatch(each -> !each.times().toString().equals(newsletter.cadence().times().toString()));
            if (another) newsletters.reschedule(newsletter, clock.instant());
        }
    }

    @Override
    public synchronized void close() {
        place.monitor().close();
        end(bounces);
        tenures.forEach(each -> each.service().stop());
        place.site().close();
        drain();
        tenure.retire();
        try {
            place.alive().close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("this process could not say that it has ended", e);
        }
    }

    /** Ends what is under way, or gives it up when it takes too long: the next start finds what is in doubt. */
    private void drain() {
        var ending = Thread.ofVirtual().start(place.schedule()::close);
        try {
            if (ending.join(DRAIN)) return;
            tenures.forEach(each -> each.service().dispatchers().forEach(Dispatcher::close));
            ending.join(BEAT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
