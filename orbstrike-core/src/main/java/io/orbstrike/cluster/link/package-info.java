/**
 * How processes of a cluster reach its gameservers: a transport implements {@link io.orbstrike.cluster.link.GameserverLinks},
 * and the control plane calls it.
 *
 * <p>Everything here is thread-safe.
 */
@NullMarked
package io.orbstrike.cluster.link;

import org.jspecify.annotations.NullMarked;
