package staytuned.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.issue.Issue;
import staytuned.issue.IssueState;
import staytuned.issue.Issues;

/**
 * Pauses an issue whose letters are not wanted: too many bounce, or are complained about, or relays refuse its sender
 * or its content.
 *
 * <p>Every outcome is counted in memory as it comes, so that this node stops at once; what all nodes have counted is in
 * the database, a second old at most, and decides. No delivery is looked at.
 */
public final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final Database database;
    private final Issues issues;
    private final Map<Long, StopRule> rules;
    private final Receptions receptions = new Receptions();
    private final Map<Long, Reception> known = new ConcurrentHashMap<>();
    private final Map<Long, Reception> fresh = new ConcurrentHashMap<>();

    /**
     * @param rules by the newsletter's id; the usual one for all others
     */
    public Guard(Database database, Issues issues, Map<Long, StopRule> rules) {
        this.database = database;
        this.issues = issues;
        this.rules = rules;
    }

    /** Counts how a letter was received; where that stops its issue, the sentence that says so. Never fails. */
    Optional<String> note(Issue issue, Reception one) {
        var sum = fresh.merge(issue.id(), one, Reception::plus);
        var seen = known.getOrDefault(issue.id(), Reception.NONE).plus(sum);
        return rule(issue).broken(seen).isEmpty() ? Optional.empty() : look(issue);
    }

    private StopRule rule(Issue issue) {
        return rules.getOrDefault(issue.newsletterId(), StopRule.USUAL);
    }

    /** Looks at every issue that is going out, also at complaints about its letters. Due each second. */
    public void watchDue() {
        var going = new HashMap<Long, Issue>();
        for (var issue : issues.in(IssueState.SENDING)) going.put(issue.id(), issue);
        var counted = database.inTransaction(tx -> receptions.of(tx, going.keySet()));
        known.keySet().retainAll(going.keySet());
        known.putAll(counted);
        for (var issue : going.values()) {
            var more = fresh.containsKey(issue.id());
            var seen = counted.getOrDefault(issue.id(), Reception.NONE);
            if (more || rule(issue).broken(seen).isPresent()) look(issue).ifPresent(says -> LOG.error("{}", says));
        }
        for (var over : Set.copyOf(fresh.keySet())) issues.find(over).ifPresent(this::look);
    }

    /** Writes down what was counted here, and pauses the issue where what all have counted says so. */
    private synchronized Optional<String> look(Issue issue) {
        var more = Optional.ofNullable(fresh.remove(issue.id())).orElse(Reception.NONE);
        try {
            return database.inTransaction(tx -> {
                receptions.add(tx, issue.id(), more);
                var all = receptions.of(tx, List.of(issue.id())).getOrDefault(issue.id(), Reception.NONE);
                known.put(issue.id(), all);
                return rule(issue).broken(all)
                        .filter(why -> issues.stop(tx, issue.id(), why))
                        .map(why -> "issue " + issue.id() + " is paused: " + why + "; see \"issues show " + issue.id()
                                + "\", and let it go on with \"issues resume " + issue.id() + "\"");
            });
        } catch (RuntimeException e) {
            fresh.merge(issue.id(), more, Reception::plus);
            LOG.error("issue {}: how its letters are received cannot be written down, and is tried again",
                    issue.id(), e);
            return Optional.empty();
        }
    }
}
