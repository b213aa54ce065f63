package io.orbstrike.store.memory;

/**
 * How many bytes of snapshots the store still takes.
 *
 * <p>Thread-safe: one lock for all of it, taken within a stripe's.
 */
final class SnapshotRoom {

    private long freeBytes;

    SnapshotRoom(long bytesMax) {
        freeBytes = bytesMax;
    }

    /** Takes the room of a new snapshot and gives back the old one's; changes nothing and tells so if it does not fit. */
    synchronized boolean tryReplace(long oldBytes, long newBytes) {
        long free = freeBytes + oldBytes - newBytes;
        if (free < 0 && newBytes > oldBytes) {
            return false;
        }
        freeBytes = free;
        return true;
    }

    synchronized void release(long bytes) {
        freeBytes += bytes;
    }
}
