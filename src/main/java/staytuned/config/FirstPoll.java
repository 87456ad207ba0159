package staytuned.config;

/** What happens to the articles that are there when a source is polled for the first time. */
enum FirstPoll {
    BASELINE,
    SEND
}
