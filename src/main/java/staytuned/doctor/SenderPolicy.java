package staytuned.doctor;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which addresses may send for a domain: check_host of RFC 7208, without macros, whose mechanisms never match here. */
final class SenderPolicy {
    /** RFC 7208 section 4.6.4. */
    private static final int MOST_LOOKUPS = 10;

    private static final int MOST_VOID = 2;
    private static final int DEEPEST = 20;
    private static final Pattern MECHANISM = Pattern.compile("([+?~-]?)([A-Za-z0-9-]+)(?:[:]([^/]*))?((?:/.*)?)");
    private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9._-]*)=(.*)");

    private final Names names;
    private final InetAddress sender;
    private int lookups;
    private int voids;

    /** What a policy says of a sender. */
    enum Result {
        PASS,
        FAIL,
        SOFTFAIL,
        NEUTRAL,
        NONE
    }

    /** No policy can be made out: receivers take it for none. */
    static final class Broken extends Exception {
        Broken(String says) {
            super(says);
        }
    }

    /** Nobody can say now. */
    static final class Unknown extends Exception {
        Unknown(String domain) {
            super("the name servers do not say what stands at " + domain);
        }
    }

    SenderPolicy(Names names, InetAddress sender) {
        this.names = names;
        this.sender = sender;
    }

    Result check(String domain) throws Broken, Unknown {
        return check(domain, 0);
    }

    private Result check(String domain, int depth) throws Broken, Unknown {
        if (depth > DEEPEST) throw new Broken("it includes itself");
        var record = record(domain);
        if (record == null) return Result.NONE;
        var redirect = "";
        for (var term : record.strip().split(" +", -1)) {
            if (term.toLowerCase(Locale.ROOT).equals("v=spf1") || term.isEmpty()) continue;
            var modifier = MODIFIER.matcher(term);
            if (modifier.matches()) {
                if (modifier.group(1).equalsIgnoreCase("redirect")) redirect = modifier.group(2);
                continue;
            }
            var result = result(domain, term, depth);
            if (result != null) return result;
        }
        if (redirect.isEmpty()) return Result.NEUTRAL;
        count();
        var there = check(redirect, depth + 1);
        if (there == Result.NONE) throw new Broken("it leads to " + redirect + ", which has no SPF record");
        return there;
    }

    /** The policy's text; null where there is none. */
    private @Nullable String record(String domain) throws Broken, Unknown {
        var found = names.texts(domain);
        if (found.failed()) throw new Unknown(domain);
        var records = found.values().stream().filter(SenderPolicy::isPolicy).toList();
        if (records.size() > 1) {
            throw new Broken(domain + " has " + records.size() + " SPF records, and then none counts");
        }
        return records.isEmpty() ? null : records.getFirst();
    }

    private static boolean isPolicy(String text) {
        return text.toLowerCase(Locale.ROOT).matches("v=spf1( .*)?");
    }

    /** What a term says; null where it does not match. */
    private @Nullable Result result(String domain, String term, int depth) throws Broken, Unknown {
        var m = MECHANISM.matcher(term);
        if (!m.matches()) throw new Broken("\"" + term + "\" cannot be understood");
        var target = m.group(3) == null ? domain : m.group(3);
        var bits = m.group(4);
        var matches = switch (m.group(2).toLowerCase(Locale.ROOT)) {
            case "all" -> true;
            case "include" -> includes(target, depth);
            case "a" -> at(target, bits);
            case "mx" -> exchanges(target, bits);
            case "ip4", "ip6" -> isIn(term, m.group(3) == null ? "" : m.group(3), bits);
            case "ptr", "exists" -> {
                count();
                yield false;
            }
            default -> throw new Broken("\"" + term + "\" is no mechanism");
        };
        if (!matches) return null;
        return switch (m.group(1)) {
            case "-" -> Result.FAIL;
            case "~" -> Result.SOFTFAIL;
            case "?" -> Result.NEUTRAL;
            default -> Result.PASS;
        };
    }

    private boolean includes(String target, int depth) throws Broken, Unknown {
        count();
        if (target.contains("%")) return false;
        var result = check(target, depth + 1);
        if (result == Result.NONE) throw new Broken("it includes " + target + ", which has no SPF record");
        return result == Result.PASS;
    }

    private boolean at(String target, String bits) throws Broken, Unknown {
        count();
        return !target.contains("%") && hosts(target, bits);
    }

    private boolean exchanges(String target, String bits) throws Broken, Unknown {
        count();
        if (target.contains("%")) return false;
        var found = names.exchanges(target);
        if (found.failed()) throw new Unknown(target);
        if (found.values().isEmpty()) countVoid();
        for (var each : found.values()) {
            if (!each.host().isEmpty() && hosts(each.host(), bits)) return true;
        }
        return false;
    }

    private boolean hosts(String host, String bits) throws Broken, Unknown {
        var found = names.addresses(host);
        if (found.failed()) throw new Unknown(host);
        if (found.values().isEmpty()) countVoid();
        var parts = bits.split("/", -1); // "/24//64": the first is for IPv4, the second for IPv6
        Predicate<InetAddress> same = each -> {
            var four = each.getAddress().length == 4;
            var part = four ? (parts.length > 1 ? parts[1] : "") : parts.length > 3 ? parts[3] : "";
            return isIn(each, part.isEmpty() ? each.getAddress().length * 8 : Integer.parseInt(part));
        };
        if (!bits.matches("(/\\d{1,3})?(//\\d{1,3})?")) throw new Broken("\"" + bits + "\" is no length of a prefix");
        return found.values().stream().anyMatch(same);
    }

    private boolean isIn(String term, String address, String bits) throws Broken {
        try {
            var network = InetAddress.ofLiteral(address);
            var length = bits.isEmpty() ? network.getAddress().length * 8 : Integer.parseInt(bits.substring(1));
            return isIn(network, length);
        } catch (IllegalArgumentException e) {
            throw new Broken("\"" + term + "\" names no address");
        }
    }

    private boolean isIn(InetAddress network, int length) {
        var one = network.getAddress();
        var other = sender.getAddress();
        if (one.length != other.length) return false;
        for (var i = 0; i < Math.min(length, one.length * 8); i++) {
            var bit = 0x80 >> (i % 8);
            if (((one[i / 8] ^ other[i / 8]) & bit) != 0) return false;
        }
        return true;
    }

    private void count() throws Broken {
        if (++lookups > MOST_LOOKUPS) {
            throw new Broken("it needs more than " + MOST_LOOKUPS + " look-ups, and then it does not count");
        }
    }

    private void countVoid() throws Broken {
        if (++voids > MOST_VOID) throw new Broken("more than " + MOST_VOID + " of its names do not exist");
    }

    /** Everything that a policy names was looked at when nothing matches this address (RFC 5737). */
    static InetAddress nobody() {
        return InetAddress.ofLiteral("192.0.2.255");
    }

    /** What is wrong with the SPF of the domain of the envelope's sender, by whose relays letters go. */
    static Finding examine(Names names, String domain, List<Relay> relays) {
        var about = "SPF of " + domain;
        try {
            var everybody = new SenderPolicy(names, nobody()).check(domain);
            if (everybody == Result.NONE) {
                return Finding.error(about, "there is none", "publish at " + domain + " the TXT record \"v=spf1 "
                        + "include:NAME -all\" with the name that the operator of your relay gives, or \"v=spf1 "
                        + "ip4:ADDRESS -all\" with the address that sends");
            }
            if (everybody == Result.PASS) {
                return Finding.error(about, "it lets everybody send", "end it with -all or ~all");
            }
            if (everybody == Result.NEUTRAL) {
                return Finding.warning(about, "it forbids nobody", "end it with -all or ~all");
            }
            for (var relay : relays) {
                var missing = missing(names, domain, relay);
                if (missing != null) return missing;
            }
            return Finding.ok(about, "one record that counts");
        } catch (Broken e) {
            return Finding.error(about, String.valueOf(e.getMessage()) + " (RFC 7208)",
                    "keep one record whose includes need 10 look-ups at most, and of which each name exists");
        } catch (Unknown e) {
            return Finding.warning(about, String.valueOf(e.getMessage()), "ask again, or look at your name servers");
        }
    }

    private static @Nullable Finding missing(Names names, String domain, Relay relay) throws Broken, Unknown {
        var addresses = names.addresses(relay.host()).values().stream().filter(Relay::isPublic).toList();
        for (var each : addresses) {
            if (new SenderPolicy(names, each).check(domain) == Result.PASS) return null;
        }
        if (addresses.isEmpty()) return null;
        return Finding.warning("SPF of " + domain,
                "it does not name the address of relay " + relay.name() + ", " + addresses.getFirst().getHostAddress(),
                "add it, unless the relay sends from other addresses, which the record names");
    }
}
