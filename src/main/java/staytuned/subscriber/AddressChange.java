package staytuned.subscriber;

import org.jspecify.annotations.Nullable;
import staytuned.mail.Address;

/**
 * A reader's wish to be mailed at another address.
 *
 * @param reader the subscription from whose page it came
 * @param address the new address
 * @param former the old one, where it is changed and has not been told yet
 */
public record AddressChange(long id, Subscription reader, Address address, @Nullable Address former) {}
