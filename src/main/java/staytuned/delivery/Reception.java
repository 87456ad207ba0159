package staytuned.delivery;

/**
 * How the letters of an issue were received since it last began to go out.
 *
 * @param taken by the relay
 * @param bounced refused for their readers' sake, or taken and come back
 * @param refused for the sake of the sender or the content
 * @param complained about by their readers
 */
record Reception(int taken, int bounced, int refused, int complained) {
    static final Reception NONE = new Reception(0, 0, 0, 0);
    static final Reception TAKEN = new Reception(1, 0, 0, 0);
    static final Reception BOUNCED = new Reception(0, 1, 0, 0);
    static final Reception REFUSED = new Reception(0, 0, 1, 0);
    static final Reception COMPLAINED = new Reception(0, 0, 0, 1);
    /** Taken, as was counted before, and come back. */
    static final Reception RETURNED = new Reception(-1, 1, 0, 0);

    Reception plus(Reception other) {
        return new Reception(
                taken + other.taken, bounced + other.bounced, refused + other.refused, complained + other.complained);
    }
}
