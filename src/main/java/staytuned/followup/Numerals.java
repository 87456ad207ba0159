package staytuned.followup;

import java.util.regex.Pattern;

/** Roman numerals, up to 89. */
final class Numerals {
    private static final Pattern ROMAN =
            Pattern.compile("(l?x{0,3}|xl)(ix|iv|v?i{0,3})", Pattern.CASE_INSENSITIVE);
    private static final String DIGITS = "ivxl";
    private static final int[] VALUES = {1, 5, 10, 50};

    private Numerals() {}

    /** Its value; 0 for what is no numeral. */
    static int roman(String text) {
        if (text.isEmpty() || !ROMAN.matcher(text).matches()) return 0;
        int sum = 0;
        int last = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            int value = VALUES[DIGITS.indexOf(Character.toLowerCase(text.charAt(i)))];
            sum += value < last ? -value : value;
            last = Math.max(last, value);
        }
        return sum;
    }
}
