package staytuned.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Whether mail to a domain arrives, and whether the names of relays stand both ways. */
final class Hosts {
    private static final String ASK = "ask again, or look at your name servers";

    private final Names names;

    Hosts(Names names) {
        this.names = names;
    }

    /** What is wrong with the way of bounces to {@code domain} (RFC 5321 section 5.1). */
    Finding mailTo(String domain) {
        var about = "MX of " + domain;
        var found = names.exchanges(domain);
        if (found.failed()) return Finding.warning(about, "the name servers do not say", ASK);
        if (found.values().isEmpty()) {
            if (names.addresses(domain).values().isEmpty()) {
                return Finding.error(about, "there is none: bounces do not arrive, and some receivers refuse senders "
                        + "whom they cannot answer", "publish an MX record at " + domain + " that names its mail server");
            }
            return Finding.warning(about, "there is none, and mail goes to the host of that name",
                    "publish an MX record at " + domain + " that names its mail server");
        }
        if (found.values().stream().anyMatch(each -> each.host().isEmpty())) {
            return Finding.error(about, "it says that the domain takes no mail (RFC 7505), and bounces are mail",
                    "name a mail server there, or another domain in bounces.address");
        }
        var best = found.values().stream().min(Comparator.comparingInt(Names.Exchange::priority)).orElseThrow();
        if (names.addresses(best.host()).isNone()) {
            return Finding.error(about, "it names " + best.host() + ", which has no address",
                    "give " + best.host() + " an A record, or name another host");
        }
        return Finding.ok(about, best.host());
    }

    /** What is wrong with the names of a relay's addresses: receivers ask who connects to them. */
    List<Finding> reverse(Relay relay) {
        var about = "reverse DNS of relay " + relay.name();
        var addresses = names.addresses(relay.host());
        if (addresses.failed()) return List.of(Finding.warning(about, "the name servers do not say", ASK));
        if (addresses.values().isEmpty()) {
            return List.of(Finding.error(about, relay.host() + " has no address", "correct relays[].host"));
        }
        var findings = new ArrayList<Finding>();
        for (var address : addresses.values().stream().filter(Relay::isPublic).toList()) {
            var back = names.names(address);
            var stands = back.values().stream().anyMatch(each -> names.addresses(each).values().contains(address));
            var shown = address.getHostAddress();
            if (back.failed()) findings.add(Finding.warning(about, "the name servers do not say", ASK));
            else if (stands) findings.add(Finding.ok(about, shown + " is " + back.values().getFirst()));
            else {
                findings.add(Finding.warning(about,
                        back.values().isEmpty() ? shown + " has no name"
                                : shown + " is called " + back.values().getFirst() + ", which is not " + shown,
                        "where letters leave from this address, have its operator give it a name that leads back"));
            }
        }
        return findings;
    }
}
