/**
 * Whether what stands around the service lets its letters arrive: names, relays, pages. Depends on mail, whose couriers it
 * lets knock at the relays; it sends no letter and changes nothing.
 */
@NullMarked
package staytuned.doctor;

import org.jspecify.annotations.NullMarked;
