package staytuned.subscriber;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import staytuned.mail.Address;
import staytuned.subscriber.Subscribers.Added;

/** Reads a list of people from a file: one of our own, of another service, or any other; thousands of rows at a time. */
public final class CsvImport {
    private static final int BATCH = 5000;
    private static final int LONGEST_SOURCE = 200;

    private final Subscribers subscribers;
    private final InstantSource clock;
    private final Hearer hearer;

    /** @param hearer hears of rows that are refused or doubtful, and how far it has come */
    public CsvImport(Subscribers subscribers, InstantSource clock, Hearer hearer) {
        this.subscribers = subscribers;
        this.clock = clock;
        this.hearer = hearer;
    }

    /** Hears what happens on the way. */
    public interface Hearer {
        void remark(Remark remark);

        /** So many rows of the file have been dealt with. */
        default void progress(long rows) {}
    }

    /**
     * A list that can be read.
     *
     * @param peer whose it is
     * @param columns which of its columns says what
     */
    public record Plan(ListFile file, Peer peer, Columns columns) {
        /** As its header suggests. */
        public static Plan of(ListFile file) {
            var peer = Peer.of(file.header());
            return new Plan(file, peer, Columns.guess(file.header(), peer));
        }

        /** With what an admin says, as {@link Columns#with} takes it. */
        public Plan with(Map<String, String> given) {
            return new Plan(file, peer, columns.with(given));
        }

        /** Whether it says of somebody more than who they are. */
        public boolean hasStatuses() {
            return List.of(Part.STATUS, Part.WANTED, Part.UNWANTED, Part.LEFT_AT, Part.BOUNCED_AT).stream()
                    .anyMatch(columns::has);
        }
    }

    /**
     * What became of a file.
     *
     * @param refused the rows that could not be read
     * @param others the rows that are about other newsletters
     * @param statuses how many came as what
     */
    public record Imported(Added added, long refused, long others, Map<Status, Integer> statuses) {}

    /**
     * Subscribes everybody in a list to a newsletter.
     *
     * @param key the newsletter's key, by which a list of ours says whom it is about
     * @param confirmed whether their consent is known, so that they get letters from now on
     * @param tryOut whether nothing is kept
     * @throws UnreadableList the file is no such list; what stood before that has been taken in
     */
    public Imported read(Plan plan, long newsletterId, String key, boolean confirmed, boolean tryOut)
            throws UnreadableList {
        var file = plan.file();
        if (!plan.columns().has(Part.EMAIL)) {
            throw new UnreadableList(file.path() + ":1: no column \"email\"; the first line must name the columns: "
                    + "email,name; or say which it is: --map email=COLUMN, where COLUMN is one of "
                    + plan.columns().shown(), null);
        }
        var run = new Run(plan, new Target(newsletterId, key, tryOut), origin(plan, confirmed));
        try (var rows = file.rows()) {
            for (var row : rows) run.take(row);
            return run.end();
        } catch (CsvParseException | IOException | UncheckedIOException e) {
            throw new UnreadableList(file.path() + ": " + e.getMessage(), e);
        }
    }

    private Transcriber.Origin origin(Plan plan, boolean confirmed) {
        var name = plan.file().path().getFileName();
        // Mailchimp writes those who never asked for letters into a file of their own, without a word about it inside.
        var asked = plan.peer() != Peer.MAILCHIMP || !name.toString().toLowerCase(Locale.ROOT).startsWith("nonsubscribed");
        var source = Address.oneLine("import " + name, LONGEST_SOURCE);
        return new Transcriber.Origin(plan.peer(), source, confirmed && asked, clock.instant());
    }

    private record Target(long newsletterId, String key, boolean tryOut) {}

    /** One pass through a file. */
    private final class Run {
        private final Plan plan;
        private final Target target;
        private final Transcriber transcriber;
        private final List<Arrival> batch = new ArrayList<>(BATCH);
        private final Map<Status, Integer> statuses = new EnumMap<>(Status.class);
        private Added added = new Added(0, 0, 0, 0);
        private long read;
        private long refused;
        private long others;

        Run(Plan plan, Target target, Transcriber.Origin origin) {
            this.plan = plan;
            this.target = target;
            this.transcriber = new Transcriber(plan.columns(), origin, hearer::remark);
        }

        void take(CsvRecord row) {
            read++;
            var about = plan.columns().in(row, Part.NEWSLETTER);
            if (!about.isEmpty() && !about.equals(target.key)) {
                others++;
                return;
            }
            try {
                var arrival = transcriber.arrival(row);
                statuses.merge(arrival.status(), 1, Integer::sum);
                batch.add(arrival);
            } catch (Transcriber.Refused e) {
                refused++;
                hearer.remark(e.remark());
            }
            if (batch.size() == BATCH) bring();
        }

        private void bring() {
            added = added.plus(target.tryOut
                    ? subscribers.tryOut(target.newsletterId, batch)
                    : subscribers.arrive(target.newsletterId, batch));
            batch.clear();
            hearer.progress(read);
        }

        Imported end() {
            bring();
            return new Imported(added, refused, others, statuses);
        }
    }
}
