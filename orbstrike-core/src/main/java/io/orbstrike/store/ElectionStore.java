package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Who leads the cluster: at most one candidate at a time by the store's clock, and each leadership under a higher term.
 *
 * <p>Thread-safe. What holds for all calls is said at {@link ClusterStore}.
 */
public interface ElectionStore {

    /**
     * Takes the leadership if nobody has it, or renews one's own.
     *
     * <ul>
     *   <li><b>ELECT-1</b> Within the {@code ttl} of a leadership, by the store's clock, nobody else gets it.
     *   <li><b>ELECT-2</b> A leadership that is taken has a term above all earlier ones: max(previous + 1, the store's
     *       clock in milliseconds), so that a store that forgot does not repeat one. A renewal keeps its term.
     * </ul>
     *
     * @param candidate who
     * @param ttl how long the leadership holds unless it is renewed, above zero
     * @param remaining how much time the call has left
     * @return the outcome
     * @throws IllegalArgumentException if {@code ttl} is not above zero
     */
    CompletionStage<CampaignOutcome> campaign(Candidate candidate, Duration ttl, Duration remaining);

    /**
     * Gives the leadership up.
     *
     * @param candidate who
     * @param term of his leadership; another one's is not touched
     * @param remaining how much time the call has left
     * @return the outcome; {@link Resigned} whether he had it or not
     */
    CompletionStage<ResignOutcome> resign(Candidate candidate, long term, Duration remaining);

    /**
     * Reads who leads.
     *
     * @param remaining how much time the call has left
     * @return the outcome
     */
    CompletionStage<LeaderOutcome> leader(Duration remaining);

    /**
     * Who may lead.
     *
     * @param process which process
     * @param address where others reach it
     */
    record Candidate(Incarnation process, String address) {
        /**
         * Requires both.
         *
         * @param process which process
         * @param address where others reach it
         */
        public Candidate {
            requireNonNull(process, "process");
            requireNonNull(address, "address");
        }
    }

    /** What came of a campaign. */
    sealed interface CampaignOutcome permits Elected, LedByOther, NotApplied, Unknown {}

    /**
     * The caller leads.
     *
     * @param term of his leadership, 1 and above
     */
    record Elected(long term) implements CampaignOutcome {}

    /**
     * Somebody else leads.
     *
     * @param leader who
     * @param term of that leadership, 1 and above
     */
    record LedByOther(Candidate leader, long term) implements CampaignOutcome {
        /**
         * Requires the leader.
         *
         * @param leader who
         * @param term of that leadership, 1 and above
         */
        public LedByOther {
            requireNonNull(leader, "leader");
        }
    }

    /** What came of a resignation. */
    sealed interface ResignOutcome permits Resigned, NotApplied, Unknown {}

    /** The caller does not lead under that term, since this call or before. */
    enum Resigned implements ResignOutcome {
        /** The only value. */
        INSTANCE
    }

    /** What came of reading who leads. */
    sealed interface LeaderOutcome permits Led, NoLeader, Unknown {}

    /**
     * Somebody leads.
     *
     * @param leader who
     * @param term of that leadership, 1 and above
     */
    record Led(Candidate leader, long term) implements LeaderOutcome {
        /**
         * Requires the leader.
         *
         * @param leader who
         * @param term of that leadership, 1 and above
         */
        public Led {
            requireNonNull(leader, "leader");
        }
    }

    /** Nobody leads. */
    enum NoLeader implements LeaderOutcome {
        /** The only value. */
        INSTANCE
    }
}
