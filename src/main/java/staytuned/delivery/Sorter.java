package staytuned.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import staytuned.delivery.Batches.Holder;
import staytuned.delivery.Batches.Wanted;
import staytuned.delivery.Dispatcher.Desk;
import staytuned.delivery.Dispatcher.Job;
import staytuned.delivery.Gates.Mood;
import staytuned.mail.Reply;
import staytuned.schedule.Hours;

/**
 * Says which letter a free connection takes next. Newsletters take turns, then the issues of each, then the receivers;
 * who may get no letter now is passed over. What is passed over stays in the tray, of which there is never much: of a
 * receiver that gets none no more batches are taken in hand, and where others are mixed with it, a tray full of its
 * letters is handed back.
 */
final class Sorter {
    /** A tray with so many letters of one issue is full. */
    private static final int FULL = 6 * Batches.SIZE;
    /** An issue of which nothing was due is asked for again after this. */
    private static final long DRY = Duration.ofSeconds(1).toNanos();
    /** A letter that takes longer than this is waited for by nobody, though by its shift, for so long at most. */
    private static final long LONG = Duration.ofSeconds(5).toNanos();
    private static final long LONGEST_OVERTIME = Duration.ofMinutes(10).toNanos();
    private static final long LONGEST_WAIT = Duration.ofMillis(200).toNanos();
    /** What Gmail says of one that sends too much, and is to stay away for ten minutes then. */
    private static final String TOO_MUCH = "4.7.28";
    private static final Duration SILENCE = Duration.ofMinutes(10);
    /** RFC 5321 section 3.8: the server closes the connection. */
    private static final int CLOSING = 421;

    private final Dispatcher dispatcher;
    private final Desk desk;
    private final Holder holder;
    private final Carrier carrier;
    private final Map<Long, Job> jobs = new HashMap<>();
    private final SequencedSet<Long> newsletters;
    private final Map<Long, ArrayDeque<Long>> issues = new HashMap<>();
    private final Allowances allowances;
    private final Tray tray = new Tray();
    private final Set<Batch> inHand = new LinkedHashSet<>();
    private final Set<Long> handedBack = new HashSet<>();
    private final Map<Delivery, Long> underWay = new HashMap<>();
    private final Map<Long, Dry> dry = new HashMap<>();
    private final Instant until;
    private final long end;
    private long quietUntil;
    private long lookedAt;
    private boolean over;

    /** Nothing was due of an issue, but perhaps of these receivers. */
    private record Dry(Set<String> except, long until) {}

    /**
     * @param turns the newsletters, the one whose turn it is first; kept from shift to shift
     */
    Sorter(Dispatcher dispatcher, Holder holder, Map<Long, Job> jobs, SequencedSet<Long> turns, Duration longest) {
        this.dispatcher = dispatcher;
        this.desk = dispatcher.desk();
        this.holder = holder;
        this.carrier = dispatcher.carrier();
        this.newsletters = turns;
        jobs.forEach(this::add);
        turns.retainAll(issues.keySet());
        this.allowances = new Allowances(dispatcher.limits(), carrier);
        this.until = desk.clock().instant().plus(longest);
        var now = System.nanoTime();
        this.end = now + longest.toNanos();
        carrier.gates().forget(now);
        keepSilences(now);
    }

    /** The next letter, which is under way from now on; null where none may go at this moment. */
    synchronized @Nullable Delivery next() {
        var now = System.nanoTime();
        if (isOver(now) || quietUntil - now > 0) return null;
        lookForIssues(now);
        var next = find(now, true);
        if (next == null && !carrier.gates().anyQuick(now)) next = find(now, false);
        if (next == null) {
            quietUntil = opens(now);
            return null;
        }
        carrier.gates().enter(next.receiver(), now);
        allowances.spend(job(next.issueId()).route(), next.receiver(), now);
        underWay.put(next, now);
        return next;
    }

    /** Whether it still is no quiet hour for a letter, nor its issue left alone. */
    synchronized boolean mayGo(Delivery letter) {
        return !dispatcher.rests(letter.issueId()) && job(letter.issueId()).mayGo(desk.clock().instant(), letter);
    }

    /** Waits until a letter may go, or for a moment; false when none will in this shift. */
    @SuppressWarnings("WaitNotInLoop") // Who waits asks for the next letter then, and waits again where there is none.
    synchronized boolean await() {
        var now = System.nanoTime();
        if (isOver(now)) return false;
        var opens = quietUntil - now;
        if (underWay.isEmpty() && opens > end - now) return false;
        if (opens <= 0) return true;
        try {
            wait(Math.max(1, Duration.ofNanos(Math.min(opens, LONGEST_WAIT)).toMillis()));
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /**
     * A letter is not under way any more.
     *
     * @param took how long it took to hand it over; 0 where it was not
     * @param reply the relay's answer; null where it gave none
     */
    void done(Delivery letter, long took, @Nullable Reply reply) {
        var mood = mood(reply);
        if (reply != null && reply.status().equals(TOO_MUCH)) {
            carrier.gates().silence(letter.receiver(), System.nanoTime() + SILENCE.toNanos(), System.nanoTime());
            dispatcher.silences().begin(carrier.name(), letter.receiver(), SILENCE);
        }
        synchronized (this) {
            underWay.remove(letter);
            var grown = carrier.gates().leave(letter.receiver(), System.nanoTime(), took, mood);
            quietUntil = System.nanoTime();
            if (grown) notify();
        }
    }

    private static Mood mood(@Nullable Reply reply) {
        if (reply == null) return Mood.UNKNOWN;
        if (reply.code() == CLOSING || reply.isTooFast()) return Mood.HAD_ENOUGH;
        return reply.code() / 100 == 2 ? Mood.CONTENT : Mood.UNKNOWN;
    }

    /** No further letter goes. */
    synchronized void end() {
        over = true;
        notifyAll();
    }

    synchronized boolean isOver() {
        return isOver(System.nanoTime());
    }

    /** Where a letter takes long at the end of the shift, the others do not wait for it. */
    private boolean isOver(long now) {
        if (over || dispatcher.isStopped()) return true;
        if (!isLate(now)) return false;
        return now - end > LONGEST_OVERTIME || underWay.entrySet().stream().noneMatch(
                each -> now - each.getValue() > LONG || carrier.gates().isSlow(each.getKey().receiver(), now));
    }

    private boolean isLate(long now) {
        return end - now <= 0 || !desk.clock().instant().isBefore(until);
    }

    private boolean isEnding(long now) {
        return end - now <= DRY || isLate(now);
    }

    /** In overtime there may be issues that the next shift would have seen. */
    private void lookForIssues(long now) {
        if (!isLate(now) || now - lookedAt < DRY) return;
        lookedAt = now;
        dispatcher.jobs().forEach(this::add);
    }

    private void add(long issue, Job job) {
        if (jobs.putIfAbsent(issue, job) != null) return;
        issues.computeIfAbsent(job.newsletterId(), _ -> new ArrayDeque<>()).add(issue);
        newsletters.add(job.newsletterId());
    }

    /** Lets go of everything, once no connection works any more. */
    synchronized void close() {
        letGo(tray.letters(), inHand);
        allowances.giveBack();
    }

    private void letGo(List<Delivery> letters, Set<Batch> batches) {
        desk.deliveries().release(holder, batches);
        letters.stream()
                .collect(Collectors.groupingBy(each -> job(each.issueId()), Collectors.counting()))
                .forEach((job, count) -> dispatcher.shares(job).took(carrier, -count.intValue()));
    }

    private @Nullable Delivery find(long now, boolean others) {
        for (var newsletter : List.copyOf(newsletters)) {
            var turns = Objects.requireNonNull(issues.get(newsletter));
            for (var issue : List.copyOf(turns)) {
                var job = job(issue);
                if (dispatcher.rests(issue) || allowances.isShut(job.route(), now)) continue;
                if (!job.mayGo(desk.clock().instant())) continue;
                var next = find(issue, now, others);
                if (next == null) continue;
                turns.remove(issue);
                turns.addLast(issue);
                newsletters.remove(newsletter);
                newsletters.add(newsletter);
                return next;
            }
        }
        return null;
    }

    private @Nullable Delivery find(long issue, long now, boolean others) {
        while (true) {
            var next = tray.poll(issue, receiver -> carrier.gates().isOpen(receiver, now, others)
                    && !(isEnding(now) && carrier.gates().isSlow(receiver, now))
                    && allowances.isOpen(job(issue).route(), receiver, now));
            if (next != null && !mayGo(next)) continue; // it is in a batch that this shift lets go of
            if (next != null || !claim(issue, now, others)) return next;
        }
    }

    /** Takes more of an issue in hand; false where nothing is due. */
    private boolean claim(long issue, long now, boolean others) {
        var except = carrier.gates().closed(now, others);
        except.addAll(allowances.shut(now));
        var asked = dry.get(issue);
        if (asked != null && asked.until - now > 0 && except.containsAll(asked.except)) return false;
        if (!dispatcher.shares(job(issue)).mayTake(carrier, desk.clock().instant(), now)) return false;
        if (tray.size(issue) >= FULL) handBack(issue, now);
        if (tray.size(issue) >= FULL) return false;
        keepSilences(now);
        var wanted = new Wanted(issue, desk.clock().instant(), Batches.SIZE, except, handedBack);
        var times = job(issue).times();
        var hours = times.local() ? times.hours() : Hours.ALWAYS;
        var claimed = desk.deliveries().claim(holder, wanted, job(issue).route().inDoubt(), hours);
        if (claimed.isEmpty()) {
            dry.put(issue, new Dry(except, now + DRY));
            return false;
        }
        for (var each : claimed) inHand.add(each.batch());
        tray.add(claimed);
        dispatcher.shares(job(issue)).took(carrier, claimed.size());
        return true;
    }

    /** Batches of which no letter may go for long make room for others, and are not taken again in this shift. */
    private void handBack(long issue, long now) {
        var shut = allowances.shut(now);
        var kept = tray.letters(issue).stream()
                .filter(each -> !shut.contains(each.receiver()) && !carrier.gates().isBlocked(each.receiver(), now))
                .map(Delivery::batch)
                .collect(Collectors.toSet());
        underWay.keySet().forEach(each -> kept.add(each.batch()));
        var letters = tray.letters(issue).stream().filter(each -> !kept.contains(each.batch())).toList();
        var batches = letters.stream().map(Delivery::batch).collect(Collectors.toSet());
        letGo(letters, batches);
        tray.remove(batches);
        inHand.removeAll(batches);
        for (var each : batches) handedBack.add(each.id());
    }

    /** What any node was told to leave alone. */
    private void keepSilences(long now) {
        dispatcher.silences().of(carrier.name()).forEach(
                (receiver, left) -> carrier.gates().silence(receiver, now + left.toNanos(), now));
    }

    /** When it is worth looking again. */
    private long opens(long now) {
        var opens = Math.min(carrier.gates().opens(now), allowances.opens(now));
        for (var job : jobs.values()) {
            if (dispatcher.shares(job).waits(carrier)) opens = Math.min(opens, now + LONGEST_WAIT);
        }
        return opens;
    }

    /** What is known of an issue that goes out. */
    synchronized Job job(long issue) {
        return Objects.requireNonNull(jobs.get(issue));
    }
}
