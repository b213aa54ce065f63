package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Who leads the cluster: at most one candidate at a time by the store's clock, and each leadership under a higher term. And
 * which candidates there are, with what each of them says of the gameservers.
 *
 * <p>Thread-safe. What holds for all calls is said at {@link ClusterStore}.
 */
public interface ElectionStore {

    /** A candidate names at most so many gameservers that it cannot reach. */
    int UNREACHED_MAX = 100;

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
     * Tells that a candidate lives and which gameservers it cannot reach, and hears the same of all others.
     *
     * <ul>
     *   <li><b>ELECT-3</b> A report counts until its candidate's next one, until that one resigns, and no longer than its
     *       {@code ttl} by the store's clock.
     *   <li><b>ELECT-4</b> The answer counts all reports that count, that of the caller among them. Who takes part in the
     *       election without reporting is not counted.
     * </ul>
     *
     * @param candidate who
     * @param unreached the gameservers that it cannot reach, at most {@link #UNREACHED_MAX}
     * @param ttl how long the report counts, above zero
     * @param remaining how much time the call has left
     * @return the outcome
     * @throws IllegalArgumentException if {@code ttl} is not above zero, or there are too many gameservers
     */
    CompletionStage<ReportOutcome> report(
            Candidate candidate, Set<Incarnation> unreached, Duration ttl, Duration remaining);

    /**
     * Gives the leadership up, and takes the candidate's report away.
     *
     * @param candidate who
     * @param term of his leadership; another one's is not touched; 0 if he does not lead
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

    /** What came of a report. */
    sealed interface ReportOutcome permits Reported, NotApplied, Unknown {}

    /**
     * The report counts.
     *
     * @param candidates how many candidates have reports that count, 1 and above
     * @param unreached by how many of them a gameserver cannot be reached, of each that somebody cannot reach
     */
    record Reported(int candidates, Map<Incarnation, Integer> unreached) implements ReportOutcome {
        /**
         * Copies the counts.
         *
         * @param candidates how many candidates have reports that count, 1 and above
         * @param unreached by how many of them a gameserver cannot be reached, of each that somebody cannot reach
         */
        public Reported {
            unreached = Map.copyOf(unreached);
        }

        /**
         * Counts what candidates say.
         *
         * @param candidates how many candidates have reports that count, 1 and above
         * @param reports the gameservers that each of them cannot reach; those who reach all may be left out
         * @return the counts
         */
        public static Reported of(int candidates, Collection<? extends Collection<Incarnation>> reports) {
            Map<Incarnation, Integer> counts = new HashMap<>();
            reports.forEach(report -> report.forEach(gameserver -> counts.merge(gameserver, 1, Integer::sum)));
            return new Reported(candidates, counts);
        }
    }

    /**
     * Requires that a report can be taken.
     *
     * @param unreached what it names
     * @throws IllegalArgumentException if there are too many
     */
    static void requireReportable(Set<Incarnation> unreached) {
        if (unreached.size() > UNREACHED_MAX) {
            throw new IllegalArgumentException(
                    "unreached gameservers " + unreached.size() + ": must be at most " + UNREACHED_MAX);
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
