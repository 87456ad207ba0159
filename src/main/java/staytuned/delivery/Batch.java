package staytuned.delivery;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries of one issue that a node has in hand together.
 *
 * @param firstId the least id of them; some ids up to {@code lastId} may belong to other issues
 * @param alone whether it is one delivery that is no longer due together with its neighbours
 * @param zone where all their readers are; null where one clock counts for all
 */
record Batch(long id, long issueId, long firstId, long lastId, boolean alone, @Nullable ZoneId zone) {}
