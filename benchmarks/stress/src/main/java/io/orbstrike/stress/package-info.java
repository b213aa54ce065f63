/**
 * Concurrency stress tests of what is lock-free, by jcstress.
 */
@NullMarked
package io.orbstrike.stress;

import org.jspecify.annotations.NullMarked;
