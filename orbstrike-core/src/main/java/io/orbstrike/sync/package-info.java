/**
 * Write-behind of snapshots: boards play in memory, and their newest states follow into the store, in batches and at
 * intervals, whatever the store does. Start at {@link io.orbstrike.sync.BoardSync}; whoever holds the boards implements
 * {@link io.orbstrike.sync.SyncedBoard}.
 *
 * <p>Everything but the facade and the figures is confined to the thread of an executor that is handed in. States are
 * captured on tick threads, and saved by threads of the store; neither ever waits for the other.
 */
@NullMarked
package io.orbstrike.sync;

import org.jspecify.annotations.NullMarked;
