/** Carries one message to one reader over SMTP and names the outcome (Jakarta Mail). Depends on mail. */
@NullMarked
package staytuned.smtp;

import org.jspecify.annotations.NullMarked;
