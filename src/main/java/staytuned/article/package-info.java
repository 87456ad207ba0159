/**
 * Brings writing in: polls feeds, folders, exports, sitemaps and pages, has each article read and keeps it once.
 * Depends on {@code newsletter}, {@code reading}, {@code followup}, {@code fetch}, {@code text} and {@code db}.
 */
@NullMarked
package staytuned.article;

import org.jspecify.annotations.NullMarked;
