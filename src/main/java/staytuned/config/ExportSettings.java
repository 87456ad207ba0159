package staytuned.config;

import java.nio.file.Path;
import java.time.Duration;

/** A file that WordPress has exported, which was there when the settings were read. */
public record ExportSettings(Path file, Duration poll, boolean sendsFirstPoll, int flood) implements SourceSettings {}
