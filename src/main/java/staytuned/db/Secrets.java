package staytuned.db;

import static staytuned.db.schema.Tables.SECRETS;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The table of what this service signs with. */
public final class Secrets {
    private static final int BYTES = 32;

    private final Database database;

    public Secrets(Database database) {
        this.database = database;
    }

    /** The secret {@code name} in hexadecimal, made from {@code random} where there is none yet. */
    public String get(String name, RandomGenerator random) {
        return database.inTransaction(tx -> {
            if (!tx.sql().fetchExists(SECRETS, SECRETS.NAME.eq(name))) {
                var bytes = new byte[BYTES];
                random.nextBytes(bytes);
                tx.insertNew(tx.sql().insertInto(SECRETS)
                        .set(SECRETS.NAME, name)
                        .set(SECRETS.HEX, HexFormat.of().formatHex(bytes)));
            }
            return tx.sql().select(SECRETS.HEX).from(SECRETS).where(SECRETS.NAME.eq(name)).fetchSingle(SECRETS.HEX);
        });
    }
}
