/**
 * The settings in {@code staytuned.yaml}, read once, checked all together. Depends on mail and schedule, for the values
 * Address and Cron.
 */
@NullMarked
package staytuned.config;

import org.jspecify.annotations.NullMarked;
