/**
 * Concurrency stress tests of the host's lock-free parts, by jcstress; they share its package to reach them.
 */
@NullMarked
package io.orbstrike.host;

import org.jspecify.annotations.NullMarked;
