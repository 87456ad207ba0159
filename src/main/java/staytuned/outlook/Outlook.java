package staytuned.outlook;

/** All that says what will happen, and why something did not. */
public record Outlook(Forecaster forecaster, Explainer explainer, RunningSettings settings) {}
