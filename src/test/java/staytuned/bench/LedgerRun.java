package staytuned.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** The ledger without mail, measured by a process of its own. */
final class LedgerRun {
    private LedgerRun() {}

    /** The JSON line of its second round, the first of which warms up. */
    static JsonNode of(String database, int readers) throws Exception {
        var speed = Class.forName("staytuned.delivery.LedgerSpeed");
        var out = Tool.run(Tool.java(List.of(), speed, database, String.valueOf(readers)));
        return new ObjectMapper().readTree(
                out.lines().filter(each -> each.contains("rows_per_second")).reduce("", (_, last) -> last));
    }
}
