package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.PlayerId;
import io.orbstrike.host.BoardState;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        /** It stands still, or is about to, while the store is asked who goes on with it. */
        MOVING,
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
     * @param joinData what he brought
     */
    @SuppressWarnings("ArrayRecordComponent") // carried from the call to the store, never compared
    record Stay(PlayerId player, IdempotencyKey key, int index, byte[] joinData) {

        RosterEntry entry() {
            return new RosterEntry(player, key, index, joinData);
        }
    }

    /** How many numbers of leaves are kept in mind. */
    private static final int LEAVE_NUMBERS_MAX = 256;

    private final BoardRecord record;
    private final BoardType<?, J, I> type;
    private final Map<PlayerId, Stay> stays = new HashMap<>();
    private final Map<IdempotencyKey, Stay> staysByKey = new HashMap<>();
    private final Map<IdempotencyKey, JoinAttempt<J, I>> joins = new HashMap<>();
    private final RosterRepair repair = new RosterRepair();
    private final RosterWrites rosterWrites = new RosterWrites();
    private final Map<PlayerId, Long> endedWhileStarting = new HashMap<>();
    private long spentNumber;
    private final Set<Long> leaveNumbers = new LinkedHashSet<>();
    private long rosterNumber;
    private Optional<String> quarantine;
    private int holderDeaths;
    private int leavesUnderWay;
    private @Nullable Runnable onSettled;
    private @Nullable BoardSummary listed;
    private volatile @Nullable HostedBoard<J, I> hosted;
    private volatile Phase phase = Phase.STARTING;

    ServedBoard(BoardRecord record, BoardType<?, J, I> type) {
        this.record = record;
        this.type = type;
        this.quarantine = record.quarantine();
        this.holderDeaths = record.holderDeaths();
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
        return (hosted != null && (phase == Phase.OPEN || phase == Phase.MOVING)) || phase == Phase.QUARANTINED;
    }

    /** Whether lists show it. */
    boolean isListed() {
        return record.spec().listed() && hosted != null && isShown();
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

    /** Whether the host has it: not yet while it starts, and never if its snapshot cannot be read. */
    boolean isHosted() {
        return hosted != null;
    }

    /** How an operator sees it; empty once it has ended here. */
    Optional<BoardOverview> overview() {
        HostedBoard<J, I> board = hosted;
        Phase now = phase;
        if (now == Phase.ENDED || now == Phase.LOST) {
            return Optional.empty();
        }
        BoardOverview.State state;
        if (now == Phase.QUARANTINED) {
            state = BoardOverview.State.QUARANTINED;
        } else if (board == null) {
            state = BoardOverview.State.STARTING;
        } else {
            state = board.status().state() == BoardState.SLEEPING
                    ? BoardOverview.State.SLEEPING
                    : BoardOverview.State.RUNNING;
        }
        return Optional.of(new BoardOverview(
                id(),
                type.name(),
                token().epoch().value(),
                board == null ? 0 : board.status().tick(),
                token().holder(),
                board == null ? 0 : board.status().players(),
                state));
    }

    Lobby.BoardFacts facts() {
        HostedBoard<J, I> board = hosted;
        boolean isQuarantined = phase == Phase.QUARANTINED;
        if (board == null) {
            BoardSpec spec = record.spec();
            return new Lobby.BoardFacts(
                    id(),
                    type.name(),
                    0,
                    spec.maxPlayers(),
                    spec.tickInterval(),
                    token().epoch().value(),
                    spec.listed(),
                    isQuarantined);
        }
        return new Lobby.BoardFacts(
                id(),
                type.name(),
                board.status().players(),
                board.maxPlayers(),
                board.tickInterval(),
                board.epoch(),
                record.spec().listed(),
                isQuarantined);
    }

    /** Up to which roster number players were put on the board, or will not be any more. */
    long spentNumber() {
        return spentNumber;
    }

    void spend(PlayerId player) {
        spentNumber = Math.max(spentNumber, player.value());
        noteRosterNumber(player.value());
    }

    /** The highest roster number that is known here. */
    long rosterNumber() {
        return rosterNumber;
    }

    void noteRosterNumber(long number) {
        rosterNumber = Math.max(rosterNumber, number);
    }

    /**
     * Notes the numbers that leaves took.
     *
     * @param sentNumber the highest number known here when the store was asked
     * @param before the board's number in the store before the first of them
     * @param last the number of the last
     * @return false if the store did not know a number that is known here, or gave one out again: it has forgotten what came
     *     since. Then the board's number here is above all that it has given out, so that an assertion is taken
     */
    boolean tryNoteLeaves(long sentNumber, long before, long last) {
        boolean isNew = before >= sentNumber;
        for (long number = Math.max(before, last - LEAVE_NUMBERS_MAX) + 1; number <= last; number++) {
            isNew &= leaveNumbers.add(number) && !stays.containsKey(new PlayerId(number));
        }
        Iterator<Long> oldest = leaveNumbers.iterator();
        for (int over = leaveNumbers.size() - LEAVE_NUMBERS_MAX; over > 0; over--) {
            oldest.next();
            oldest.remove();
        }
        noteRosterNumber(isNew ? last : last + 1);
        return isNew;
    }

    /** Why it is kept and not ticked; empty if it is ticked. */
    Optional<String> quarantine() {
        return quarantine;
    }

    void quarantine(String reason) {
        quarantine = Optional.of(reason);
    }

    /** The board as it is to be written again. */
    BoardRecord asserted() {
        return record.withQuarantine(quarantine).withHolderDeaths(holderDeaths);
    }

    /** How many of its holders died before this one. */
    int holderDeaths() {
        return holderDeaths;
    }

    /** It was ticked here for long enough. */
    void forgetDeaths() {
        holderDeaths = 0;
    }

    /** Who is on the roster as far as this holder knows: joins whose entries are written included. */
    RosterStore.Roster roster() {
        List<RosterEntry> entries = new ArrayList<>();
        stays.values().forEach(stay -> entries.add(stay.entry()));
        for (JoinAttempt<J, I> attempt : joins.values()) {
            RosterEntry written = attempt.entry();
            if (written != null && !stays.containsKey(written.player())) {
                entries.add(written);
            }
        }
        entries.sort(Comparator.comparing(RosterEntry::player));
        return new RosterStore.Roster(token(), rosterNumber, entries);
    }

    /** A stay has ended before it is known here who is on the board. */
    void noteEndedWhileStarting(PlayerId player, long tick) {
        endedWhileStarting.put(player, tick);
    }

    /** Those whose stays ended meanwhile, with the steps that ended them; forgotten with that. */
    Map<PlayerId, Long> takeEndedWhileStarting() {
        Map<PlayerId, Long> ended = new LinkedHashMap<>(endedWhileStarting);
        endedWhileStarting.clear();
        return ended;
    }

    /** What lists are to say of the board, unless they say so already. */
    Optional<BoardSummary> listing() {
        if (!isListed()) {
            return Optional.empty();
        }
        BoardSpec spec = record.spec();
        BoardSummary now = new BoardSummary(
                spec.id(),
                spec.type(),
                hosted().status().players(),
                spec.maxPlayers(),
                spec.tickInterval(),
                token().epoch());
        return now.equals(listed) ? Optional.empty() : Optional.of(now);
    }

    /** Lists say so of the board now; null if that is not known. */
    void listed(@Nullable BoardSummary said) {
        listed = said;
    }

    Map<IdempotencyKey, JoinAttempt<J, I>> joins() {
        return joins;
    }

    /** A join is over, whatever came of it. */
    void endJoin(IdempotencyKey key) {
        joins.remove(key);
        tellSettled();
    }

    /** A leave begins; it is ended by {@link #endLeave}. */
    void beginLeave() {
        leavesUnderWay++;
    }

    void endLeave() {
        leavesUnderWay--;
        tellSettled();
    }

    /** Does something as soon as neither a join nor a leave is under way; in place of what was to be done before. */
    void whenSettled(Runnable action) {
        onSettled = action;
        tellSettled();
    }

    private void tellSettled() {
        Runnable action = onSettled;
        if (action != null && joins.isEmpty() && leavesUnderWay == 0) {
            onSettled = null;
            action.run();
        }
    }

    RosterRepair repair() {
        return repair;
    }

    RosterWrites rosterWrites() {
        return rosterWrites;
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
