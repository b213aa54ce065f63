package io.orbstrike.testkit.simulation;

import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.FailoverOptions;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Runs of a whole cluster in simulated time, each from one seed: gameservers, orchestrators, a store and a client per board,
 * of which some crash, stop, are cut off or told to leave while boards are handed over, and a store that is away, forgets,
 * or has its clock set. After the faults everything has to be well again within the bound of I4. The same seed gives the
 * same run.
 *
 * <p>Immutable; a run is confined to the thread that asks for it, and several may be under way.
 */
public final class Simulation {

    private static final int BOARDS_MAX = 10_000;
    private static final Duration EVENT_COST = Duration.ofNanos(100_000);

    /** A clock may run slower than the store's by so much within a TTL. */
    private static final Duration CLOCK_ERROR_MAX = Duration.ofMillis(5);

    private static final Duration SAMPLE_INTERVAL = Duration.ofMillis(250);
    private static final Duration LEASE_DOUBT = Duration.ofSeconds(15);

    /** A suspect is cleared when it has ticked for a second: two ticks after its first one or two. */
    private static final Duration SUSPECT_TIME = Duration.ofSeconds(2);

    private static final int QUARANTINE_NEVER = 1_000;
    private static final int SHARDS = 3;

    /** Boards beyond are created, and nobody plays on them. */
    private static final int PLAYERS_MAX = 500;

    private final int gameservers;
    private final int orchestrators;
    private final int boards;
    private final int boardsMax;
    private final Scenario scenario;
    private final Wiring wiring;

    private Simulation(
            int gameservers, int orchestrators, int boards, int boardsMax, Scenario scenario, Wiring wiring) {
        this.boardsMax = boardsMax;
        this.scenario = scenario;
        this.gameservers = gameservers;
        this.orchestrators = orchestrators;
        this.boards = boards;
        this.wiring = wiring;
    }

    /**
     * Three gameservers, two orchestrators and 20 boards, each with a client.
     *
     * @return a simulation that can be run with any seed
     */
    public static Simulation ofSmallCluster() {
        return new Simulation(3, 2, 20, BOARDS_MAX, Scenario.MIXED, Wiring.PLAIN);
    }

    /**
     * Three gameservers that are all killed together and started again.
     *
     * @param boards how many there are, some of them played
     * @return a simulation that can be run with any seed
     */
    public static Simulation ofCommonRestart(int boards) {
        return new Simulation(3, 2, boards, BOARDS_MAX, Scenario.ALL_RESTART, Wiring.PLAIN);
    }

    /**
     * Four gameservers that are filled as far as creations may fill them, of which one dies. The others have no room for all
     * of its boards, and a new one comes later.
     *
     * @param boardsMax how many boards a gameserver can hold
     * @return a simulation that can be run with any seed
     */
    public static Simulation ofDeathUnderLoad(int boardsMax) {
        return new Simulation(4, 2, boardsMax * 4 * 80 / 100, boardsMax, Scenario.ONE_DIES, Wiring.PLAIN);
    }

    /**
     * Three gameservers of which one loses the store for a while, and nothing else. Its boards go to others, which ask it
     * for their newest states.
     *
     * @return a simulation that can be run with any seed
     */
    public static Simulation ofLostStore() {
        return new Simulation(3, 2, 20, BOARDS_MAX, Scenario.ONE_LOSES_STORE, Wiring.PLAIN);
    }

    /**
     * Three gameservers of which nobody reaches one for a while. It keeps what it has, and gets nothing of one that stands
     * still meanwhile; once it is reached again it gets boards of one that leaves.
     *
     * @return a simulation that can be run with any seed
     */
    public static Simulation ofOneOutOfReach() {
        return new Simulation(3, 2, 20, BOARDS_MAX, Scenario.ONE_OUT_OF_REACH, Wiring.PLAIN);
    }

    /**
     * Three gameservers of which one stands still for good, and nobody hears of it again. At the bound of I4 the others
     * have to serve its boards: a lease TTL, a second, and a second for each 2,000 boards.
     *
     * @return a simulation that can be run with any seed
     */
    public static Simulation ofSilentGameserver() {
        return new Simulation(3, 2, 20, BOARDS_MAX, Scenario.ONE_FALLS_SILENT, Wiring.PLAIN);
    }

    /**
     * The same, and the leader dies at that moment, so that another TTL and half a second are allowed.
     *
     * @return a simulation that can be run with any seed
     */
    public static Simulation ofSilentGameserverWithoutLeader() {
        return new Simulation(3, 2, 20, BOARDS_MAX, Scenario.ONE_FALLS_SILENT_WITHOUT_LEADER, Wiring.PLAIN);
    }

    Simulation with(Wiring other) {
        return new Simulation(gameservers, orchestrators, boards, boardsMax, scenario, other);
    }

    /**
     * Runs it to its end, or to the first violation.
     *
     * @param seed decides everything
     * @return what happened
     */
    public SimulationReport run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int quarantineAtDeaths = random.nextInt(4) == 0 ? 3 : QUARANTINE_NEVER;
        ClusterOptions options = ClusterOptions.builder()
                .failover(FailoverOptions.builder()
                        .quarantineAtDeaths(quarantineAtDeaths)
                        .build())
                .build();
        GameserverOptions gameserver =
                GameserverOptions.builder().boardsMax(boardsMax).build();
        SimulatedCluster cluster = new SimulatedCluster(random.split(), options, gameserver, wiring, SHARDS);
        FaultPlan plan = new FaultPlan(cluster, random.split());
        populate(cluster, random);
        plan.lay(scenario);
        sample(cluster, plan);
        cluster.queue().at(scenario.calm().toNanos(), null, () -> calmDown(cluster));
        advance(cluster, scenario.length());
        awaitSuspects(cluster);
        if (cluster.witness().violations().isEmpty()) {
            FinalCheck check = new FinalCheck(cluster);
            check.run();
            if (scenario == Scenario.ONE_LOSES_STORE) {
                check.requireUnbroken();
            }
        }
        return new SimulationReport(seed, cluster, plan.log());
    }

    /* FAIL-4: I4's bound grows with the suspects, who may all be at one gameserver; who plays the last one may be a try behind. */
    private void awaitSuspects(SimulatedCluster cluster) {
        int suspects = cluster.suspects();
        Duration end = scenario.length();
        Duration bound = suspects == 0 ? end : end.plus(SUSPECT_TIME.multipliedBy(suspects + 1L));
        while (end.compareTo(bound) < 0 && !(cluster.isSettled() && cluster.isSeen(SUSPECT_TIME))) {
            end = end.plusSeconds(1);
            advance(cluster, end);
        }
    }

    private void populate(SimulatedCluster cluster, SplittableRandom random) {
        if (scenario != Scenario.MIXED) {
            cluster.burdenGameservers(EVENT_COST);
        }
        for (int i = 0; i < gameservers; i++) {
            cluster.startGameserver();
        }
        for (int i = 0; i < orchestrators; i++) {
            cluster.startOrchestrator();
        }
        for (int i = 0; i < boards; i++) {
            long afterNs = Duration.ofMillis(500 + random.nextInt(1_500)).toNanos();
            if (i < PLAYERS_MAX) {
                cluster.startPlayer(afterNs);
            } else {
                cluster.startCreator(afterNs);
            }
        }
    }

    private static void calmDown(SimulatedCluster cluster) {
        cluster.weather().calmDown();
        cluster.ambush().giveUp();
        cluster.clients().forEach(CountingClient::settleDown);
    }

    private static void advance(SimulatedCluster cluster, Duration until) {
        EventQueue queue = cluster.queue();
        while (cluster.witness().violations().isEmpty() && queue.runNext(until.toNanos())) {
            // one event after another
        }
    }

    /* LEASE-3: who says that his lease is beyond doubt has one. */
    private void sample(SimulatedCluster cluster, FaultPlan plan) {
        cluster.queue().after(SAMPLE_INTERVAL.toNanos(), null, () -> {
            sample(cluster, plan);
            boolean isTrusted = cluster.nowNs() - plan.leasesLostNs() > LEASE_DOUBT.toNanos();
            LeaseStore.Leases leases = cluster.leases();
            if (scenario == Scenario.ONE_DIES) {
                requireOneLost(cluster, leases);
            }
            for (GameserverNode node : cluster.gameservers()) {
                if (node.gameserver().isConfirmed() && isTrusted && node.isRunning()) {
                    requireLive(cluster, leases, node);
                }
            }
        });
    }

    /* FAIL-5: the others bear the boards of one that died. */
    private static void requireOneLost(SimulatedCluster cluster, LeaseStore.Leases leases) {
        long lost = leases.leases().stream()
                .filter(lease -> !lease.isLiveAt(leases.storeTime()))
                .count();
        if (lost > 1) {
            cluster.witness().violated("FAIL-5: " + lost + " leases were lost, and one gameserver died");
        }
    }

    private static void requireLive(SimulatedCluster cluster, LeaseStore.Leases leases, GameserverNode node) {
        for (Lease.Recorded lease : leases.leases()) {
            boolean isItsOwn = lease.lease().gameserver().equals(node.incarnation());
            if (isItsOwn
                    && !lease.isLiveAt(leases.storeTime().minus(CLOCK_ERROR_MAX))
                    && lease.endedEarly().isEmpty()) {
                cluster.witness()
                        .violated("LEASE-3: " + node + " trusts its lease, which ran out at " + lease.expiresAt()
                                + ", and it is " + leases.storeTime());
            }
        }
    }
}
