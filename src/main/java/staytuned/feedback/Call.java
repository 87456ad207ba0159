package staytuned.feedback;

import java.util.function.UnaryOperator;

/** One call of a mail service's: its headers, and the body as it was signed. */
public final class Call {
    private final UnaryOperator<String> header;
    private final byte[] body;

    /**
     * A call.
     *
     * @param header gives the value of a header; an empty string where there is none
     */
    public Call(UnaryOperator<String> header, byte[] body) {
        this.header = header;
        this.body = body.clone();
    }

    String header(String name) {
        return header.apply(name);
    }

    byte[] body() {
        return body.clone();
    }
}
