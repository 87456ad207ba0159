package staytuned.schedule;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls each tick again and again, never twice at once.
 *
 * <p>A tick looks into the database for what is due and does it, so it does not matter when exactly it is called, nor
 * on how many nodes: what a crash or a pause has missed, the next call finds.
 */
public final class Schedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

    private final Scheduler quartz;
    private final Map<String, Runnable> ticks = new ConcurrentHashMap<>();
    private final Map<String, String> lastFailures = new ConcurrentHashMap<>();

    private final Map<String, Pulse> pulses = new ConcurrentHashMap<>();
    private final InstantSource clock;

    public Schedule(InstantSource clock) {
        this.clock = clock;
        var settings = new Properties();
        settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        settings.setProperty("org.quartz.threadPool.threadCount", "6");
        settings.setProperty("org.quartz.scheduler.instanceName", "staytuned-" + System.identityHashCode(this));
        try {
            quartz = new StdSchedulerFactory(settings).getScheduler();
            quartz.setJobFactory((fired, _) -> new Call(fired.getJobDetail().getKey().getName()));
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not start", e);
        }
    }

    /** Calls {@code tick} every {@code pause}, the first time as soon as the schedule starts. */
    public void every(Duration pause, String name, Runnable tick) {
        ticks.put(name, tick);
        pulses.put(name, new Pulse(name, false, clock.instant(), false));
        try {
            quartz.scheduleJob(
                    JobBuilder.newJob(Call.class).withIdentity(name).build(),
                    TriggerBuilder.newTrigger()
                            .withIdentity(name)
                            .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                                    .withIntervalInMilliseconds(pause.toMillis())
                                    .repeatForever()
                                    .withMisfireHandlingInstructionNextWithRemainingCount())
                            .build());
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not schedule " + name, e);
        }
    }

    /** How each tick goes. */
    public List<Pulse> pulses() {
        return List.copyOf(pulses.values());
    }

    public void start() {
        try {
            quartz.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not start", e);
        }
    }

    /** Calls no tick any more, and returns when those under way have ended. */
    @Override
    public void close() {
        try {
            quartz.shutdown(true);
        } catch (SchedulerException e) {
            LOG.warn("the schedule does not stop: {}", e.getMessage());
        }
    }

    /** A tick that fails is called again as before; one that keeps failing in the same way says so once. */
    private void call(String name) {
        pulses.put(name, new Pulse(name, true, clock.instant(), lastFailures.containsKey(name)));
        try {
            Objects.requireNonNull(ticks.get(name)).run();
            if (lastFailures.remove(name) != null) LOG.info("{} works again", name);
        } catch (RuntimeException e) {
            var failure = String.valueOf(e.getMessage());
            if (!failure.equals(lastFailures.put(name, failure))) LOG.error("{} failed, and is tried again", name, e);
        } finally {
            pulses.put(name, new Pulse(name, false, clock.instant(), lastFailures.containsKey(name)));
        }
    }

    @DisallowConcurrentExecution
    private final class Call implements Job {
        private final String name;

        Call(String name) {
            this.name = name;
        }

        @Override
        public void execute(JobExecutionContext context) {
            call(name);
        }
    }
}
