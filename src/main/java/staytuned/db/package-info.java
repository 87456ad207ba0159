/** Opens and migrates the database and lends transactions. Depends on no other package. */
@NullMarked
package staytuned.db;

import org.jspecify.annotations.NullMarked;
