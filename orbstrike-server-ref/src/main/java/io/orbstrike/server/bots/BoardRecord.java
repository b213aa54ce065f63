package io.orbstrike.server.bots;

import org.jspecify.annotations.Nullable;

/**
 * What the streams of one lane know of one board.
 *
 * <p>Confined to the lane.
 */
final class BoardRecord {

    /** Every so many ticks a chain that is not the current one is compared with what others know. */
    static final int TICKS_PER_COMPARISON = 64;

    private final String board;
    private final BoardLedger ledger;
    private final Violations violations;
    private @Nullable BoardChain current;

    BoardRecord(String board, BoardLedger ledger, Violations violations) {
        this.board = board;
        this.ledger = ledger;
        this.violations = violations;
    }

    String board() {
        return board;
    }

    /** The chain that most streams are on, or will be. */
    @Nullable
    BoardChain current() {
        return current;
    }

    void current(BoardChain chain) {
        current = chain;
    }

    /** Whether a chain knows something newer than the current one. */
    boolean isAhead(BoardChain chain) {
        BoardChain known = current;
        return known == null
                || chain.epoch() > known.epoch()
                || (chain.epoch() == known.epoch()
                        && chain.newest().tick() > known.newest().tick());
    }

    /** A stream was the first on its chain to know a state. */
    void onKnown(BoardChain chain, OrbState state) {
        boolean isCompared = chain == current || state == chain.first() || state.tick() % TICKS_PER_COMPARISON == 0;
        if (isCompared) {
            ledger.onKnown(state.stream(), chain.epoch(), state.tick(), state.hash());
        }
    }

    void found(Violation violation) {
        violations.add(violation);
    }
}
