package staytuned.cli;

import staytuned.feedback.Dossiers;
import staytuned.web.PreferencePages;

/** What readers choose for themselves: the pages, and what is held about each of them. */
public record Readership(PreferencePages preferences, Dossiers dossiers) {}
