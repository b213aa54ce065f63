package io.orbstrike.examples.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.Creator;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of all that a store has of a board.
 *
 * <p>Thread-safe.
 */
final class BoardFields {

    private static final int ANY = Integer.MAX_VALUE;

    private BoardFields() {}

    static void write(SnapshotStore.Assertion assertion, ByteWriter out) {
        BoardRecord board = assertion.board();
        writeSpec(board.spec(), out);
        writeToken(board.token(), out);
        out.writeVarint(board.createdAt().toEpochMilli());
        out.writeUtf8(board.quarantine().orElse(""));
        out.writeVarint(board.holderDeaths());
        out.writeVarint(assertion.roster().rosterNumber());
        out.writeVarint(assertion.roster().entries().size());
        assertion.roster().entries().forEach(entry -> writeEntry(entry, out));
        out.writeVarint(assertion.snapshot().isPresent() ? 1 : 0);
        assertion.snapshot().ifPresent(snapshot -> writeSnapshot(snapshot, out));
    }

    static SnapshotStore.Assertion read(ByteReader in) {
        BoardSpec spec = readSpec(in);
        Token token = readToken(in);
        BoardRecord board = BoardRecord.created(spec, token, Instant.ofEpochMilli(in.readVarint()))
                .withQuarantine(Optional.of(in.readUtf8(ANY)).filter(reason -> !reason.isEmpty()))
                .withHolderDeaths(in.readVarint("holder deaths", 0, ANY));
        long rosterNumber = in.readVarint();
        List<RosterEntry> entries = new ArrayList<>();
        for (int left = in.readVarint("entries", 0, in.remaining()); left > 0; left--) {
            entries.add(readEntry(in));
        }
        RosterStore.Roster roster = new RosterStore.Roster(token, rosterNumber, entries);
        boolean hasSnapshot = in.readVarint("snapshots", 0, 1) == 1;
        return new SnapshotStore.Assertion(
                board, roster, hasSnapshot ? Optional.of(readSnapshot(in)) : Optional.empty());
    }

    private static void writeSpec(BoardSpec spec, ByteWriter out) {
        out.writeFixed64(spec.id().high());
        out.writeFixed64(spec.id().low());
        out.writeUtf8(spec.type());
        out.writeBlock(spec.rules());
        out.writeFixed64(spec.seed());
        out.writeVarint(spec.listed() ? 1 : 0);
        out.writeVarint(spec.lifetime().toNanos());
        out.writeUtf8(spec.creator().name());
        out.writeVarint(spec.maxPlayers());
        out.writeVarint(spec.tickInterval().toNanos());
        out.writeUtf8(spec.requiredLabels().toString());
    }

    private static BoardSpec readSpec(ByteReader in) {
        return new BoardSpec(
                new BoardId(in.readFixed64(), in.readFixed64()),
                in.readUtf8(ANY),
                in.readBlock(ANY),
                in.readFixed64(),
                in.readVarint("listed", 0, 1) == 1,
                Duration.ofNanos(in.readVarint()),
                new Creator(in.readUtf8(ANY)),
                in.readVarint("players", 1, ANY),
                Duration.ofNanos(in.readVarint()),
                RequiredLabels.parse(in.readUtf8(ANY)));
    }

    private static void writeToken(Token token, ByteWriter out) {
        out.writeVarint(token.epoch().value());
        out.writeFixed64(token.holder().high());
        out.writeFixed64(token.holder().low());
    }

    private static Token readToken(ByteReader in) {
        return new Token(new Epoch(in.readVarint()), new Incarnation(in.readFixed64(), in.readFixed64()));
    }

    private static void writeEntry(RosterEntry entry, ByteWriter out) {
        out.writeVarint(entry.player().value());
        out.writeUtf8(entry.key().hash());
        out.writeVarint(entry.index());
        out.writeBlock(entry.joinData());
    }

    private static RosterEntry readEntry(ByteReader in) {
        return new RosterEntry(
                new PlayerId(in.readVarint()),
                new IdempotencyKey(in.readUtf8(ANY)),
                in.readVarint("index", 0, ANY),
                in.readBlock(ANY));
    }

    private static void writeSnapshot(SnapshotStore.Snapshot snapshot, ByteWriter out) {
        out.writeVarint(snapshot.tick());
        out.writeVarint(snapshot.rosterNumber());
        out.writeVarint(snapshot.version());
        out.writeBlock(snapshot.bytes());
    }

    private static SnapshotStore.Snapshot readSnapshot(ByteReader in) {
        return new SnapshotStore.Snapshot(
                in.readVarint(), in.readVarint(), in.readVarint("version", 1, ANY), in.readBlock(ANY));
    }
}
