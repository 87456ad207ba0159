package staytuned.config;

import java.net.URI;
import java.time.Duration;

/**
 * A sitemap, or an index of sitemaps.
 *
 * @param only the paths that count: a prefix, or a pattern with {@code *} and {@code **}; empty for all
 */
public record SitemapSettings(URI url, String only, Duration poll, boolean sendsFirstPoll, int flood)
        implements SourceSettings {}
