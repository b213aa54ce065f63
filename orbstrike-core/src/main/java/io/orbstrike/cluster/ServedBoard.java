package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.PlayerId;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Token;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A board of this gameserver: what the control plane knows of it beside the host and the store.
 *
 * <p>Confined to the agent's thread, but for the fields that never change and {@link #facts}, {@link #phase}.
 *
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
final class ServedBoard<J, I> {

    /** A board's life here. */
    enum Phase {
        /** In the store, and the host makes it. */
        STARTING,
        /** It can be joined. */
        OPEN,
        /** It threw. */
        QUARANTINED,
        /** Another holds it now, or it is not known here any more: nothing is written. */
        LOST,
        /** It has ended, and the store is told. */
        ENDED
    }

    /**
     * A player on the board.
     *
     * @param player his id
     * @param key of his join
     * @param index his place
     */
    record Stay(PlayerId player, IdempotencyKey key, int index) {}

    private final BoardRecord record;
    private final BoardType<?, J, I> type;
    private final Map<PlayerId, Stay> stays = new HashMap<>();
    private final Map<IdempotencyKey, Stay> staysByKey = new HashMap<>();
    private final Map<IdempotencyKey, JoinAttempt<J, I>> joins = new HashMap<>();
    private final RosterRepair repair = new RosterRepair();
    private long spentNumber;
    private volatile @Nullable HostedBoard<J, I> hosted;
    private volatile Phase phase = Phase.STARTING;

    ServedBoard(BoardRecord record, BoardType<?, J, I> type) {
        this.record = record;
        this.type = type;
    }

    BoardId id() {
        return record.spec().id();
    }

    Token token() {
        return record.token();
    }

    BoardType<?, J, I> type() {
        return type;
    }

    BoardRecord record() {
        return record;
    }

    /** How many players it has places for. */
    int places() {
        return record.spec().maxPlayers();
    }

    Phase phase() {
        return phase;
    }

    /** Whether it can be described. */
    boolean isShown() {
        return hosted != null && (phase == Phase.OPEN || phase == Phase.QUARANTINED);
    }

    /** Whether lists show it. */
    boolean isListed() {
        return record.spec().listed() && isShown();
    }

    void enter(Phase next) {
        phase = next;
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /** The host has made the board; what it has told of it before stays. */
    void attach(HostedBoard<J, I> board) {
        hosted = board;
        if (phase == Phase.STARTING) {
            phase = Phase.OPEN;
        }
    }

    /** The board at the host; there is one as soon as the board was attached. */
    HostedBoard<J, I> hosted() {
        return requireNonNull(hosted, "hosted");
    }

    Lobby.BoardFacts facts() {
        HostedBoard<J, I> board = hosted();
        return new Lobby.BoardFacts(
                id(),
                type.name(),
                board.status().players(),
                board.maxPlayers(),
                board.tickInterval(),
                board.epoch(),
                record.spec().listed());
    }

    /** Up to which roster number players were put on the board, or will not be any more. */
    long spentNumber() {
        return spentNumber;
    }

    void spend(PlayerId player) {
        spentNumber = Math.max(spentNumber, player.value());
    }

    Map<IdempotencyKey, JoinAttempt<J, I>> joins() {
        return joins;
    }

    RosterRepair repair() {
        return repair;
    }

    @Nullable
    Stay stay(PlayerId player) {
        return stays.get(player);
    }

    @Nullable
    Stay stay(IdempotencyKey key) {
        return staysByKey.get(key);
    }

    Collection<Stay> stays() {
        return stays.values();
    }

    void add(Stay stay) {
        stays.put(stay.player(), stay);
        staysByKey.put(stay.key(), stay);
    }

    @Nullable
    Stay remove(PlayerId player) {
        Stay stay = stays.remove(player);
        if (stay != null) {
            staysByKey.remove(stay.key());
        }
        return stay;
    }
}
