package staytuned.reading;

/**
 * Which rule decided for each part of a {@link Reading}, or why nothing was taken, in words for people. Blocks are
 * counted from 1, boilerplate among them.
 */
public record Why(String title, String language, String lead, String conclusion, String promise) {}
