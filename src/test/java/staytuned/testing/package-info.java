/** What tests stand on: databases, clocks, servers that misbehave on command. */
@NullMarked
package staytuned.testing;

import org.jspecify.annotations.NullMarked;
