package staytuned.cli;

import staytuned.delivery.Redirector;
import staytuned.feedback.Dossiers;
import staytuned.web.PreferencePages;

/** What readers choose for themselves: the pages, what is held about each of them, and the mails about an address. */
public record Readership(PreferencePages preferences, Dossiers dossiers, Redirector redirector) {}
