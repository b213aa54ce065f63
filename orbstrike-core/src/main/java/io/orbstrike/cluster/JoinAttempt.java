package io.orbstrike.cluster;

import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby.JoinOutcome;
import io.orbstrike.cluster.agent.Call;
import io.orbstrike.host.Reservation;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RosterEntry;
import org.jspecify.annotations.Nullable;

/**
 * A join under way: a place is asked for, then the roster written, then the player put on the board.
 *
 * <p>Confined to the agent's thread.
 *
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
final class JoinAttempt<J, I> {

    /** How often the roster is written for one join; more is needed only if numbers keep overtaking each other. */
    private static final int WRITES_MAX = 16;

    private final ServedBoard<J, I> board;
    private final IdempotencyKey key;
    private final byte[] joinData;
    private final Attempt<JoinOutcome> calls;
    private @Nullable Reservation reservation;
    private @Nullable RosterEntry entry;
    private boolean stayEnded;
    private int writes;

    JoinAttempt(ServedBoard<J, I> board, IdempotencyKey key, byte[] joinData, Call<JoinOutcome> call) {
        this.board = board;
        this.key = key;
        this.joinData = joinData;
        this.calls = new Attempt<>(call);
    }

    ServedBoard<J, I> board() {
        return board;
    }

    IdempotencyKey key() {
        return key;
    }

    byte[] joinData() {
        return joinData;
    }

    Attempt<JoinOutcome> calls() {
        return calls;
    }

    void reserve(Reservation place) {
        reservation = place;
    }

    /** Counts a write of the roster; false if there were too many. */
    boolean tryWrite() {
        writes++;
        return writes <= WRITES_MAX;
    }

    /** Gives the place back, if there is one. */
    void release() {
        Reservation place = reservation;
        if (place != null) {
            reservation = null;
            board.hosted().release(place);
        }
    }

    /** The roster has him, and he is put on the board. */
    void place(RosterEntry written) {
        entry = written;
    }

    /** What the roster has of him, once he is put on the board. */
    @Nullable
    RosterEntry entry() {
        return entry;
    }

    @Nullable
    PlayerId player() {
        RosterEntry written = entry;
        return written == null ? null : written.player();
    }

    void endStay() {
        stayEnded = true;
    }

    boolean hasStayEnded() {
        return stayEnded;
    }
}
