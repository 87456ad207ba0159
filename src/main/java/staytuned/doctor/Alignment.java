package staytuned.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether letters pass DMARC: its record, and whether what SPF and DKIM vouch for is the From's domain (RFC 9989). */
final class Alignment {
    /** RFC 9989 section 4.10: so many names are asked at most. */
    private static final int MOST_ASKED = 8;

    private final Names names;

    /** A DMARC record and where it stands. */
    private record Policy(String domain, Map<String, String> tags) {
        String tag(String name, String usual) {
            return tags.getOrDefault(name, usual).toLowerCase(Locale.ROOT);
        }
    }

    /** No name server could say what stands at a name. */
    private static final class Unknown extends Exception {
        Unknown(String name) {
            super("the name servers do not say what stands at " + name);
        }
    }

    Alignment(Names names) {
        this.names = names;
    }

    /**
     * What is wrong with the DMARC of the domain of From.
     *
     * @param envelope the domain of the envelope's sender
     * @param signing the domains of the DKIM keys
     */
    Finding examine(String from, String envelope, List<String> signing) {
        var about = "DMARC of " + from;
        try {
            var walk = walk(from);
            var found = policy(from, walk);
            var strictSpf = found.map(each -> each.tag("aspf", "r")).orElse("r").equals("s");
            var strictDkim = found.map(each -> each.tag("adkim", "r")).orElse("r").equals("s");
            var spf = isAligned(from, envelope, strictSpf);
            var signed = false;
            for (var each : signing) signed |= isAligned(from, each, strictDkim);
            if (!spf && !signed) {
                return Finding.error(about, "letters fail it: neither the envelope's sender (" + envelope
                                + ") nor a DKIM key (" + (signing.isEmpty() ? "none" : String.join(", ", signing))
                                + ") is of the From's domain",
                        "sign with a key of " + from + ", or let bounces.address be at " + from);
            }
            if (found.isEmpty()) {
                return Finding.warning(about, "there is none, and Gmail and Yahoo ask for one from who mails many",
                        "publish at _dmarc." + from + " the TXT record \"v=DMARC1; p=none\"");
            }
            if (!signed) {
                return Finding.warning(about, "letters pass by SPF alone, which is lost when they are forwarded",
                        "sign with a key of " + from);
            }
            return Finding.ok(about, "letters pass by " + (spf ? "SPF and DKIM" : "DKIM") + "; the record stands at _dmarc."
                    + found.get().domain() + " and says " + found.get().tag("p", "none"));
        } catch (Unknown e) {
            return Finding.warning(about, String.valueOf(e.getMessage()), "ask again, or look at your name servers");
        }
    }

    /** Its own record, else that of the organisational domain, else that of the public suffix (RFC 9989 section 4.10.1). */
    private Optional<Policy> policy(String domain, List<Policy> walk) {
        var own = walk.stream().filter(each -> each.domain().equals(domain)).findFirst();
        var organisation = organisation(domain, walk);
        return own.or(() -> walk.stream().filter(each -> each.domain().equals(organisation)).findFirst())
                .or(() -> walk.stream().filter(each -> each.tag("psd", "u").equals("y")).findFirst());
    }

    private boolean isAligned(String from, String other, boolean strict) throws Unknown {
        if (from.equals(other)) return true;
        return !strict && organisation(from, walk(from)).equals(organisation(other, walk(other)));
    }

    /** The records from this name upwards, until one says that it is the last (RFC 9989 section 4.10). */
    private List<Policy> walk(String domain) throws Unknown {
        var found = new ArrayList<Policy>();
        var name = domain;
        for (var asked = 0; asked < MOST_ASKED && !name.isEmpty(); asked++) {
            var record = record(name);
            record.ifPresent(found::add);
            var psd = record.map(each -> each.tag("psd", "u")).orElse("u");
            if (psd.equals("n") || (psd.equals("y") && asked > 0)) return found;
            name = parent(name, asked == 0);
        }
        return found;
    }

    /** Of a name with more than eight labels, all but the last seven are left out after it was asked itself. */
    private static String parent(String name, boolean first) {
        var labels = List.of(name.split("\\.", -1));
        var rest = first && labels.size() > MOST_ASKED
                ? labels.subList(labels.size() - MOST_ASKED + 1, labels.size())
                : labels.subList(1, labels.size());
        return String.join(".", rest);
    }

    /** RFC 9989 section 4.10.2. */
    private static String organisation(String domain, List<Policy> walk) {
        for (var each : walk) {
            if (each.tag("psd", "u").equals("n")) return each.domain();
            if (each.tag("psd", "u").equals("y") && !each.domain().equals(domain)) {
                var below = domain.substring(0, domain.length() - each.domain().length() - 1);
                return below.substring(below.lastIndexOf('.') + 1) + "." + each.domain();
            }
        }
        return walk.isEmpty() ? domain : walk.getLast().domain();
    }

    /** Where several stand at a name, none counts. */
    private Optional<Policy> record(String name) throws Unknown {
        var found = names.texts("_dmarc." + name);
        if (found.failed()) throw new Unknown("_dmarc." + name);
        var records = found.values().stream().filter(each -> each.matches("v\\s*=\\s*DMARC1\\s*(;.*)?")).toList();
        return records.size() == 1 ? Optional.of(new Policy(name, Tags.read(records.getFirst()))) : Optional.empty();
    }
}
