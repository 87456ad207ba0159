package staytuned.subscriber;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import staytuned.mail.Address;

/** Which column of a list says what: as its header says, or as an admin does. */
public final class Columns {
    private static final int LONGEST_NAME = 80;

    private final List<String> header;
    private final Map<Part, Integer> places = new EnumMap<>(Part.class);

    private Columns(List<String> header) {
        this.header = header;
    }

    /** What the names suggest. Columns that say nothing to us are left out. */
    static Columns guess(List<String> header, Peer peer) {
        var columns = new Columns(header);
        var spelt = header.stream().map(Part::spelt).toList();
        for (var part : Part.values()) {
            if (part.isOurs() && peer != Peer.STAYTUNED) continue;
            Stream.concat(peer.names(part), part.names().stream())
                    .filter(spelt::contains)
                    .findFirst()
                    .ifPresent(name -> columns.places.put(part, spelt.indexOf(name)));
        }
        // "Nombre" or "Nome" alone is the whole name.
        if (!columns.has(Part.LAST_NAME) && !columns.has(Part.NAME) && columns.has(Part.FIRST_NAME)) {
            columns.places.put(Part.NAME, columns.places.remove(Part.FIRST_NAME));
        }
        return columns;
    }

    /**
     * The same with what an admin says: from {@code email}, {@code time-zone} and so on to the column's name; an empty
     * name leaves that part out.
     *
     * @throws IllegalArgumentException there is no such part or no such column; the message says which there are
     */
    Columns with(Map<String, String> given) {
        var columns = new Columns(header);
        columns.places.putAll(places);
        var spelt = header.stream().map(Part::spelt).toList();
        given.forEach((key, name) -> {
            var part = part(key);
            var place = spelt.indexOf(Part.spelt(name));
            if (name.isBlank()) {
                columns.places.remove(part);
            } else if (place < 0) {
                throw new IllegalArgumentException(
                        "there is no column \"" + Address.oneLine(name, LONGEST_NAME) + "\"; there is " + shown());
            } else {
                columns.places.put(part, place);
            }
        });
        return columns;
    }

    private static Part part(String key) {
        return Stream.of(Part.values())
                .filter(each -> each.key('-').equals(key.strip()) || each.key('_').equals(key.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + Address.oneLine(key, LONGEST_NAME)
                        + "\" is nothing that a column can say; write one of "
                        + Stream.of(Part.values()).map(each -> each.key('-')).collect(Collectors.joining(", "))));
    }

    public boolean has(Part part) {
        return places.containsKey(part);
    }

    /** The columns' names, for a person. */
    public String shown() {
        var names = new ArrayList<String>();
        for (var each : header) names.add(Address.oneLine(each, LONGEST_NAME));
        return String.join(", ", names);
    }

    /** The name of a part's column, for a person. */
    String name(Part part) {
        var place = places.get(part);
        return place == null ? part.key('-') : Address.oneLine(header.get(place), LONGEST_NAME);
    }

    /** What a row says; empty where it says nothing. */
    String in(CsvRecord row, Part part) {
        var place = places.get(part);
        return place == null || place >= row.getFieldCount() ? "" : Cells.plain(row.getField(place).strip());
    }
}
