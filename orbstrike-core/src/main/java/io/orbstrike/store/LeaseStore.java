package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Which gameservers live. A lease that has ended stays readable until it is forgotten, so that whoever looks after its
 * boards finds out whose they were.
 *
 * <p>Thread-safe. What holds for all calls is said at {@link ClusterStore}.
 */
public interface LeaseStore {

    /** How long a lease that has ended is kept if nobody forgets it. */
    Duration KEPT_AFTER_END = Duration.ofHours(24);

    /**
     * Takes a lease or renews it, for {@code ttl} from the store's present on.
     *
     * <ul>
     *   <li><b>LEASE-1</b> A lease that has ended, even early, is taken again by the same call under the same incarnation.
     *   <li><b>LEASE-3</b> The store judges the end by its own clock. The caller counts his lease from before the call.
     * </ul>
     *
     * @param lease what the gameserver says of itself now
     * @param ttl how long the lease holds unless it is renewed, above zero
     * @param remaining how much time the call has left
     * @return the outcome
     * @throws IllegalArgumentException if {@code ttl} is not above zero
     */
    CompletionStage<LoginOutcome> login(Lease lease, Duration ttl, Duration remaining);

    /**
     * Ends a lease in order and forgets it.
     *
     * @param gameserver whose; nothing happens if there is none
     * @param remaining how much time the call has left
     * @return the outcome; {@link Ended} whether there was one or not
     */
    CompletionStage<EndOutcome> logout(Incarnation gameserver, Duration remaining);

    /**
     * Ends a lease before its time, since its process is known to be dead.
     *
     * <ul>
     *   <li><b>LEASE-5</b> Compares and sets: another incarnation's lease is not touched, whatever address it has, and
     *       nothing changes if the lease has ended.
     * </ul>
     *
     * @param gameserver whose
     * @param remaining how much time the call has left
     * @return the outcome; {@link Ended} if it has ended, now or before, or is not there
     */
    CompletionStage<EndOutcome> end(Incarnation gameserver, Duration remaining);

    /**
     * Forgets a lease that has ended, and its gameserver's index of boards after it (ATTACH-5); a live one stays.
     *
     * @param gameserver whose
     * @param remaining how much time the call has left
     * @return the outcome; {@link Ended} if it is forgotten, now or before, {@link StillLive} if not
     */
    CompletionStage<EndOutcome> forget(Incarnation gameserver, Duration remaining);

    /**
     * Reads all leases, those that have ended and are not forgotten included.
     *
     * <ul>
     *   <li><b>LEASE-4</b> One call, answered with the store's time in the same step.
     * </ul>
     *
     * @param remaining how much time the call has left
     * @return the outcome
     */
    CompletionStage<ReadOutcome> read(Duration remaining);

    /** What came of a login. */
    sealed interface LoginOutcome permits LoggedIn, NotApplied, Unknown {}

    /** The lease holds, from before the store answered. */
    enum LoggedIn implements LoginOutcome {
        /** It was taken: there was none, or it had ended. */
        TAKEN,
        /** It held and was renewed. */
        RENEWED
    }

    /** What came of ending or forgetting a lease. */
    sealed interface EndOutcome permits Ended, StillLive, NotApplied, Unknown {}

    /** The lease has ended. */
    enum Ended implements EndOutcome {
        /** The only value. */
        INSTANCE
    }

    /** The lease holds; nothing has changed. */
    enum StillLive implements EndOutcome {
        /** The only value. */
        INSTANCE
    }

    /** What came of reading leases. */
    sealed interface ReadOutcome permits Leases, Unknown {}

    /**
     * All leases.
     *
     * @param storeTime the store's clock in the same step
     * @param leases in no particular order
     */
    record Leases(Instant storeTime, List<Lease.Recorded> leases) implements ReadOutcome {
        /**
         * Copies the list.
         *
         * @param storeTime the store's clock in the same step
         * @param leases in no particular order
         */
        public Leases {
            requireNonNull(storeTime, "storeTime");
            leases = List.copyOf(leases);
        }
    }
}
