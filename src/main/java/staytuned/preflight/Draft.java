package staytuned.preflight;

/**
 * A letter as it would go out.
 *
 * @param unsubscribe the address that stands in both parts where each reader's own link goes
 * @param postalAddress the sender's; empty where none is known
 * @param source the words that the letter was made from: what stands in them is the author's and no template's
 */
public record Draft(
        String subject,
        String preheader,
        String html,
        String plain,
        String unsubscribe,
        String postalAddress,
        String source) {}
