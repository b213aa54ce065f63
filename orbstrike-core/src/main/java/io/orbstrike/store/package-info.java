/**
 * What must outlive a process: boards, attachments, rosters and quotas, as an SPI with a twin in memory.
 *
 * <p>Stores are thread-safe; their stages complete on any thread.
 */
@NullMarked
package io.orbstrike.store;

import org.jspecify.annotations.NullMarked;
