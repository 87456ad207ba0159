package staytuned.subscriber;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import staytuned.db.Database;
import staytuned.db.Tx;
import staytuned.mail.Address;
import staytuned.subscriber.Consent.Word;

/**
 * Takes down who asks to become a reader, and who confirms it.
 *
 * <p>Whoever asks is told the same, whether the address is known or not. A mail goes out only where it may be wanted:
 * not to a reader, not to one who must not be mailed, and none on the day of another that nobody has answered.
 */
public final class Registrar {
    /** How long the link of a mail can be used. */
    public static final Duration GOOD_FOR = Duration.ofDays(7);
    /** How long the next mail to an address waits where the last has not led to anything. */
    private static final Duration PAUSE = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
    private static final int DOORS = 64;
    private static final int LONGEST_SOURCE = 200;

    private final Desk desk;
    private final List<ReentrantLock> doors = Stream.generate(ReentrantLock::new).limit(DOORS).toList();

    /** What it works with. */
    public record Desk(
            Database database,
            Subscribers subscribers,
            Consents consents,
            SignedLinks links,
            Post post,
            InstantSource clock) {}

    /** Mails what follows, in the transaction in which it does. */
    public interface Post {
        /** Asks the reader whether it was they who asked. */
        void confirmation(Tx tx, Consent consent, Subscription subscription, String language);

        /** Something that the reader gets once they have confirmed. */
        void welcome(Tx tx, Consent consent, Subscription subscription, String language);
    }

    /**
     * What somebody asks for.
     *
     * @param language a BCP 47 tag, in which they asked
     * @param page where they asked
     * @param client the address that they asked from
     * @param words what they agreed to
     */
    public record Wish(
            long newsletterId, Address address, String language, String page, String client, String words) {}

    public Registrar(Desk desk) {
        this.desk = desk;
    }

    /** Takes a wish down; nobody learns what became of it but by the mail that may follow. */
    public void ask(Wish wish) {
        var key = wish.address().key();
        var door = doors.get(Math.floorMod(key.hashCode(), DOORS));
        door.lock(); // two rows of one new address would collide on the embedded database
        try {
            desk.database.run(tx -> ask(tx, wish));
        } finally {
            door.unlock();
        }
    }

    private void ask(Tx tx, Wish wish) {
        var source = Address.oneLine("form " + wish.page(), LONGEST_SOURCE);
        var person = new Person(new Address(wish.address().email(), ""), null); // a name would be a stranger's word
        desk.subscribers.addAll(tx, wish.newsletterId(), List.of(person), false, source);
        var subscription = desk.subscribers.lock(tx, wish.newsletterId(), person.address().key());
        var now = desk.clock.instant();
        var reader = subscription.status() == Status.CONFIRMED || subscription.status() == Status.SUPPRESSED;
        if (reader || desk.subscribers.isRefused(tx, person.address().key())) return;
        if (desk.consents.anyOpen(tx, subscription, now.minus(PAUSE))) return;
        var asked = new Word(now, wish.page(), wish.client(), wish.words());
        var consent = desk.consents.add(tx, subscription.id(), asked);
        desk.post.confirmation(tx, consent, subscription, wish.language());
        LOG.info("subscription {}: asked for, and to be confirmed", subscription.id());
    }

    /** Whose wish a link would confirm; nobody's where we did not sign it, or it is too old. Changes nothing. */
    public Optional<Subscription> asked(String token) {
        return desk.links.id(token).flatMap(id -> desk.database.inTransaction(tx -> desk.consents.find(tx, id)
                .filter(this::isGood)
                .flatMap(each -> desk.subscribers.find(tx, each.subscriptionId()))));
    }

    private boolean isGood(Consent consent) {
        return consent.asked().at().isAfter(desk.clock.instant().minus(GOOD_FOR));
    }

    /**
     * Makes somebody a reader by the link of the mail; doing it again changes nothing, also after they have left.
     *
     * @param words what they agreed to, by the subscription that it is about
     * @return none for all links that do not lead to a subscription now
     */
    public Optional<Subscription> confirm(
            String token, String client, String language, Function<Subscription, String> words) {
        return desk.links.id(token).flatMap(id -> desk.database.inTransaction(tx -> {
            var consent = desk.consents.lock(tx, id).filter(this::isGood);
            var subscription = consent.flatMap(each -> desk.subscribers.find(tx, each.subscriptionId()));
            if (consent.isEmpty() || subscription.isEmpty()) return Optional.empty();
            if (consent.get().confirmed() != null) {
                return subscription.filter(each -> each.status() == Status.CONFIRMED);
            }
            if (!desk.subscribers.optIn(tx, subscription.get())) return Optional.empty();
            var word = new Word(desk.clock.instant(), "", client, words.apply(subscription.get()));
            desk.consents.confirm(tx, id, word);
            desk.post.welcome(tx, consent.get(), subscription.get(), language);
            LOG.info("subscription {}: confirmed", subscription.get().id());
            return desk.subscribers.find(tx, subscription.get().id());
        }));
    }
}
