package staytuned.doctor;

import java.util.LinkedHashMap;
import java.util.Map;

/** A list of tags as DKIM and DMARC write it: {@code v=DMARC1; p=none} (RFC 6376 section 3.2). */
final class Tags {
    private Tags() {}

    static Map<String, String> read(String text) {
        var tags = new LinkedHashMap<String, String>();
        for (var each : text.split(";", -1)) {
            var at = each.indexOf('=');
            if (at > 0) tags.putIfAbsent(each.substring(0, at).strip(), each.substring(at + 1).strip());
        }
        return tags;
    }
}
