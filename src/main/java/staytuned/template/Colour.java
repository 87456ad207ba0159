package staytuned.template;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A colour as red, green and blue, each from 0 to 255.
 *
 * <p>Whether one can be read on another is their contrast, from 1 to 21: 4.5 or more for text (WCAG 2.2, 1.4.3).
 */
public record Colour(int red, int green, int blue) {
    public static final double LEGIBLE = 4.5;

    private static final Pattern WRITTEN = Pattern.compile("#[0-9A-Fa-f]{6}");
    private static final Colour WHITE = new Colour(255, 255, 255);
    private static final Colour BLACK = new Colour(17, 17, 17);
    private static final int STEPS = 20;

    /** Reads {@code #0f5c5c}. */
    public static Colour parse(String text) {
        if (!WRITTEN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no colour; write # and six digits, such as #0f5c5c");
        }
        var value = Integer.parseInt(text, 1, text.length(), 16);
        return new Colour(value >> 16, (value >> 8) & 255, value & 255);
    }

    /** The contrast of two colours, from 1 to 21. */
    public double contrast(Colour other) {
        var a = luminance();
        var b = other.luminance();
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** This one, as much lighter or darker as it takes to be read on {@code ground}. */
    Colour on(Colour ground) {
        var end = ground.contrast(WHITE) >= ground.contrast(BLACK) ? WHITE : BLACK;
        for (var step = 0; step < STEPS; step++) {
            var shade = mixed(end, step / (double) STEPS);
            if (shade.contrast(ground) >= LEGIBLE) return shade;
        }
        return end;
    }

    /** White where that can be read on this one, else nearly black. */
    Colour over() {
        return contrast(WHITE) >= LEGIBLE ? WHITE : BLACK;
    }

    /** This one with a share of {@code other} in it, from 0 to 1. */
    Colour mixed(Colour other, double share) {
        return new Colour(
                mixed(red, other.red, share), mixed(green, other.green, share), mixed(blue, other.blue, share));
    }

    private static int mixed(int a, int b, double share) {
        return (int) Math.round(a + (b - a) * share);
    }

    private double luminance() {
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    private static double linear(int channel) {
        var c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
    }
}
