package staytuned.reading;

/** What a rule found, and which rule it was. */
record Found(String value, String why) {}
