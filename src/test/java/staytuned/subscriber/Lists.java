package staytuned.subscriber;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import staytuned.db.Database;
import staytuned.feedback.Suppressions;
import staytuned.subscriber.CsvImport.Imported;
import staytuned.testing.Rows;
import staytuned.testing.SettableClock;

/** A newsletter that lists are brought to and taken from. */
final class Lists {
    static final String KEY = "nerve-notes";

    final SettableClock clock = new SettableClock("2026-03-01T08:00:00Z");
    final Suppressions suppressions;
    final Subscribers subscribers;
    final long newsletter;
    final List<Remark> remarks = new ArrayList<>();
    final List<Long> progress = new ArrayList<>();

    Lists(Database database) {
        suppressions = new Suppressions(database, clock);
        subscribers = suppressions.subscribers();
        newsletter = new Rows(database, clock).newsletter(KEY).id();
    }

    Imported bring(Path file) throws UnreadableList {
        return bring(CsvImport.Plan.of(ListFile.open(file)), true, false);
    }

    Imported bring(CsvImport.Plan plan, boolean confirmed, boolean tryOut) throws UnreadableList {
        return new CsvImport(subscribers, clock, new CsvImport.Hearer() {
            @Override
            public void remark(Remark remark) {
                remarks.add(remark);
            }

            @Override
            public void progress(long rows) {
                progress.add(rows);
            }
        }).read(plan, newsletter, KEY, confirmed, tryOut);
    }

    List<Subscription> all() {
        return subscribers.list(newsletter, 0, 10_000);
    }

    /** Each reader's status, by what stands before the @. */
    Map<String, Status> statuses() {
        return all().stream().collect(Collectors.toMap(
                each -> each.address().email().replaceFirst("@.*", ""), Subscription::status));
    }

    Arrival arrival(String name) {
        return subscribers.listed(newsletter, 0, 10_000).stream()
                .map(Rolls.Listed::arrival)
                .filter(each -> each.person().address().email().startsWith(name + "@"))
                .findFirst()
                .orElseThrow();
    }

    /** Why somebody must not be mailed. */
    Map<String, Reason> suppressed() {
        return suppressions.list(0, 1000).stream().collect(Collectors.toMap(
                each -> String.valueOf(each.email()).replaceFirst("@.*", ""), each -> each.reason()));
    }
}
