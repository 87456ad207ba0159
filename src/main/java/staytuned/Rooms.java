package staytuned;

import java.time.InstantSource;
import staytuned.cli.Staytuned;
import staytuned.config.Config;
import staytuned.desk.Desk;
import staytuned.desk.Shelf;
import staytuned.template.Templates;

/** Furnishes the pages that are not for readers with what the service is built of. */
final class Rooms {
    private Rooms() {}

    static Desk desk(Staytuned service, Config config, InstantSource clock) {
        var mail = new Shelf.Mail(
                service.outbox(), service.deliveries(), service.tallies(), service.overviews(), service.listings(),
                service.instances());
        var shelf = new Shelf(
                service.database(), service.newsletters(), service.articles(), service.issues(), service.promises(),
                service.subscribers(), mail, service.mailroom().suppressions(), service.mailroom().events(),
                service.outlook(), clock);
        return new Desk(shelf, service.office(), new Templates(config.templates()), config.site().url().toString());
    }
}
