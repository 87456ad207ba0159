package staytuned.subscriber;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a reader left, in the words of the page that asks. */
public enum Farewell {
    TOO_MANY,
    NOT_FOR_ME,
    NEVER_ASKED,
    ELSEWHERE,
    OTHER;

    /** As it stands in the database and in forms. */
    public String column() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one that a form names. */
    public static Optional<Farewell> of(String column) {
        return Arrays.stream(values()).filter(each -> each.column().equals(column)).findFirst();
    }
}
