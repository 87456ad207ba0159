package staytuned.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import staytuned.mail.Address;
import staytuned.newsletter.Newsletter;
import staytuned.subscriber.Registrar;
import staytuned.subscriber.Registrar.Wish;
import staytuned.subscriber.Typos;
import staytuned.template.Words;

/** Takes the wishes to subscribe, from the page and from programs: who may ask, and what is written down of it. */
final class Doorbell {
    /** A field that no person sees: what fills it in is a program. */
    static final String TRAP = "website";

    private final Registrar registrar;
    private final SubscribePages.Policy policy;
    private final Throttle throttle;

    /** What became of a wish. */
    sealed interface Rung {
        /** It is taken down; {@code meant} is the address that was perhaps meant instead. */
        record Asked(Address address, Optional<Address> meant) implements Rung {}

        /** It holds no address. */
        record NoAddress() implements Rung {}

        /** Too many came from there. */
        record TooMany() implements Rung {}
    }

    Doorbell(Registrar registrar, SubscribePages.Policy policy) {
        this.registrar = registrar;
        this.policy = policy;
        this.throttle = new Throttle(policy.clock());
    }

    /** Takes one down, by the fields {@code email} and, where wished, {@code page} of what was sent. */
    Rung ring(ServerRequest request, Form sent, Newsletter newsletter, Words words) {
        var start = System.nanoTime();
        var client = client(request);
        if (!throttle.admits(client)) return new Rung.TooMany();
        Address address;
        try {
            address = new Address(sent.first("email"), "");
        } catch (IllegalArgumentException e) {
            return new Rung.NoAddress();
        }
        if (sent.first(TRAP).isEmpty()) {
            var consent = words.say("subscribe.consent", newsletter.title());
            registrar.ask(new Wish(
                    newsletter.id(), address, words.language(), page(request, sent), client.address(), consent));
        }
        var end = start + policy.atLeast().toNanos();
        while (end - System.nanoTime() > 0) LockSupport.parkNanos(end - System.nanoTime());
        return new Rung.Asked(address, meant(address));
    }

    private static Optional<Address> meant(Address address) {
        var local = address.email().substring(0, address.email().lastIndexOf('@') + 1);
        return Typos.suggestion(address.domain()).map(each -> new Address(local + each, ""));
    }

    Client client(ServerRequest request) {
        return Client.of(request, policy.proxies());
    }

    /** Where the form stood: what it says itself, else what the browser says. */
    private static String page(ServerRequest request, Form sent) {
        var said = sent.first("page");
        if (!said.isEmpty()) return said;
        var headers = request.headers();
        return headers.value(HeaderNames.REFERER)
                .or(() -> headers.value(HeaderNames.ORIGIN).filter(each -> !each.equals("null")))
                .orElse("the page of the newsletter");
    }
}
