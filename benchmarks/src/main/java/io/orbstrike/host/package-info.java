/**
 * What benchmarks of the host need from inside it; it shares its package to reach schedules. Begin at
 * {@link io.orbstrike.host.SlotLateness}, which lives on the tick thread.
 */
@NullMarked
package io.orbstrike.host;

import org.jspecify.annotations.NullMarked;
