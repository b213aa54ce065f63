package io.orbstrike.examples.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Closed;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * What a file says of a board: all that the store has of it, or that it has closed.
 *
 * <p>Immutable.
 */
sealed interface BoardFile {

    /** What the first byte says. */
    int OPEN = 1, CLOSED = 2;

    /** What a call to the store in memory may take. */
    Duration WRITE_TIME = Duration.ofSeconds(10);

    /** A board, in the form in which a store takes one that it does not know. */
    record Open(SnapshotStore.Assertion assertion) implements BoardFile {

        @Override
        public byte[] encode() {
            ByteWriter out = new ByteWriter();
            out.writeByte(OPEN);
            BoardFields.write(assertion, out);
            return out.toByteArray();
        }

        @Override
        public boolean isOver(Instant now) {
            return false;
        }

        /** Under its own token, unchanged: whoever leads finds that its holder does not live, and attaches it to another. */
        @Override
        public void writeTo(ClusterStore empty) throws IOException {
            SnapshotStore.AssertOutcome outcome = empty.snapshots()
                    .assertBoard(assertion, WRITE_TIME)
                    .toCompletableFuture()
                    .join();
            if (!(outcome instanceof SnapshotStore.Asserted)) {
                throw new IOException("board " + assertion.board().spec().id() + ": " + outcome);
            }
        }
    }

    /** A board that is not to be created again for a while. */
    record Tombstone(BoardId board, Epoch epoch, Instant closedAt) implements BoardFile {

        private static final Incarnation NOBODY = new Incarnation(0, 0);

        @Override
        public byte[] encode() {
            ByteWriter out = new ByteWriter();
            out.writeByte(CLOSED);
            out.writeFixed64(board.high());
            out.writeFixed64(board.low());
            out.writeVarint(epoch.value());
            out.writeVarint(closedAt.toEpochMilli());
            return out.toByteArray();
        }

        @Override
        public boolean isOver(Instant now) {
            return now.isAfter(closedAt.plus(BoardStore.TOMBSTONE_LIFETIME));
        }

        @Override
        public void writeTo(ClusterStore empty) throws IOException {
            BoardStore.CloseOutcome outcome = empty.boards()
                    .close(board, new Token(epoch, NOBODY), WRITE_TIME)
                    .toCompletableFuture()
                    .join();
            if (!(outcome instanceof Closed)) {
                throw new IOException("board " + board + ": " + outcome);
            }
        }
    }

    /** What a store has of a board. */
    static BoardFile of(SnapshotStore.Loaded loaded) {
        return new Open(new SnapshotStore.Assertion(loaded.board(), loaded.roster(), loaded.snapshot()));
    }

    /** What a store has of a board that has closed. */
    static BoardFile of(BoardId board, Closed closed, Instant now) {
        return new Tombstone(board, closed.epoch(), now);
    }

    /** Reads what {@link #encode} wrote. */
    static BoardFile decode(ByteReader in) {
        BoardFile file = switch (in.readByte()) {
            case OPEN -> new Open(BoardFields.read(in));
            case CLOSED ->
                new Tombstone(
                        new BoardId(in.readFixed64(), in.readFixed64()),
                        new Epoch(in.readVarint()),
                        Instant.ofEpochMilli(in.readVarint()));
            default -> throw in.malformed("neither a board nor a tombstone");
        };
        in.requireEnd();
        return file;
    }

    /** The file's bytes. */
    byte[] encode();

    /** Whether nobody needs the file any more. */
    boolean isOver(Instant now);

    /** Makes it known to a store that does not know the board. */
    void writeTo(ClusterStore empty) throws IOException;
}
