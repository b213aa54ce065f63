package io.orbstrike.testkit.simulation;

import java.util.List;

/**
 * What happened in a run.
 *
 * <p>Immutable.
 */
public final class SimulationReport {

    private final long seed;
    private final long events;
    private final long digest;
    private final long moves;
    private final long continuations;
    private final FaultTable table;
    private final List<String> violations;
    private final List<String> log;

    SimulationReport(long seed, SimulatedCluster cluster, List<String> log) {
        this.seed = seed;
        this.events = cluster.queue().ran();
        this.digest = cluster.queue().digest();
        this.moves = cluster.witness().moves();
        this.continuations = cluster.witness().continuations();
        this.table = cluster.table();
        this.violations = List.copyOf(cluster.witness().violations());
        this.log = List.copyOf(log);
    }

    /**
     * The run's seed.
     *
     * @return as it was asked for
     */
    public long seed() {
        return seed;
    }

    /**
     * How many events happened.
     *
     * @return above 0
     */
    public long events() {
        return events;
    }

    /**
     * Stands for all events and their times: two runs with one digest were the same.
     *
     * @return any number
     */
    public long digest() {
        return digest;
    }

    /**
     * How often boards got another holder.
     *
     * @return 0 and above
     */
    public long moves() {
        return moves;
    }

    /**
     * How often a board went on from the state of a living gameserver that it was taken from (FAIL-3).
     *
     * @return 0 and above
     */
    public long continuations() {
        return continuations;
    }

    /**
     * How many faults there were.
     *
     * @return 0 and above
     */
    public long faults() {
        return table.total();
    }

    /**
     * What must not have been, the first of it; later ones may follow from it.
     *
     * @return sentences for people, empty if all was well
     */
    public List<String> violations() {
        return violations;
    }

    /**
     * The faults, and when they came.
     *
     * @return sentences for people
     */
    public List<String> log() {
        return log;
    }

    FaultTable table() {
        return table;
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + events + " events, " + faults() + " faults, " + moves + " moves, digest "
                + Long.toHexString(digest) + ", violations " + violations;
    }
}
