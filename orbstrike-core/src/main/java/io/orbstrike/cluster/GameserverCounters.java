package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.OrbstrikeException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a gameserver has done.
 *
 * <p>Thread-safe.
 */
final class GameserverCounters {

    /** How calls of the lobby end. */
    enum Result {
        DONE,
        INVALID,
        UNKNOWN_TYPE,
        QUOTA_SPENT,
        FULL,
        /** No room for a board. */
        NO_ROOM,
        REFUSED,
        GONE,
        QUARANTINED,
        UNAVAILABLE
    }

    /** How handovers of a board to another gameserver end. */
    enum HandOverResult {
        HANDED_OVER,
        /** The board never stood still. */
        REFUSED,
        /** The board stood still, and goes on here. */
        RESUMED,
        /** Another holds the board, and not by this handover. */
        LOST
    }

    /** What the store is asked. */
    enum StoreCall {
        CREATE,
        CLOSE,
        GET,
        JOIN,
        LEAVE,
        READ_ROSTER,
        ENTER_QUOTA,
        TAKE_BACK_QUOTA,
        LOGIN,
        END_LEASE,
        READ_LEASES,
        READ_TOKENS,
        CAMPAIGN,
        INDEX,
        ATTACH,
        SWEEP,
        LOAD,
        HAND_OVER,
        ASSERT,
        MARK,
        FORGET_DEATHS
    }

    final Counts creations = new Counts();
    final Counts joins = new Counts();
    final Counts leaves = new Counts();
    final Map<StoreCall, LongAdder> storeUnknown = perKey(StoreCall.class);
    final Map<StoreCall, LongAdder> storeNotApplied = perKey(StoreCall.class);
    final LongAdder storeFenced = new LongAdder();
    final LongAdder storeBehind = new LongAdder();
    final LongAdder repairs = new LongAdder();
    final LongAdder unacknowledgedEnded = new LongAdder();
    final LongAdder agentFailures = new LongAdder();
    final LongAdder leasesTaken = new LongAdder();
    final LongAdder leasesInDoubt = new LongAdder();
    final LongAdder boardsAdopted = new LongAdder();
    final LongAdder boardsUnreadable = new LongAdder();
    final LongAdder boardsAsserted = new LongAdder();
    final LongAdder boardsPoisonous = new LongAdder();
    final LongAdder boardsCleared = new LongAdder();
    final LongAdder adoptionPauses = new LongAdder();
    final Map<HandOverResult, LongAdder> handovers = perKey(HandOverResult.class);
    final LongAdder boardsDeclined = new LongAdder();
    final LongAdder boardsYielded = new LongAdder();
    final LongAdder boardsContinued = new LongAdder();
    final LongAdder holdersSilent = new LongAdder();

    void countUnknown(StoreCall call) {
        increment(storeUnknown, call);
    }

    void countHandOver(HandOverResult result) {
        increment(handovers, result);
    }

    void countNotApplied(StoreCall call) {
        increment(storeNotApplied, call);
    }

    private static <K> void increment(Map<K, LongAdder> counters, K key) {
        requireNonNull(counters.get(key), "counter").increment();
    }

    private static <K extends Enum<K>> Map<K, LongAdder> perKey(Class<K> type) {
        Map<K, LongAdder> counters = new EnumMap<>(type);
        for (K key : type.getEnumConstants()) {
            counters.put(key, new LongAdder());
        }
        return counters;
    }

    /** How calls of one kind ended. */
    static final class Counts {

        private final Map<Result, LongAdder> perResult = perKey(Result.class);

        void count(Object outcome) {
            increment(perResult, resultOf(outcome));
        }

        Map<Result, LongAdder> perResult() {
            return perResult;
        }

        private static Result resultOf(Object outcome) {
            if (outcome instanceof Lobby.Created || outcome instanceof Lobby.Joined || outcome instanceof Lobby.Left) {
                return Result.DONE;
            } else if (outcome instanceof Lobby.UnknownType) {
                return Result.UNKNOWN_TYPE;
            } else if (outcome instanceof Lobby.QuotaSpent) {
                return Result.QUOTA_SPENT;
            } else if (outcome instanceof Lobby.Full) {
                return Result.FULL;
            } else if (outcome instanceof Lobby.Refused) {
                return Result.REFUSED;
            } else if (outcome instanceof Lobby.NoSuchBoard) {
                return Result.GONE;
            } else if (outcome instanceof Lobby.Quarantined) {
                return Result.QUARANTINED;
            } else if (outcome instanceof Lobby.NoRoom) {
                return Result.NO_ROOM;
            } else if (outcome instanceof Lobby.Unavailable || outcome instanceof Lobby.NotHere) {
                return Result.UNAVAILABLE;
            } else if (outcome instanceof OrbstrikeException) {
                return Result.INVALID;
            }
            throw new IllegalArgumentException("no result of a call: " + outcome);
        }
    }
}
