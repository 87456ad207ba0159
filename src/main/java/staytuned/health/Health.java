package staytuned.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import staytuned.db.Database;
import staytuned.delivery.Instances;
import staytuned.schedule.Pulse;
import staytuned.schedule.Schedule;

/** Looks whether this process can do its work. */
public final class Health {
    /** With so few bytes on the disk, the next letters may not be noted any more. */
    public static final long LEAST_ROOM = 100L << 20;

    /** A tick that rests is called every minute at most; one that is so late is not called any more. */
    private static final Duration LATEST = Duration.ofMinutes(3);

    /** No poll and no round of sending takes so long. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final Desk desk;
    private final Fresh<Report> report;

    /**
     * What is looked at.
     *
     * @param data the data folder
     * @param leastRoom bytes that must be free on its disk
     * @param schedule calls all that the service does
     */
    public record Desk(
            Database database, Path data, long leastRoom, Schedule schedule, Instances instances,
            InstantSource clock) {}

    public Health(Desk desk) {
        this.desk = desk;
        this.report = new Fresh<>(new Report(List.of()), this::look, Duration.ofSeconds(1), desk.clock);
    }

    /** How it stands; looked at anew once in a second at most, whoever asks. */
    public Report report() {
        return report.get();
    }

    private Report look() {
        var checks = new ArrayList<Report.Check>();
        var complaint = desk.database.complaint();
        checks.add(new Report.Check("database", complaint.orElse("")));
        checks.add(new Report.Check("disk", disk()));
        if (complaint.isEmpty()) checks.add(new Report.Check("restore", restore()));
        for (var each : desk.schedule.pulses()) checks.add(new Report.Check(each.name(), tick(each)));
        return new Report(List.copyOf(checks));
    }

    private String disk() {
        try {
            var free = Files.getFileStore(desk.data).getUsableSpace();
            return free >= desk.leastRoom ? ""
                    : "the disk of the data folder has " + (free >> 20) + " MB left; make room on it";
        } catch (IOException e) {
            return "the data folder cannot be looked at: " + e.getClass().getSimpleName();
        }
    }

    private String restore() {
        try {
            return desk.instances.held().orElse("");
        } catch (RuntimeException e) {
            return "nobody knows whether letters are held: the database does not answer";
        }
    }

    private String tick(Pulse pulse) {
        var now = desk.clock.instant();
        if (pulse.fails()) return "fails, and is tried again; the log says why";
        var since = Duration.between(pulse.at(), now);
        if (pulse.isUnderWay()) {
            return since.compareTo(LONGEST) < 0 ? "" : "has not come to an end since " + pulse.at() + "; start anew";
        }
        return since.compareTo(LATEST) < 0 ? "" : "was not called since " + pulse.at() + "; start anew";
    }
}
