package staytuned.followup;

import org.jspecify.annotations.Nullable;

/**
 * An open promise, as it is compared with new articles.
 *
 * @param by the article that makes it
 * @param topic what it is about, in the words of {@code sentence}; null where that is only "Stay tuned!"
 */
public record Pledge(long id, Writing by, String sentence, @Nullable String topic) {}
