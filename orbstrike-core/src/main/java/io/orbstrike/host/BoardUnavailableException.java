package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.OrbstrikeException;

/**
 * A hosted board could not do what was asked, and nothing has changed: it is gone, in quarantine, has too many commands
 * waiting, is frozen, or has no place for the player.
 *
 * <p>Immutable.
 */
public final class BoardUnavailableException extends OrbstrikeException {

    private static final long serialVersionUID = 1L;

    /** Why a board does not answer. */
    public enum Cause {
        /** It has closed or is not hosted here any more. */
        GONE,
        /** It threw and is in quarantine. */
        QUARANTINED,
        /** Its command queue is full; try again. */
        BUSY,
        /** It is frozen, and goes on here or elsewhere; try again. */
        FROZEN,
        /** Every place is taken or kept. */
        FULL,
        /** It does not want the player. */
        REFUSED
    }

    private final Cause reason;

    BoardUnavailableException(BoardId board, Cause reason) {
        this(board, reason, describe(reason));
    }

    BoardUnavailableException(BoardId board, Cause reason, String description) {
        super("board " + board + " " + description);
        this.reason = requireNonNull(reason, "reason");
    }

    /**
     * Why the board does not answer.
     *
     * @return never null
     */
    public Cause reason() {
        return reason;
    }

    private static String describe(Cause reason) {
        return switch (reason) {
            case GONE -> "has closed or is not hosted here any more";
            case QUARANTINED -> "is in quarantine";
            case BUSY -> "is busy: its command queue is full, try again";
            case FROZEN -> "is frozen, and goes on here or elsewhere: try again";
            case FULL -> "is full";
            case REFUSED -> "does not want the player";
        };
    }
}
