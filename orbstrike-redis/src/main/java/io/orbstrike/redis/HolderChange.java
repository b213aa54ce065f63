package io.orbstrike.redis;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Incarnation;
import java.util.List;
import java.util.stream.Stream;

/**
 * What goes with a board that gets a holder: whether that one lives (ATTACH-2), and the indexes of both (ATTACH-5). Where one
 * script reaches all keys it is done in the step that writes the board, else before and after it.
 *
 * <p>Immutable.
 */
final class HolderChange {

    private final StoreKeys keys;
    private final BoardIndex index;
    private final BoardId board;
    private final Incarnation from;
    private final Incarnation to;
    private final boolean inOneStep;

    private HolderChange(
            StoreKeys keys, BoardIndex index, BoardId board, Incarnation from, Incarnation to, boolean inOneStep) {
        this.keys = keys;
        this.index = index;
        this.board = board;
        this.from = from;
        this.to = to;
        this.inOneStep = inOneStep;
    }

    static HolderChange of(
            Exchange exchange, StoreKeys keys, BoardIndex index, BoardId board, Incarnation from, Incarnation to) {
        return new HolderChange(
                keys, index, board, from, to, exchange.topology().hasOneSlot());
    }

    /**
     * Does what comes before the board is written, as near to that as a cluster allows.
     *
     * @return false if the new holder has no lease that holds; then the board is not to be written
     */
    boolean isReady(Exchange exchange) throws CallFailure {
        if (inOneStep) {
            return true;
        }
        if (!isTargetLive(exchange)) {
            return false;
        }
        index.enterFirst(exchange, to, List.of(board));
        return true;
    }

    private boolean isTargetLive(Exchange exchange) throws CallFailure {
        try {
            return exchange.run(RedisCall.run(Script.LEASE_LIVE, new byte[][] {keys.leaseEnds()}, Reply.ascii(to)))
                    .isWord("live");
        } catch (CallFailure e) {
            throw CallFailure.notApplied("the target's lease could not be read: " + e.getMessage(), e);
        }
    }

    /** The keys of the board, and what else the script that writes it gets at: leases, the new index, the old one. */
    byte[][] keys(byte[]... boardKeys) {
        if (!inOneStep) {
            return boardKeys;
        }
        return Stream.concat(Stream.of(boardKeys), Stream.of(keys.leaseEnds(), keys.index(to), keys.index(from)))
                .toArray(byte[][]::new);
    }

    /** Does what comes after the board was written. */
    void finish(Exchange exchange) {
        if (!inOneStep && !from.equals(to)) {
            index.removeLast(exchange, from, board);
        }
    }
}
