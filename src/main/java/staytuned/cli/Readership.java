package staytuned.cli;

import staytuned.delivery.Redirector;
import staytuned.feedback.Dossiers;
import staytuned.subscriber.Registrar;
import staytuned.web.PreferencePages;

/**
 * What readers choose for themselves: the pages, what is held about each of them, the mails about an address, and who
 * asks to become one.
 */
public record Readership(
        PreferencePages preferences, Dossiers dossiers, Redirector redirector, Registrar registrar) {}
