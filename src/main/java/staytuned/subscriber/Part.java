package staytuned.subscriber;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a column of a list may say, and the names that such columns have in lists from elsewhere. */
public enum Part {
    /** In English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian, Japanese and Chinese. */
    EMAIL("email", "e mail", "mail", "email address", "e mail address", "mail address", "subscriber email",
            "e mail adresse", "email adresse", "mailadresse", "mail adresse", "emailadresse",
            "courriel", "adresse e mail", "adresse email", "adresse mail", "adresse de courriel", "mel",
            "correo", "correo electronico", "direccion de correo", "direccion de correo electronico",
            "correio eletronico", "endereco de e mail", "endereco de email",
            "indirizzo e mail", "indirizzo email", "indirizzo di posta elettronica", "posta elettronica",
            "e mailadres", "emailadres", "mailadres",
            "adres e mail", "adres email", "adres mailowy", "poczta elektroniczna",
            "почта", "электронная почта", "эл почта", "адрес электронной почты", "e mail адрес", "емейл", "имейл",
            "メール", "メールアドレス", "電子メール", "電子メールアドレス", "eメール", "eメールアドレス",
            "邮箱", "电子邮箱", "邮箱地址", "电子邮件", "电子邮件地址", "邮件地址", "電子郵件", "電子郵件地址", "電郵"),
    NAME("name", "full name", "display name", "subscriber name", "vollstandiger name", "nom complet", "nombre completo",
            "nome completo", "nome e cognome", "volledige naam", "naam", "imie i nazwisko", "имя и фамилия", "фио",
            "氏名", "お名前", "名前", "姓名", "名字"),
    FIRST_NAME("first name", "firstname", "given name", "forename", "vorname", "prenom", "nombre", "primeiro nome", "nome",
            "voornaam", "imie", "имя", "名"),
    LAST_NAME("last name", "lastname", "surname", "family name", "nachname", "familienname", "nom", "nom de famille",
            "apellido", "apellidos", "sobrenome", "apelido", "cognome", "achternaam", "nazwisko", "фамилия", "姓"),
    TIME_ZONE("time zone", "timezone"),
        STATUS("status", "subscription status", "subscriber type"),
    /** Whether they want mail: no is as good as having left. */
    WANTED("subscribed to emails"),
    /** The same the other way round. */
    UNWANTED("email disabled", "opted out"),
    SOURCE("source", "utm source", "acquisition source"),
    SINCE("created at", "created", "creation date", "optin time", "opt in date", "subscribed at", "subscription date",
            "date subscribed", "joined"),
    CONFIRMED_AT("confirmed at", "confirm time", "confirmation date"),
    LEFT_AT("unsubscribed at", "unsub time", "unsubscription date", "deleted at"),
    BOUNCED_AT("clean time", "undeliverability date"),
    REASON("reason", "unsub reason", "unsubscription reason"),
    // These stand in our own lists alone; elsewhere the words may mean anything.
    NEWSLETTER("newsletter"),
    LANGUAGE("language"),
    CADENCE("cadence"),
    CADENCE_HOUR("cadence hour"),
    PAUSED_UNTIL("paused until"),
    CATCH_UP("catch up"),
    TOPICS("topics"),
    CONTENT("content"),
    FORMAT("format");

    /** Made before the constants, which need them. */
    private static final class Spelling {
        static final Pattern MARKS = Pattern.compile("\\p{M}+");
        static final Pattern APART = Pattern.compile("[\\s\\p{Z}_.:/\"*-]+");
    }

    @SuppressWarnings("ImmutableEnumChecker") // Nobody can change this list.
    private final List<String> names;

    Part(String... names) {
        this.names = Stream.of(names).map(Part::spelt).toList();
    }

    /** Spelt as {@link #spelt} does, the likeliest first. */
    List<String> names() {
        return names;
    }

    /** What the command line and our own lists call it, such as {@code time-zone} and {@code time_zone}. */
    public String key(char joint) {
        return name().toLowerCase(Locale.ROOT).replace('_', joint);
    }

    /** Whether only our own lists have it. */
    boolean isOurs() {
        return compareTo(NEWSLETTER) >= 0;
    }

    /** What two spellings of a column's name have in common. */
    static String spelt(String name) {
        var bare = Spelling.MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
        return Spelling.APART.matcher(bare.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }
}
