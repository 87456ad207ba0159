package staytuned.db;

import org.jooq.DSLContext;

/**
 * One open transaction. Doers pass it from one table's class to the next, so that what belongs together is kept
 * together; only the classes that own a table look inside.
 */
public record Tx(DSLContext sql) {}
