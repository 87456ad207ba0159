package staytuned.reading;

/** What was taken from an article, and why. */
public record Explained(Reading reading, Why why) {}
