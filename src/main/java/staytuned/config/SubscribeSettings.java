package staytuned.config;

/**
 * How readers come in.
 *
 * @param open whether anybody may subscribe by page, form and program
 * @param welcome whether a new reader gets a mail that bids them welcome
 * @param latest whether a new reader gets at once the letter that went out last
 */
public record SubscribeSettings(boolean open, boolean welcome, boolean latest) {
    static SubscribeSettings read(Section keys) {
        return new SubscribeSettings(
                keys.or("open", true, Notation::yesOrNo),
                keys.or("welcome", false, Notation::yesOrNo),
                keys.or("latest", false, Notation::yesOrNo));
    }
}
