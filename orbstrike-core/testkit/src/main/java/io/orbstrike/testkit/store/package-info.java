/**
 * Contract kits for stores, one per interface, and stores that are reached by a transport: one fails on demand. A store's tests extend the kits and
 * supply the store; each test carries the number of the guarantee that it checks.
 *
 * <p>Kits run on one thread but for the tests of races, which start and end threads of their own.
 */
@NullMarked
package io.orbstrike.testkit.store;

import org.jspecify.annotations.NullMarked;
