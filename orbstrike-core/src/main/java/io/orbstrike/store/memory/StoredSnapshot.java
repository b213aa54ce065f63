package io.orbstrike.store.memory;

import io.orbstrike.store.Epoch;
import io.orbstrike.store.SnapshotStore;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The newest snapshot of a board, and under which epoch it was written: ticks compare within one epoch only.
 *
 * <p>Guarded by its stripe's lock.
 */
final class StoredSnapshot {

    private final SnapshotRoom room;
    private SnapshotStore.@Nullable Snapshot newest;
    private @Nullable Epoch writtenUnder;

    StoredSnapshot(SnapshotRoom room) {
        this.room = room;
    }

    Optional<SnapshotStore.Snapshot> read() {
        return Optional.ofNullable(newest);
    }

    Optional<Epoch> writtenUnder() {
        return Optional.ofNullable(writtenUnder);
    }

    /** The tick that the store has, if the same epoch wrote a later one than this. */
    OptionalLong tickAbove(Epoch writer, SnapshotStore.Snapshot snapshot) {
        return newest != null && writer.equals(writtenUnder) && newest.tick() > snapshot.tick()
                ? OptionalLong.of(newest.tick())
                : OptionalLong.empty();
    }

    /** Keeps a snapshot in place of the one before; tells if there is no room, and changes nothing then. */
    boolean tryReplace(Epoch writer, SnapshotStore.Snapshot snapshot) {
        if (!room.tryReplace(sizeBytes(), snapshot.bytes().length)) {
            return false;
        }
        newest = snapshot;
        writtenUnder = writer;
        return true;
    }

    void forget() {
        room.release(sizeBytes());
        newest = null;
        writtenUnder = null;
    }

    private long sizeBytes() {
        return newest == null ? 0 : newest.bytes().length;
    }
}
