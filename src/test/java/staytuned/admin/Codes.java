package staytuned.admin;

import java.time.Instant;

/** An authenticator app. */
public final class Codes {
    private Codes() {}

    /** The digits of a moment, from the key as a page shows it. */
    public static String of(String key, Instant now) {
        return Totp.code(key.replaceAll("\\s", ""), now.getEpochSecond() / 30);
    }
}
