package staytuned.config;

/** How the service logs in to a relay. */
public enum Auth {
    /** By user and password: AUTH PLAIN or AUTH LOGIN. */
    PASSWORD,
    /** By user and an OAuth 2 access token: AUTH XOAUTH2. */
    XOAUTH2
}
