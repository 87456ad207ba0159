package staytuned.desk;

import staytuned.admin.Admin;

/**
 * Who is signed in.
 *
 * @param token what their browser keeps
 */
record Guest(Admin admin, String token) {}
