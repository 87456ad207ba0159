package staytuned.template;

/** A template that cannot be read or cannot be filled; the message is one line: file:line:column: reason. */
public final class TemplateFailed extends RuntimeException {
    TemplateFailed(String message, Throwable cause) {
        super(message, cause);
    }

    TemplateFailed(String message) {
        super(message);
    }
}
