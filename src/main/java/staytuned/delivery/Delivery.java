package staytuned.delivery;

import staytuned.mail.Address;

/**
 * One message to one reader, in the hands of this node.
 *
 * @param attempts how many attempts the relay has answered
 * @param to the reader as they were when the issue was queued
 */
record Delivery(long id, long issueId, long subscriptionId, int attempts, Address to) {}
