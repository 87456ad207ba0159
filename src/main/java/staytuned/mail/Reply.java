package staytuned.mail;

import java.util.regex.Pattern;

/**
 * What a mail server answered.
 *
 * @param code the three digits of RFC 5321 section 4.2, or 0 where no answer came
 * @param status the enhanced status code of RFC 3463, such as {@code 5.1.1}, or an empty string
 * @param text the answer's words, or what happened instead of an answer
 */
public record Reply(int code, String status, String text) {
    private static final Pattern LINE =
            Pattern.compile("(?s)([2-5]\\d\\d)(?:[ -](?:([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\s+|$))?(.*))?");

    /** What a further line of the same reply begins with (RFC 5321 section 4.2.1). */
    private static final Pattern FURTHER =
            Pattern.compile("\\R[2-5]\\d\\d(?:[ -](?:[245]\\.\\d{1,3}\\.\\d{1,3}(?=\\s|$))?|$)");
    private static final Pattern READER = Pattern.compile("5\\.1\\.(?:1|2|3|6|10)|5\\.2\\.1");
    private static final Pattern SENDER = Pattern.compile("5\\.[67]\\.\\d+|5\\.3\\.4");
    private static final int MOST = 500;

    public Reply {
        text = Address.oneLine(text, MOST);
    }

    /** Reads a server's line or lines, such as {@code 550 5.1.1 no such mailbox}. */
    public static Reply parse(String line) {
        var m = LINE.matcher(line.strip());
        if (!m.matches()) return none(line);
        var status = m.group(2) == null ? "" : m.group(2);
        var text = m.group(3) == null ? "" : FURTHER.matcher(m.group(3)).replaceAll(" ").replaceAll(" +", " ");
        return new Reply(Integer.parseInt(m.group(1)), status, text);
    }

    /** No answer came; {@code why} says what happened instead. */
    public static Reply none(String why) {
        return new Reply(0, "", why);
    }

    /** There is no such mailbox, or it takes no mail any more: this reader must not be mailed again (RFC 3463). */
    public boolean blamesReader() {
        return READER.matcher(status).matches();
    }

    /** The sender, the policy or the content is refused, for whichever reader: never counted against the reader. */
    public boolean blamesSender() {
        return SENDER.matcher(status).matches();
    }

    /** We send more than is wanted, or so it seems (RFC 3463, X.7.X of class 4). */
    public boolean isTooFast() {
        return status.startsWith("4.7.");
    }

    @Override
    public String toString() {
        return ((code == 0 ? "" : code + " ") + (status.isEmpty() ? "" : status + " ") + text).strip();
    }
}
