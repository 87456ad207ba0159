/**
 * Brings writing in: polls feeds and folders, parses, sanitises, finds lead, conclusion and promise, keeps each article
 * once. Depends on {@code newsletter} and {@code db}.
 */
@NullMarked
package staytuned.article;

import org.jspecify.annotations.NullMarked;
