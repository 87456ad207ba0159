package staytuned.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that WordPress has exported, which was there when the settings were read. */
public record ExportSettings(Path file, Duration poll, boolean sendsFirstPoll, int flood) implements SourceSettings {
    static @Nullable SourceSettings read(Section keys, Set<Object> earlier) {
        for (var other : new String[] {"feed", "folder"}) {
            keys.refuse(other, "stands beside an export; make two sources of them, each with its own \"- \"");
        }
        var file = keys.maybe("export", keys.reading()::file);
        var poll = keys.or("poll", Duration.ofSeconds(10), text -> Notation.duration(text, Duration.ofSeconds(1)));
        var sends = keys.or("first-poll", FirstPoll.BASELINE, text -> Notation.word(FirstPoll.class, text));
        int flood = keys.or("flood", 20, text -> Notation.whole(text, 0, 10_000));
        if (file == null) return null;
        if (!earlier.add(file)) keys.mistake("export", "stands twice in this newsletter; remove one of them");
        return new ExportSettings(file, poll, sends == FirstPoll.SEND, flood);
    }
}
