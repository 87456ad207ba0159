package staytuned.feedback;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out whom a bounce without a report is about: of all addresses in it, those that stand where recipients do. */
final class Suspects {
    private static final Pattern TO =
            Pattern.compile("(?im)^>?\\s{0,8}(?:To|X-Original-To|Delivered-To|Envelope-To):[ \\t]*(.{0,400})$");
    private static final Pattern SENDERS =
            Pattern.compile("(?im)^>?\\s{0,8}(?:From|Sender|Reply-To|Return-Path|Errors-To):[ \\t]*(.{0,400})$");
    private static final Pattern NOT_HERE = Pattern.compile(
            "(?i).*(?:message-?id|in-reply-to|references|reply-to|^\\s*from|^\\s*sender|^\\s*received|contact"
                    + "|assistance|help|support|forward this|send mail to|write to|abuse|mail from|originator|von:|de :"
                    + "|absender).*");
    private static final Pattern HERE = Pattern.compile(
            "(?i).*(?:rcpt to|recipient|^\\s*to\\s*:|failed|user|mailbox|address|account|deliver|undeliver|unknown"
                    + "|empfänger|adress|destinataire|destinatari|ontvanger|odbiorc|adres|получател|адрес|宛先|收件).*");
    private static final Pattern CODE = Pattern.compile(".*\\b[45]\\d\\d[ -].*|.*\\b[45]\\.[1-7]\\.\\d.*");
    private static final Pattern VERP =
            Pattern.compile("[-+]([^-+=@\\s]{1,64}(?:[-+][^-+=@\\s]{1,40})?)=([a-z0-9.-]{1,200}\\.[a-z]{2,20})@");
    private static final Pattern LABEL =
            Pattern.compile("[<'\"(*\\[-]{1,3}|(?i:smtp:|mailto:|to:|recipient:|address:)\\s?<?");
    private static final Set<String> STAFF = Set.of("postmaster", "mailer-daemon", "abuse", "hostmaster", "webmaster");
    private static final int WINDOW = 600;

    /** A recipient and the words that stand with it. */
    record Suspect(String address, String words) {}

    private record Place(String address, int weight, int at, String line) {}

    /** Those whom it is about, the surest first; none where no address can be one. */
    List<Suspect> find(Incoming mail, BounceText text) {
        var to = found(TO, text.original());
        var own = own(mail, text, to);
        var best = new LinkedHashMap<String, Place>();
        for (var place : places(text.report(), to)) {
            var key = place.address.toLowerCase(Locale.ROOT);
            if (own.contains(key)) continue;
            best.merge(key, place, (one, other) -> other.weight > one.weight ? other : one);
        }
        var header = mail.headers("X-Failed-Recipients").stream().flatMap(each -> Addresses.in(each).stream()).toList();
        if (!header.isEmpty()) return header.stream().map(each -> suspect(each, best, text.report())).toList();
        var sorted = best.values().stream().filter(each -> each.weight > 0)
                .sorted(Comparator.comparingInt((Place each) -> -each.weight)).toList();
        var surest = sorted.isEmpty() ? 0 : sorted.getFirst().weight;
        var suspects = sorted.stream()
                .filter(each -> each.weight >= Math.min(surest, 40))
                .map(each -> new Suspect(each.address, words(text.report(), each)))
                .toList();
        if (!suspects.isEmpty()) return suspects;
        var fallback = fallback(mail, to, own);
        return fallback == null ? List.of() : List.of(new Suspect(fallback, ""));
    }

    private static Suspect suspect(String address, Map<String, Place> best, String report) {
        var place = best.get(address.toLowerCase(Locale.ROOT));
        return new Suspect(address, place == null ? "" : words(report, place));
    }

    /** Ours, and the server's. */
    private static Set<String> own(Incoming mail, BounceText text, List<String> to) {
        var own = new HashSet<String>();
        for (var name : List.of("To", "Delivered-To", "X-Original-To", "From", "Return-Path", "Reply-To", "Sender")) {
            for (var each : mail.headers(name)) {
                for (var found : Addresses.in(each)) own.add(found.toLowerCase(Locale.ROOT));
            }
        }
        found(SENDERS, text.original()).forEach(each -> own.add(each.toLowerCase(Locale.ROOT)));
        // Who mails themselves is sender and recipient.
        if (!text.original().isBlank()) to.forEach(each -> own.remove(each.toLowerCase(Locale.ROOT)));
        return own;
    }

    private static List<String> found(Pattern header, String text) {
        var found = new ArrayList<String>();
        var lines = header.matcher(text);
        while (lines.find() && found.size() < 50) found.addAll(Addresses.in(lines.group(1)));
        return found;
    }

    private static List<Place> places(String report, List<String> to) {
        var places = new ArrayList<Place>();
        var at = 0;
        var before = "";
        for (var line : report.split("\n", -1)) {
            var shown = line.length() > 1000 ? line.substring(0, 1000) : line;
            var matcher = Addresses.ADDRESS.matcher(shown);
            while (matcher.find() && places.size() < 300) {
                var address = Addresses.bare(matcher.group());
                var weight = weight(address, shown, before, matcher.start(), matcher.end())
                        + (to.stream().anyMatch(address::equalsIgnoreCase) ? 50 : 0);
                places.add(new Place(address, weight, at, shown));
            }
            at += line.length() + 1;
            if (!line.isBlank()) before = shown;
        }
        return places;
    }

    private static int weight(String address, String line, String before, int start, int end) {
        var ahead = line.substring(0, start);
        var behind = line.substring(end);
        var weight = 5;
        if (ahead.isBlank() || LABEL.matcher(ahead.strip()).matches()) {
            if (behind.matches("[>'\")\\]]{0,3}\\s*[:：].*")) weight += 40;
            else if (behind.matches("[>'\")\\]]{0,3}[.,;]?\\s*")) weight += 35;
            else weight += 25;
        } else if (HERE.matcher(ahead).matches()) {
            weight += 20;
        } else if (HERE.matcher(line).matches()) {
            weight += 10;
        }
        if (HERE.matcher(before).matches()) weight += 5;
        if (CODE.matcher(line).matches()) weight += 10;
        if (NOT_HERE.matcher(ahead).matches()) weight -= 40;
        if (STAFF.contains(address.substring(0, address.indexOf('@')).toLowerCase(Locale.ROOT))) weight -= 45;
        return weight;
    }

    /** The line itself, and what follows it up to the next recipient. */
    private static String words(String report, Place place) {
        var from = Math.min(place.at, report.length());
        var words = report.substring(from, Math.min(report.length(), from + WINDOW));
        var next = next(words, place.line.length());
        var another = next > 0 && Addresses.ADDRESS.matcher(words.substring(next)).find();
        return (another ? words.substring(0, next) : words).replace(place.address, " ");
    }

    /** Where the next line begins that an angle bracket opens, as in the lists of Postfix and qmail. */
    private static int next(String words, int from) {
        var next = words.indexOf("\n<", from);
        while (next >= 0 && words.startsWith("<<", next + 1)) next = words.indexOf("\n<", next + 1);
        return next;
    }

    private static @Nullable String fallback(Incoming mail, List<String> to, Set<String> own) {
        var others = to.stream().filter(each -> !own.contains(each.toLowerCase(Locale.ROOT))).distinct().toList();
        if (others.size() == 1) return others.getFirst();
        for (var name : List.of("To", "Delivered-To", "X-Original-To")) {
            var verp = VERP.matcher(mail.header(name));
            if (verp.find()) return verp.group(1) + "@" + verp.group(2);
        }
        return others.isEmpty() ? null : others.getFirst();
    }
}
