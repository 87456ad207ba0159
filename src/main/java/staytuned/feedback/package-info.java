/**
 * What comes back: bounces, complaints, and whom never to mail again. Depends on delivery, subscriber, mail and db.
 */
@NullMarked
package staytuned.feedback;

import org.jspecify.annotations.NullMarked;
