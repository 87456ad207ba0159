package staytuned.herald;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What others can be told of. */
public enum Happening {
    /** Its readers have been queued. */
    ISSUE_QUEUED,
    /** No reader of it is open any more. */
    ISSUE_SENT,
    ISSUE_PAUSED,
    ISSUE_HELD,
    ISSUE_CANCELLED,
    /** A letter came back, or its relay has refused it for good. */
    DELIVERY_BOUNCED,
    DELIVERY_COMPLAINED,
    SUBSCRIBER_CONFIRMED,
    SUBSCRIBER_UNSUBSCRIBED,
    /** Somebody is forgotten, and who has their data too should forget them. */
    SUBSCRIBER_ERASED,
    /** An admin tries whether a webhook is heard; every one is told of it. */
    TEST;

    /** As it is written in the config and in calls, such as {@code issue.sent}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /**
     * The one that {@link #word} writes so.
     *
     * @throws IllegalArgumentException there is none; the message says which there are
     */
    public static Happening of(String word) {
        for (var each : values()) if (each != TEST && each.word().equals(word)) return each;
        throw new IllegalArgumentException("\"" + word + "\" is no event; write one of " + Arrays.stream(values())
                .filter(each -> each != TEST)
                .map(Happening::word)
                .collect(Collectors.joining(", ")));
    }
}
