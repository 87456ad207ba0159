package staytuned.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The text of a cron, checked field by field before Quartz sees it.
 *
 * <p>Quartz reads hour 99 as {@code *} and drops what it does not understand at the end of a field, so nothing that is
 * not written as its documentation says may reach it.
 */
final class CronText {
    private static final int LONGEST = 300;

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /** {@code *}, a value or a range, and how far one step goes. */
    private static final Pattern PART = Pattern.compile("(?:(\\*)|(\\w+)(?:-(\\w+))?)?(?:/(\\d+))?");

    private static final Pattern LAST_DAYS = Pattern.compile("L(?:-(\\d+))?W?");
    private static final Pattern NEAREST_WEEKDAY = Pattern.compile("(\\w+)W");
    private static final Pattern LAST_WEEKDAY = Pattern.compile("(\\w+)L");
    private static final Pattern NTH_WEEKDAY = Pattern.compile("(\\w+)#(\\w+)");
    private static final Pattern UNIX_DAY = Pattern.compile("(?<![/\\w#])[0-7](?!\\w)");

    private record Field(String label, int least, int most, List<String> names) {}

    private static final Field DAY_OF_MONTH = new Field("day of month", 1, 31, List.of());
    private static final Field DAY_OF_WEEK = new Field("day of week", 1, 7, DAYS);
    private static final Field YEAR = new Field("year", 1970, 2099, List.of());
    private static final List<Field> FIELDS = List.of(
            new Field("seconds", 0, 59, List.of()),
            new Field("minutes", 0, 59, List.of()),
            new Field("hours", 0, 23, List.of()),
            DAY_OF_MONTH,
            new Field("month", 1, 12, MONTHS),
            DAY_OF_WEEK,
            YEAR);

    private CronText() {}

    /**
     * The same cron in capitals with single spaces.
     *
     * @throws IllegalArgumentException it is none; the message says which field holds what, and what it may hold
     */
    static String check(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a cron has at most " + LONGEST + " characters, this one " + text.length());
        }
        var upper = text.strip().toUpperCase(Locale.ROOT);
        var fields = upper.isEmpty() ? List.<String>of() : List.of(upper.split("\\s+"));
        if (fields.size() < 6 || fields.size() > 7) throw new IllegalArgumentException(wrongNumber(fields));
        for (var i = 0; i < fields.size(); i++) checkField(FIELDS.get(i), fields.get(i));
        checkDays(fields);
        return String.join(" ", fields);
    }

    private static String wrongNumber(List<String> fields) {
        var rule = "a Quartz cron has six or seven fields, seconds first: ";
        var example = "write for example \"0 0 8 ? * MON-FRI\"";
        if (fields.size() != 5) return rule + "this one has " + fields.size() + "; " + example;
        try {
            return rule + "did you mean \"" + check(fromUnix(fields)) + "\"?";
        } catch (IllegalArgumentException e) {
            return rule + example;
        }
    }

    /** The cron of Unix counts its weekdays from Sunday 0, Quartz from Sunday 1: so they are given their names. */
    private static String fromUnix(List<String> fields) {
        var days = UNIX_DAY.matcher(fields.get(4)).replaceAll(m -> DAYS.get(Integer.parseInt(m.group()) % 7));
        var quartz = new ArrayList<>(List.of("0", fields.get(0), fields.get(1), fields.get(2), fields.get(3), days));
        if (days.equals("*")) quartz.set(5, "?");
        else if (fields.get(2).equals("*")) quartz.set(3, "?");
        return String.join(" ", quartz);
    }

    private static void checkDays(List<String> fields) {
        var month = fields.get(3);
        var week = fields.get(5);
        if (month.equals("?") != week.equals("?")) return;
        var rule = "exactly one of day of month and day of week is \"?\", which says that the other one decides: ";
        var either = new ArrayList<>(fields);
        if (month.equals("?") || week.equals("*")) either.set(month.equals("?") ? 3 : 5, month.equals("?") ? "*" : "?");
        else if (month.equals("*")) either.set(3, "?");
        else throw new IllegalArgumentException(rule + "put it in place of " + shown(month) + " or of " + shown(week));
        throw new IllegalArgumentException(rule + "did you mean \"" + String.join(" ", either) + "\"?");
    }

    private static void checkField(Field field, String text) {
        var days = field.equals(DAY_OF_MONTH) || field.equals(DAY_OF_WEEK);
        if (text.equals("?")) {
            if (!days) throw wrong(field, text, "\"?\" may stand only in day of month or day of week; write *");
            return;
        }
        if (days && special(field, text)) return;
        for (var part : text.split(",", -1)) checkPart(field, part);
    }

    /** The forms that stand alone: the last day, the nearest weekday, the last Friday, the second Tuesday. */
    private static boolean special(Field field, String text) {
        if (field.equals(DAY_OF_MONTH)) {
            var last = LAST_DAYS.matcher(text);
            if (last.matches()) {
                if (last.group(1) != null) within(field, text, last.group(1), 0, 30);
                return true;
            }
            var nearest = NEAREST_WEEKDAY.matcher(text);
            if (nearest.matches()) value(field, nearest.group(1));
            return nearest.matches();
        }
        var last = LAST_WEEKDAY.matcher(text);
        if (last.matches()) value(field, last.group(1));
        var nth = NTH_WEEKDAY.matcher(text);
        if (nth.matches()) {
            value(field, nth.group(1));
            within(field, text, nth.group(2), 1, 5);
        }
        return text.equals("L") || last.matches() || nth.matches();
    }

    private static void checkPart(Field field, String part) {
        var m = PART.matcher(part);
        if (part.isEmpty() || !m.matches()) {
            throw wrong(field, part,
                    "it holds *, a value, a range such as 1-5, or a step such as 0/15, with commas between");
        }
        if (m.group(2) != null) {
            var from = value(field, m.group(2));
            var to = m.group(3) == null ? from : value(field, m.group(3));
            if (field.equals(YEAR) && to < from) throw wrong(field, part, "its range runs backwards");
        }
        if (m.group(4) != null) within(field, part, m.group(4), 1, field.most - (field.equals(YEAR) ? field.least : 0));
    }

    private static int value(Field field, String text) {
        var name = field.names.indexOf(text);
        return name >= 0 ? name + 1 : within(field, text, text, field.least, field.most);
    }

    private static int within(Field field, String text, String number, int least, int most) {
        var value = number.matches("[0-9]{1,4}") ? Integer.parseInt(number) : -1;
        if (value >= least && value <= most) return value;
        var names = field.names.isEmpty() || least != field.least || most != field.most
                ? ""
                : " or " + field.names.getFirst() + "-" + field.names.getLast();
        var inside = text.equals(number) ? "" : " in " + shown(text);
        throw new IllegalArgumentException(
                field.label + ": " + shown(number) + inside + " is not in " + least + "-" + most + names);
    }

    private static IllegalArgumentException wrong(Field field, String text, String why) {
        return new IllegalArgumentException(field.label + ": " + shown(text) + " is not understood; " + why);
    }

    static String shown(String text) {
        var line = text.replaceAll("[^\\x21-\\x7E]", "?");
        return "\"" + (line.length() > 30 ? line.substring(0, 30) + "…" : line) + "\"";
    }
}
