package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.SnapshotVersions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a gameserver says of itself when it logs in (LEASE-2).
 *
 * <p>Immutable.
 *
 * @param gameserver its process
 * @param address where orchestrators reach it, host and port as it advertises them
 * @param build which build it is, for people
 * @param labels what it has, beside its types, that boards may require; at most {@value #LABELS_MAX}
 * @param types the board types that it has, by name, with the snapshot versions that each reads
 * @param protocols the versions of the internal protocol that it speaks
 * @param capacity how much it takes
 * @param load how much it carries
 * @param draining whether it is about to stop, and takes no more boards
 */
public record Lease(
        Incarnation gameserver,
        String address,
        String build,
        Map<String, String> labels,
        Map<String, SnapshotVersions> types,
        Protocols protocols,
        Capacity capacity,
        Load load,
        boolean draining) {

    /** How many labels there may be. */
    public static final int LABELS_MAX = 64;

    /**
     * Copies the maps.
     *
     * @param gameserver its process
     * @param address where orchestrators reach it, host and port as it advertises them
     * @param build which build it is, for people
     * @param labels what it has, beside its types, that boards may require; at most {@value #LABELS_MAX}
     * @param types the board types that it has, by name, with the snapshot versions that each reads
     * @param protocols the versions of the internal protocol that it speaks
     * @param capacity how much it takes
     * @param load how much it carries
     * @param draining whether it is about to stop, and takes no more boards
     * @throws IllegalArgumentException if there are too many labels
     */
    public Lease {
        requireNonNull(gameserver, "gameserver");
        requireNonNull(address, "address");
        requireNonNull(build, "build");
        labels = Map.copyOf(labels);
        types = Map.copyOf(types);
        requireNonNull(protocols, "protocols");
        requireNonNull(capacity, "capacity");
        requireNonNull(load, "load");
        if (labels.size() > LABELS_MAX) {
            throw new IllegalArgumentException("labels " + labels.size() + ": must be at most " + LABELS_MAX);
        }
    }

    /**
     * The versions of the internal protocol.
     *
     * @param oldest 1 and above
     * @param newest {@code oldest} and above
     */
    public record Protocols(int oldest, int newest) {

        /**
         * Checks the range.
         *
         * @param oldest 1 and above
         * @param newest {@code oldest} and above
         * @throws IllegalArgumentException if {@code oldest} is below 1 or {@code newest} below {@code oldest}
         */
        public Protocols {
            if (oldest < 1 || newest < oldest) {
                throw new IllegalArgumentException("protocols " + oldest + " to " + newest + ": must rise from 1");
            }
        }
    }

    /**
     * How much a gameserver takes.
     *
     * @param boards how many boards, 0 and above
     * @param places how many players all boards together may have places for, 0 and above
     */
    public record Capacity(int boards, int places) {

        /**
         * Checks the range.
         *
         * @param boards how many boards, 0 and above
         * @param places how many players all boards together may have places for, 0 and above
         * @throws IllegalArgumentException if one is below 0
         */
        public Capacity {
            requireNotNegative("boards", boards);
            requireNotNegative("places", places);
        }
    }

    /**
     * How much a gameserver carries.
     *
     * @param boards how many boards, 0 and above
     * @param places how many players they have places for, 0 and above
     * @param players how many players there are, 0 and above
     * @param utilisationPermille which part of their time the tick threads worked lately, in thousandths, 0 and above
     * @param delays how late its work was lately
     */
    public record Load(int boards, int places, int players, int utilisationPermille, Delays delays) {

        /** That of a gameserver that has just started. */
        public static final Load NONE = new Load(0, 0, 0, 0);

        /**
         * Checks the range.
         *
         * @param boards how many boards, 0 and above
         * @param places how many players they have places for, 0 and above
         * @param players how many players there are, 0 and above
         * @param utilisationPermille which part of their time the tick threads worked lately, in thousandths, 0 and above
         * @param delays how late its work was lately
         * @throws IllegalArgumentException if a number is below 0
         */
        public Load {
            requireNotNegative("boards", boards);
            requireNotNegative("places", places);
            requireNotNegative("players", players);
            requireNotNegative("utilisationPermille", utilisationPermille);
            requireNonNull(delays, "delays");
        }

        /**
         * The load of a gameserver that is never late.
         *
         * @param boards how many boards, 0 and above
         * @param places how many players they have places for, 0 and above
         * @param players how many players there are, 0 and above
         * @param utilisationPermille which part of their time the tick threads worked lately, in thousandths, 0 and above
         * @throws IllegalArgumentException if one is below 0
         */
        public Load(int boards, int places, int players, int utilisationPermille) {
            this(boards, places, players, utilisationPermille, Delays.NONE);
        }
    }

    /**
     * How late a gameserver's work was in the last seconds, for people to see.
     *
     * @param tickLatenessUsMean how long after their slots steps started on average, in microseconds, 0 and above
     * @param tickLatenessUsMax how long after its slot the latest of them started, to within an eighth, in microseconds, 0
     *     and above
     * @param syncLagMs how old the oldest state is that the store has of a board that has changed since, in milliseconds,
     *     0 and above
     */
    public record Delays(int tickLatenessUsMean, int tickLatenessUsMax, int syncLagMs) {

        /** None at all; also what is known of a gameserver that does not tell. */
        public static final Delays NONE = new Delays(0, 0, 0);

        /**
         * Checks the range.
         *
         * @param tickLatenessUsMean how long after their slots steps started on average, in microseconds, 0 and above
         * @param tickLatenessUsMax how long after its slot the latest of them started, to within an eighth, in
         *     microseconds, 0 and above
         * @param syncLagMs how old the oldest state is that the store has of a board that has changed since, in
         *     milliseconds, 0 and above
         * @throws IllegalArgumentException if one is below 0
         */
        public Delays {
            requireNotNegative("tickLatenessUsMean", tickLatenessUsMean);
            requireNotNegative("tickLatenessUsMax", tickLatenessUsMax);
            requireNotNegative("syncLagMs", syncLagMs);
        }
    }

    /**
     * A lease as the store has it.
     *
     * @param lease what the gameserver said last
     * @param expiresAt when it ends or has ended, by the store's clock
     * @param endedEarly when it was ended before its time and not taken again since, by the store's clock
     */
    public record Recorded(Lease lease, Instant expiresAt, Optional<Instant> endedEarly) {

        /**
         * Requires all of it.
         *
         * @param lease what the gameserver said last
         * @param expiresAt when it ends or has ended, by the store's clock
         * @param endedEarly when it was ended before its time and not taken again since, by the store's clock
         */
        public Recorded {
            requireNonNull(lease, "lease");
            requireNonNull(expiresAt, "expiresAt");
            requireNonNull(endedEarly, "endedEarly");
        }

        /**
         * Tells whether the gameserver lives, as far as the store knows.
         *
         * @param storeTime the store's clock, as it came with this answer
         * @return true if the lease has not ended
         */
        public boolean isLiveAt(Instant storeTime) {
            return expiresAt.isAfter(storeTime);
        }
    }

    private static void requireNotNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " " + value + ": must be 0 or above");
        }
    }
}
