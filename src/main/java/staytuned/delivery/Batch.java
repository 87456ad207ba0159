package staytuned.delivery;

/**
 * Deliveries of one issue that a node has in hand together.
 *
 * @param firstId the least id of them; some ids up to {@code lastId} may belong to other issues
 * @param alone whether it is one delivery that is no longer due together with its neighbours
 */
record Batch(long id, long issueId, long firstId, long lastId, boolean alone) {}
