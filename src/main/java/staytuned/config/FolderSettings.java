package staytuned.config;

import java.nio.file.Path;
import java.time.Duration;

/** A folder of articles, which was there when the settings were read. */
public record FolderSettings(Path path, Duration poll, boolean sendsFirstPoll, int flood) implements SourceSettings {}
