package staytuned.delivery;

/**
 * How the letters of an issue ended that one relay handed to one receiver.
 *
 * @param relay its name; empty where it is not known
 * @param receiver its name; empty for all those together that have few letters
 * @param taken by the relay
 * @param bounced refused by the relay, or given up
 */
public record Result(long issueId, String relay, String receiver, int taken, int bounced) {}
