/**
 * Who runs the service: accounts and their roles, the tokens of programs, and the audit log. Depends on {@code mail} and
 * {@code db}.
 */
@NullMarked
package staytuned.admin;

import org.jspecify.annotations.NullMarked;
