package staytuned.delivery;

import org.jspecify.annotations.Nullable;
import staytuned.delivery.Limits.Grant;

/** What this node has in hand of a limit, and spends letter by letter. Times are of {@link System#nanoTime}. */
final class Allowance {
    private static final int AT_ONCE = Batches.SIZE;

    private final Limits limits;
    private final Limit limit;
    private @Nullable Grant grant;
    private int left;
    private long next;
    private long goodUntil;

    Allowance(Limits limits, Limit limit) {
        this.limits = limits;
        this.limit = limit;
    }

    /** Whether a letter may go now; what has run out is taken anew. */
    boolean isOpen(long now) {
        if (limit.isNone()) return true;
        if (left > 0 && now - goodUntil > 0) giveBack();
        if (left == 0 && (grant == null || now - next >= 0)) take(now);
        return left > 0 && now - next >= 0;
    }

    private void take(long now) {
        var taken = limits.take(limit, AT_ONCE);
        grant = taken;
        left = taken.letters();
        next = now + taken.in().toNanos();
        goodUntil = now + taken.goodFor().toNanos();
    }

    /** Whether it is known that none may go now. */
    boolean isShut(long now) {
        return grant != null && now - next < 0;
    }

    /** When it is worth asking again, where it is shut. */
    long opens() {
        return next;
    }

    /** One letter goes. */
    void spend(long now) {
        var current = grant;
        if (current == null) return;
        left--;
        next = Math.max(next, now) + current.pause().toNanos();
        if (left == 0 && current.pause().isZero()) next = now;
    }

    /** What is left is the others' again. */
    void giveBack() {
        if (grant != null && left > 0) limits.giveBack(limit, grant, left);
        left = 0;
        grant = null;
    }
}
