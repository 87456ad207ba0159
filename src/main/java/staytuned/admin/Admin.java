package staytuned.admin;

import java.time.Instant;

/**
 * Somebody who runs the service.
 *
 * @param ready whether they have taken their invitation: until then they cannot sign in
 */
public record Admin(long id, String email, Role role, boolean ready, Instant createdAt) {}
