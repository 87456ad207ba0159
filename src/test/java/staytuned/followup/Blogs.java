package staytuned.followup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Articles of several blogs in the order of their dates, and which promises each of them keeps. */
record Blogs(List<Entry> entries) {
    /**
     * One article.
     *
     * @param certain the names of those whose promises it surely keeps; {@code perhaps} those that only a person sees
     */
    record Entry(
            String name, Arrival arrival, @Nullable String promise, Set<String> certain, Set<String> perhaps) {
        Writing writing() {
            return arrival.writing();
        }

        Pledge pledge() {
            var sentence = Objects.requireNonNull(promise);
            return new Pledge(writing().id(), writing(), sentence, Topics.of(sentence, writing().language()));
        }
    }

    static Blogs read() {
        var out = new ArrayList<Entry>();
        var names = new LinkedHashMap<String, Long>();
        long blog = 0;
        var language = "";
        for (var line : lines()) {
            if (line.isBlank() || line.startsWith("#")) continue;
            if (line.startsWith("@")) {
                blog++;
                language = line.split(" ", -1)[1];
                continue;
            }
            var cells = line.split("\\s*\\|\\s*", -1);
            names.put(cells[0], names.size() + 1L);
            out.add(entry(cells, names, blog, language));
        }
        return new Blogs(List.copyOf(out));
    }

    /** Without the articles of these names. */
    Blogs without(Set<String> names) {
        return new Blogs(entries.stream().filter(each -> !names.contains(each.name())).toList());
    }

    Map<Long, String> names() {
        return entries.stream().collect(Collectors.toMap(each -> each.writing().id(), Entry::name));
    }

    private static Entry entry(String[] cells, Map<String, Long> names, long blog, String language) {
        var links = new TreeSet<String>();
        String follows = null;
        for (var each : list(cells[4])) {
            if (each.startsWith("follows:")) follows = "/" + each.substring(8) + "/";
            else links.add("http://example.org/" + each + "/?utm_source=feed");
        }
        var writing = new Writing(
                Objects.requireNonNull(names.get(cells[0])), blog, cells[2], language, cells[7],
                Set.copyOf(list(cells[3])), LocalDate.parse(cells[1]).atStartOfDay().toInstant(ZoneOffset.UTC),
                "https://example.org/" + cells[0]);
        return new Entry(
                cells[0], new Arrival(writing, links, follows), cells[6].isEmpty() ? null : cells[6],
                marked(cells[5], "!"), marked(cells[5], "?"));
    }

    private static Set<String> marked(String cell, String mark) {
        return list(cell).stream()
                .filter(each -> each.endsWith(mark))
                .map(each -> each.substring(0, each.length() - 1))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> list(String cell) {
        return cell.isEmpty() ? List.of() : List.of(cell.split(",\\s*", -1));
    }

    private static List<String> lines() {
        try (var in = Objects.requireNonNull(Blogs.class.getResourceAsStream("/followup/stream.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
