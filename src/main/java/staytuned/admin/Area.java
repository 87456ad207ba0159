package staytuned.admin;

import java.util.Locale;

/** What a program may be let into. */
public enum Area {
    NEWSLETTERS,
    SOURCES,
    ARTICLES,
    ISSUES,
    DELIVERIES,
    SUBSCRIBERS,
    SUPPRESSIONS,
    PROMISES,
    FEEDBACK,
    AUDIT,
    WEBHOOKS,
    /** All of these. */
    ALL;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
