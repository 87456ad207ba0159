package staytuned.config;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a newsletter's articles come from. */
public sealed interface SourceSettings permits FeedSettings, FolderSettings, ExportSettings {
    /** How long to wait between two polls. */
    Duration poll();

    /** Whether what is there at the first poll is mailed, or is the baseline that mails nothing. */
    boolean sendsFirstPoll();

    /** How many new articles of one poll may be mailed without an admin's word; 0 for any number. */
    int flood();

    /**
     * Reads one source.
     *
     * @param earlier feeds and folders of the same newsletter; its own is added
     */
    static @Nullable SourceSettings read(Section keys, Set<Object> earlier) {
        if (keys.has("export")) return ExportSettings.read(keys, earlier);
        var isFolder = keys.has("folder");
        if (isFolder == keys.has("feed")) {
            keys.mistake("feed", isFolder
                    ? "stands beside a folder; make two sources of them, each with its own \"- \""
                    : "missing; a source has either a feed, such as \"feed: https://example.org/feed/\", or a folder");
        }
        var url = keys.maybe("feed", Hosts::feedUrl);
        var path = keys.maybe("folder", keys.reading()::folder);
        var usual = Duration.ofSeconds(isFolder ? 10 : 600);
        var least = Duration.ofSeconds(isFolder ? 1 : 10);
        var poll = keys.or("poll", usual, text -> Notation.duration(text, least));
        var sends = keys.or("first-poll", FirstPoll.BASELINE, text -> Notation.word(FirstPoll.class, text));
        int flood = keys.or("flood", 20, text -> Notation.whole(text, 0, 10_000));
        SourceSettings source = null;
        if (url != null) source = new FeedSettings(url, poll, sends == FirstPoll.SEND, flood);
        else if (path != null) source = new FolderSettings(path, poll, sends == FirstPoll.SEND, flood);
        var twice = "stands twice in this newsletter; remove one of them";
        if (url != null && !earlier.add(url)) keys.mistake("feed", twice);
        if (path != null && !earlier.add(path)) keys.mistake("folder", twice);
        return source;
    }
}
