package staytuned.article;

import java.time.Instant;

/** An article that is scheduled: its title, and when it is published. */
public record Coming(String title, Instant publishedAt) {}
