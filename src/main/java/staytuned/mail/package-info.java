/**
 * The vocabulary of Internet mail: address, message, reply, and how an attempt ended. Depends on no other package.
 */
@NullMarked
package staytuned.mail;

import org.jspecify.annotations.NullMarked;
