/**
 * Tests that need more than a JDK and Maven say so with {@link io.orbstrike.testkit.needs.Needs}: they are skipped where
 * it is missing, counted, and shown once at the end of a build. All of it runs on the thread that runs the tests.
 */
@NullMarked
package io.orbstrike.testkit.needs;

import org.jspecify.annotations.NullMarked;
