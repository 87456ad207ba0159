package staytuned.subscriber;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whose list it is: each service's exports have columns by which they are known. */
public enum Peer {
    /** Our own "subscribers export". */
    STAYTUNED("newsletter", "email", "status", "source", "confirmed at", "unsubscribed at"),
    MAILCHIMP("email address", "optin time", "leid", "euid"),
    SUBSTACK("email", "email disabled"),
    LISTMONK("uuid", "email", "attributes", "status"),
    GHOST("email", "subscribed to emails"),
    BUTTONDOWN("creation date") {
        @Override
        Stream<String> names(Part part) {
            return part == Part.STATUS ? Stream.of("subscriber type", "type") : Stream.of();
        }
    },
    BEEHIIV("email", "status", "created at"),
    /** Anything else. */
    OTHER;

    @SuppressWarnings("ImmutableEnumChecker") // Nobody can change this set.
    private final Set<String> marks;

    Peer(String... marks) {
        this.marks = Set.of(marks);
    }

    /** The names that only this service has for a column, spelt as {@link Part#spelt} does. */
    Stream<String> names(Part part) {
        return Stream.of();
    }

    /** The first whose marks are all there. */
    static Peer of(List<String> header) {
        var names = header.stream().map(Part::spelt).collect(Collectors.toSet());
        for (var each : values()) {
            if (each.fits(names)) return each;
        }
        return OTHER;
    }

    private boolean fits(Set<String> names) {
        return switch (this) {
            case OTHER -> true;
            case BUTTONDOWN -> names.containsAll(marks) && (names.contains("type") || names.contains("subscriber type"));
            case BEEHIIV -> names.containsAll(marks) && (names.contains("tier") || names.contains("subscription tier"));
            default -> names.containsAll(marks);
        };
    }

    /** As a person writes it. */
    public String shown() {
        return switch (this) {
            case STAYTUNED -> "Staytuned";
            case MAILCHIMP -> "Mailchimp";
            case SUBSTACK -> "Substack";
            case LISTMONK -> "listmonk";
            case GHOST -> "Ghost";
            case BUTTONDOWN -> "Buttondown";
            case BEEHIIV -> "beehiiv";
            case OTHER -> "CSV";
        };
    }
}
