package staytuned.schedule;

import java.time.Instant;

/**
 * How one tick goes.
 *
 * @param isUnderWay whether it is being done now
 * @param at since when it is; where it is not, when it ended last, or was first scheduled
 * @param fails whether it failed the last time
 */
public record Pulse(String name, boolean isUnderWay, Instant at, boolean fails) {}
