package staytuned.web;

import java.time.Instant;
import java.util.List;

/** Letters that have arrived somewhere where we may look at them: the demo's mail server. */
public interface Inbox {
    /** All of them, in the order of their arrival. */
    List<Arrived> letters();

    /**
     * A letter as its reader got it.
     *
     * @param number counts from 1 in the order of arrival
     */
    record Arrived(int number, String to, String subject, Instant at, String html, String text) {}
}
