package staytuned.admin;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import staytuned.db.Database;

/** All that is kept about who runs the service. */
public record Office(Admins admins, Gatekeeper gatekeeper, Sessions sessions, Audit audit, Tokens tokens) {
    public static Office in(Database database, InstantSource clock, RandomGenerator random) {
        var audit = new Audit(database, clock);
        return new Office(
                new Admins(database), new Gatekeeper(database, audit, clock, random),
                new Sessions(database, clock, random), audit, new Tokens(database, clock));
    }
}
