package io.orbstrike.sync;

/**
 * What is under way, and how much room is left.
 *
 * <p>Confined to the sync's thread, but for the figures, which any thread may read.
 */
final class SyncLoad {

    /* Only as many boards are captured as fit into the batches that may be sent at once, so a state never waits for a
     * batch and grows old. What a capture will bring is guessed by the state before. A state that turns out too large is
     * dropped at once, and captured anew when there is room for its size.
     */

    private final int batchBoardsMax;
    private final long bytesMax;
    private int capturing;
    private int captured;
    private int batches;
    private long bytes;
    private volatile int batchesSeen;
    private volatile long bytesSeen;

    SyncLoad(SyncOptions options) {
        this.batchBoardsMax = options.batchBoardsMax();
        this.bytesMax = options.bytesInFlightMax();
    }

    /** How many boards may be captured for so many batches at a time. */
    int boardsFree(int batchesMax) {
        return (batchesMax - batches) * batchBoardsMax - capturing - captured;
    }

    int capturing() {
        return capturing;
    }

    /** How many calls wait for the store; any thread. */
    int batches() {
        return batchesSeen;
    }

    /** Bytes of states, and those kept free for captures under way; any thread. */
    long bytes() {
        return bytesSeen;
    }

    boolean hasRoomFor(SyncEntry entry) {
        return bytes == 0 || bytes + entry.bytesGuessed() <= bytesMax;
    }

    void captureBegins(SyncEntry entry) {
        capturing++;
        setBytes(entry, entry.bytesGuessed());
    }

    /** A capture ends without a state. */
    void captureFails(SyncEntry entry) {
        capturing--;
        release(entry);
    }

    /** A capture brings a state; false if there is no room for it. */
    boolean tryHold(SyncEntry entry, int stateBytes) {
        capturing--;
        long others = bytes - entry.bytesHeld;
        if (others != 0 && others + stateBytes > bytesMax) {
            release(entry);
            return false;
        }
        captured++;
        setBytes(entry, stateBytes);
        return true;
    }

    /** A captured state leaves for a batch, or for nothing. */
    void capturedLeaves() {
        captured--;
    }

    void batchBegins() {
        batches++;
        batchesSeen = batches;
    }

    void batchEnds() {
        batches--;
        batchesSeen = batches;
    }

    /** Nothing is kept of the board any more. */
    void release(SyncEntry entry) {
        setBytes(entry, 0);
    }

    private void setBytes(SyncEntry entry, long held) {
        bytes += held - entry.bytesHeld;
        entry.bytesHeld = held;
        bytesSeen = bytes;
    }
}
