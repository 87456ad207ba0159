package staytuned.cli;

import staytuned.feedback.Dossiers;
import staytuned.subscriber.Registrar;
import staytuned.web.PreferencePages;

/** What readers choose for themselves: the pages, what is held about each of them, and who asks to become one. */
public record Readership(PreferencePages preferences, Dossiers dossiers, Registrar registrar) {}
