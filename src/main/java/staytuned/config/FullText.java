package staytuned.config;

/** Whether an article is fetched from its page: where its feed seems to hold only its beginning, always, or never. */
public enum FullText {
    AUTO,
    ALWAYS,
    NEVER
}
