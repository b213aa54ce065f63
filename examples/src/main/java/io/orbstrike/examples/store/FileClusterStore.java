package io.orbstrike.examples.store;

import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.memory.InMemoryClusterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A store of one's own, for one process whose boards are to survive it: the embedded store decides, and what it then has of a
 * board is in a file of that board before anybody hears of the change. A board that is there when the store is opened is as it
 * was, with its players and its newest state.
 *
 * <p>Kept are boards, their rosters and states, and that a board has closed. Leases, election and hints are the process's and
 * end with it; so do quotas, and the keys of players who have left. A file is forced to the disk for each change of its board,
 * which suits tens of boards and not thousands.
 *
 * <p>Thread-safe.
 */
public final class FileClusterStore implements ClusterStore {

    private final InMemoryClusterStore memory;
    private final BoardFolder folder;
    private final KeptChanges changes;
    private final BoardStore boards;
    private final RosterStore rosters;
    private final AttachmentStore attachments;
    private final SnapshotStore snapshots;

    private FileClusterStore(InMemoryClusterStore memory, BoardFolder folder, InstantSource clock) {
        this.memory = memory;
        this.folder = folder;
        this.changes = new KeptChanges(memory.snapshots(), folder, clock);
        this.boards = new KeptBoards(memory.boards(), changes);
        this.rosters = new KeptRosters(memory.rosters(), changes);
        this.attachments = new KeptAttachments(memory.attachments(), changes);
        this.snapshots = new KeptSnapshots(memory.snapshots(), changes);
    }

    /**
     * Opens a folder, and reads what is in it; blocks until that is done.
     *
     * @param path of the folder, which is made if it is not there
     * @param clock the store's clock
     * @return a store with the boards that are in the folder
     * @throws IOException if the folder cannot be used, another process uses it, or a file in it is no board's
     */
    public static FileClusterStore open(Path path, InstantSource clock) throws IOException {
        InMemoryClusterStore memory = InMemoryClusterStore.create(clock);
        BoardFolder folder = BoardFolder.open(path);
        try {
            folder.readInto(memory, clock.instant());
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
        return new FileClusterStore(memory, folder, clock);
    }

    @Override
    public BoardStore boards() {
        return boards;
    }

    @Override
    public RosterStore rosters() {
        return rosters;
    }

    @Override
    public AttachmentStore attachments() {
        return attachments;
    }

    @Override
    public SnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    public QuotaStore quotas() {
        return memory.quotas();
    }

    @Override
    public LeaseStore leases() {
        return memory.leases();
    }

    @Override
    public ElectionStore election() {
        return memory.election();
    }

    @Override
    public StoreHints hints() {
        return memory.hints();
    }

    @Override
    public void close() {
        memory.close();
        changes.close(folder::close);
    }
}
