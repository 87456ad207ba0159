package staytuned.subscriber;

import staytuned.mail.Address;

/**
 * A reader's wish to be mailed at another address.
 *
 * @param reader the subscription from whose page it came
 * @param address the new address
 */
public record AddressChange(long id, Subscription reader, Address address) {}
