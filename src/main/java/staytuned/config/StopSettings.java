package staytuned.config;

import java.util.regex.Pattern;

/**
 * What stops an issue by itself.
 *
 * @param bounces a share of its letters, from 0 to 1; 1 where none stops it
 * @param refused how often a relay refuses it
 * @param complaints a share of its letters, as {@code bounces}
 */
public record StopSettings(double bounces, int refused, double complaints) {
    private static final String NEVER = "never";
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3})?) ?%");

    static StopSettings read(Section keys) {
        return new StopSettings(
                keys.as("bounces", "5%", StopSettings::share),
                keys.as("refused", "20", StopSettings::number),
                keys.as("complaints", "0.3%", StopSettings::share));
    }

    private static double share(String text) {
        if (text.equals(NEVER)) return 1;
        var m = PERCENT.matcher(text);
        var share = m.matches() ? Double.parseDouble(m.group(1)) / 100 : 0;
        if (share > 0 && share <= 1) return share;
        throw new IllegalArgumentException(
                Notation.shown(text) + " is no share; write a percentage such as 5%, or never");
    }

    private static int number(String text) {
        if (text.equals(NEVER)) return Integer.MAX_VALUE;
        if (text.matches("[1-9][0-9]{0,5}")) return Integer.parseInt(text);
        throw new IllegalArgumentException(
                Notation.shown(text) + " is no number of letters; write one from 1 to 999999, or never");
    }
}
