package staytuned.config;

import java.net.URI;
import java.time.Duration;

/** A page that is one article. */
public record PageSettings(URI url, Duration poll, boolean sendsFirstPoll, int flood) implements SourceSettings {}
