package staytuned.feedback;

/**
 * How the letters of an issue were received that one relay handed to one receiver.
 *
 * @param relay empty where it is not known
 * @param receiver empty for all those together that have few letters
 */
public record Figure(long newsletterId, long issueId, String relay, String receiver, Count count) {}
