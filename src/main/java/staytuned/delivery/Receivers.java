package staytuned.delivery;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who runs the mailboxes of which domains. What a receiver allows, it allows for all its domains together.
 *
 * @param groups the domains of each group that has more than one, no domain in two groups; any other domain is a
 *     receiver by itself
 */
public record Receivers(Map<String, Set<String>> groups) {
    /** The large ones, with the national domains that still have many readers. Yahoo Japan is another house. */
    public static final Receivers KNOWN = new Receivers(Map.of(
            "gmail", domains("gmail.com googlemail.com"),
            "yahoo", domains("""
                    yahoo.com ymail.com rocketmail.com myyahoo.com aol.com aol.co.uk aol.de aol.fr aim.com yahoo.at
                    yahoo.be yahoo.ca yahoo.ch yahoo.cl yahoo.co.id yahoo.co.in yahoo.co.kr yahoo.co.nz yahoo.co.th
                    yahoo.co.uk yahoo.co.za yahoo.com.ar yahoo.com.au yahoo.com.br yahoo.com.co yahoo.com.hk
                    yahoo.com.mx yahoo.com.my yahoo.com.pe yahoo.com.ph yahoo.com.sg yahoo.com.tr yahoo.com.tw
                    yahoo.com.ve yahoo.com.vn yahoo.cz yahoo.de yahoo.dk yahoo.es yahoo.fi yahoo.fr yahoo.gr yahoo.hu
                    yahoo.ie yahoo.in yahoo.it yahoo.nl yahoo.no yahoo.pl yahoo.pt yahoo.ro yahoo.se"""),
            "outlook", domains("""
                    outlook.com hotmail.com live.com msn.com passport.com windowslive.com hotmail.be hotmail.ca
                    hotmail.ch hotmail.co.jp hotmail.co.kr hotmail.co.th hotmail.co.uk hotmail.com.ar hotmail.com.au
                    hotmail.com.br hotmail.com.tr hotmail.de hotmail.dk hotmail.es hotmail.fi hotmail.fr hotmail.gr
                    hotmail.hu hotmail.it hotmail.nl hotmail.no hotmail.se live.at live.be live.ca live.cl live.cn
                    live.co.uk live.co.za live.com.ar live.com.au live.com.mx live.com.pt live.de live.dk live.fi
                    live.fr live.ie live.in live.it live.jp live.nl live.no live.ru live.se outlook.at outlook.be
                    outlook.cl outlook.co.id outlook.co.th outlook.com.ar outlook.com.au outlook.com.br outlook.cz
                    outlook.de outlook.dk outlook.es outlook.fr outlook.hu outlook.ie outlook.in outlook.it outlook.jp
                    outlook.kr outlook.ph outlook.pt outlook.sg"""),
            "icloud", domains("icloud.com me.com mac.com")));

    /** These groups too; a domain that stands in one of them belongs to no other any more. */
    public Receivers with(Map<String, Set<String>> own) {
        var named = own.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        var all = new LinkedHashMap<String, Set<String>>();
        groups.forEach((name, domains) -> all.put(
                name, domains.stream().filter(each -> !named.contains(each)).collect(Collectors.toSet())));
        own.forEach((name, domains) -> all.merge(name, domains, Receivers::union));
        return new Receivers(all);
    }

    /** The receiver that has {@code domain}. */
    public String of(String domain) {
        return groups.entrySet().stream()
                .filter(each -> each.getValue().contains(domain))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(domain);
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        return List.of(a, b).stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    private static Set<String> domains(String text) {
        return Arrays.stream(text.split("\\s+")).collect(Collectors.toUnmodifiableSet());
    }
}
