package staytuned.config;

import java.net.URI;
import java.time.Duration;

/** A feed at a URL: RSS, Atom or JSON Feed. */
public record FeedSettings(URI url, FullText fullText, Duration poll, boolean sendsFirstPoll, int flood)
        implements SourceSettings {}
