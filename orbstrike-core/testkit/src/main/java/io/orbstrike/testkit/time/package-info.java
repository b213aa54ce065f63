/**
 * Time and threads under a test's control: {@link io.orbstrike.testkit.time.ManualClock} stands still until it is moved,
 * and {@link io.orbstrike.testkit.time.ManualExecutor} runs tasks only when it is told to, at the clock's times.
 *
 * <p>Both may be reached from any thread; tasks run on the thread that moves the clock.
 */
@NullMarked
package io.orbstrike.testkit.time;

import org.jspecify.annotations.NullMarked;
