package staytuned.preflight;

/**
 * Something that is wrong with a letter.
 *
 * @param holds whether the letter must not go out like this; else it is a warning
 * @param place where, such as "subject" or "HTML, &lt;img src=…>"
 * @param says what is wrong
 * @param cure what helps
 */
public record Finding(boolean holds, String place, String says, String cure) {
    static Finding error(String place, String says, String cure) {
        return new Finding(true, place, says, cure);
    }

    static Finding warning(String place, String says, String cure) {
        return new Finding(false, place, says, cure);
    }

    /** On one line: {@code error: subject: is empty; give the article a title}. */
    @Override
    public String toString() {
        return (holds ? "error: " : "warning: ") + sentence();
    }

    /** As a sentence, without its weight. */
    public String sentence() {
        return place + ": " + says + "; " + cure;
    }
}
