package staytuned.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the service keeps what it knows.
 *
 * @param url a JDBC URL of PostgreSQL; null for the embedded database in the data folder
 */
public record DatabaseSettings(
        @Nullable String url, @Nullable String user, @Nullable String password) {
    private static final String EMBEDDED = "embedded";

    static DatabaseSettings read(Section keys) {
        var url = keys.or("url", EMBEDDED, DatabaseSettings::url);
        var user = keys.maybe("user", Notation::line);
        var password = keys.secret("password");
        if (!url.equals(EMBEDDED)) return new DatabaseSettings(url, user, password);
        for (var key : List.of("user", "password", "password-file")) {
            if (keys.has(key)) keys.mistake(key, "has no meaning for the embedded database; remove it, or give the "
                    + "database's url such as jdbc:postgresql://127.0.0.1/staytuned");
        }
        return new DatabaseSettings(null, null, null);
    }

    /** Its message does not repeat the text: it may hold a password. */
    private static String url(String text) {
        if (text.equals(EMBEDDED) || text.matches("jdbc:postgresql:[^\\s\\p{Cntrl}]+")) return text;
        throw new IllegalArgumentException(
                "is no database; write embedded, or a URL such as jdbc:postgresql://127.0.0.1/staytuned");
    }

    /** Whether the database is a file in the data folder, which only one process has open. */
    public boolean embedded() {
        return url == null;
    }

    @Override
    public String toString() {
        var shown = url == null ? EMBEDDED : url.replaceAll("(?i)(password=)[^&]*", "$1***");
        return "DatabaseSettings[url=" + shown + ", user=" + user + ", password=" + Notation.hidden(password) + "]";
    }
}
