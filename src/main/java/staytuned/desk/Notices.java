package staytuned.desk;

import java.util.Map;

/** What a page says after a button was pressed; the address names the sentence, and can say nothing of its own. */
final class Notices {
    static final String LATE = "late";

    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry(LATE, "Nothing was done: it has gone on meanwhile."),
            Map.entry("hold", "Held. It goes out when somebody approves it."),
            Map.entry("approve", "Approved. It goes out now."),
            Map.entry("pause", "Paused. What is being handed over at this moment is finished."),
            Map.entry("resume", "It goes on where it was."),
            Map.entry("cancel", "Ended. Who has not got it by now does not get it."),
            Map.entry("resend-failed", "Queued again for those who were refused or given up."),
            Map.entry("arrived", "Settled: the doubtful letters count as sent."),
            Map.entry("send-again", "The doubtful letters go out again."),
            Map.entry("release", "Released: the held articles wait for their letters."),
            Map.entry("skip", "Skipped: the held articles are never mailed."),
            Map.entry("confirm", "Noted: the promise is kept."),
            Map.entry("dismiss", "Noted: the promise is looked for no more."),
            Map.entry("reopen", "The promise is open again."),
            Map.entry("add", "Added: this address is never mailed again."),
            Map.entry("lift", "Lifted: this address may be mailed again."),
            Map.entry("remove", "The account is gone, and signed out."),
            Map.entry("after-restore", "The restored database may mail."),
            Map.entry("address", "Nothing was done: that is no address."));

    private Notices() {}

    static String of(String word) {
        return SENTENCES.getOrDefault(word, "");
    }
}
