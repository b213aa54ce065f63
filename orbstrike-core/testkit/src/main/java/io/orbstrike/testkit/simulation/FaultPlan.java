package io.orbstrike.testkit.simulation;

import io.orbstrike.cluster.ClusterOperations;
import io.orbstrike.store.Incarnation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What goes wrong in one run, and when, as a seed has it; and an operator who has boards moved meanwhile.
 *
 * <p>Confined to the simulation's thread.
 */
final class FaultPlan {

    /** Faults come between these times; after them the cluster has to come to rest. */
    static final Duration START = Duration.ofSeconds(4);

    static final Duration END = Duration.ofSeconds(38);

    private static final Duration REST = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration OUT_OF_REACH = Duration.ofSeconds(18);

    /** Streams break after 5 s of silence; then most orchestrators have asked in vain and reported it within two TTLs. */
    private static final Duration OUT_OF_REACH_KNOWN = Duration.ofSeconds(10);

    private static final Duration AWAY_LONG = Duration.ofSeconds(30);
    private static final Duration LOST_STORE = Duration.ofSeconds(6);
    private static final Duration CALL_TIME = Duration.ofSeconds(5);
    private static final int FAULTS_MIN = 5;
    private static final int BOARDS_PER_SECOND = 2_000;
    private static final List<Blow> BLOWS = List.of(Blow.values());
    private static final List<HandoverStep> STEPS = List.of(
            HandoverStep.PREPARE,
            HandoverStep.FREEZE,
            HandoverStep.WRITE,
            HandoverStep.FIRST_TICK,
            HandoverStep.SWITCH);
    private static final List<FaultKind> FORGETTING =
            Stream.of(FaultKind.values()).filter(FaultKind::forgets).toList();
    private static final List<FaultKind> MIXED = List.of(
            FaultKind.CRASH_GAMESERVER,
            FaultKind.CRASH_GAMESERVER,
            FaultKind.PAUSE_GAMESERVER,
            FaultKind.PAUSE_GAMESERVER,
            FaultKind.RESTART_GAMESERVER,
            FaultKind.DRAIN_GAMESERVER,
            FaultKind.DRAIN_GAMESERVER,
            FaultKind.CRASH_ORCHESTRATOR,
            FaultKind.PAUSE_ORCHESTRATOR,
            FaultKind.CUT_FROM_STORE,
            FaultKind.CUT_FROM_NODES,
            FaultKind.CUT_FROM_ALL,
            FaultKind.STORE_AWAY_BRIEFLY,
            FaultKind.STORE_CLOCK_FORWARD,
            FaultKind.STORE_CLOCK_BACK);

    private final SimulatedCluster cluster;
    private final SplittableRandom random;
    private final SimulatedNode operator;
    private final List<String> log = new ArrayList<>();
    private long lastFaultNs = -REST.toNanos();
    private long leasesLostNs = Long.MIN_VALUE / 2;
    private boolean mayMove = true;

    FaultPlan(SimulatedCluster cluster, SplittableRandom random) {
        this.cluster = cluster;
        this.random = random;
        this.operator = new SimulatedNode(cluster.queue(), "operator", 0, 1);
    }

    /** What was done, for people. */
    List<String> log() {
        return log;
    }

    /** When leases may have run out otherwise than by time, the last time. */
    long leasesLostNs() {
        return leasesLostNs;
    }

    /** Plans all of it. */
    void lay(Scenario scenario) {
        switch (scenario) {
            case MIXED -> layAnything();
            case ALL_RESTART -> at(scenario.calm(), this::restartAll);
            case ONE_DIES -> {
                at(scenario.calm(), this::killOne);
                at(scenario.calm().plusSeconds(10), cluster::startGameserver);
            }
            case ONE_LOSES_STORE -> {
                cluster.weather().calmDown();
                at(scenario.calm(), this::cutOneFromStore);
            }
            case ONE_OUT_OF_REACH -> {
                cluster.weather().calmDown();
                at(scenario.calm(), () -> cutOneFromNodes(scenario));
            }
            case ONE_FALLS_SILENT -> silenceOne(scenario, false);
            case ONE_FALLS_SILENT_WITHOUT_LEADER -> silenceOne(scenario, true);
        }
    }

    private void restartAll() {
        for (GameserverNode node : List.copyOf(cluster.gameservers())) {
            performAt(FaultKind.RESTART_GAMESERVER, Optional.of(node));
        }
    }

    private void killOne() {
        count(FaultKind.CRASH_GAMESERVER);
        cluster.crash(any(cluster.gameservers()).orElseThrow());
    }

    private void cutOneFromStore() {
        count(FaultKind.CUT_FROM_STORE);
        cluster.cut(any(cluster.gameservers()).orElseThrow(), true, false, LOST_STORE);
    }

    /* Boards of one that stands still go to the one that is reached, and some of one that leaves to the one that is reached
     * again. One that died would prove little: for a moment after a death nobody is given boards who does not answer.
     */
    private void cutOneFromNodes(Scenario scenario) {
        count(FaultKind.CUT_FROM_NODES);
        List<GameserverNode> all = List.copyOf(cluster.gameservers());
        int index = random.nextInt(all.size());
        Incarnation cut = all.get(index).incarnation();
        Witness witness = cluster.witness();
        Duration healed = scenario.calm().plus(OUT_OF_REACH);
        cluster.cut(all.get(index), false, true, OUT_OF_REACH);
        at(scenario.calm().plus(OUT_OF_REACH_KNOWN), () -> witness.allowMovesTo(cut, false));
        at(scenario.calm().plus(OUT_OF_REACH_KNOWN), () -> cluster.pause(all.get((index + 1) % all.size()), REST));
        at(healed, () -> witness.allowMovesTo(cut, true));
        at(healed.plus(REST), () -> cluster.drain(all.get((index + 2) % all.size())));
        at(scenario.length(), () -> {
            if (witness.movesTo(cut) == 0) {
                witness.violated("LEASE-6: " + cut + " is reached again, and got no board");
            }
        });
    }

    /* Nobody hears of it, so its lease has to run out; it counts as gone only where who serves its boards is looked at. */
    private void silenceOne(Scenario scenario, boolean isLeaderLost) {
        cluster.weather().calmDown();
        at(scenario.calm().plus(millis(0, 1_000)), () -> {
            Duration bound = servedWithin(isLeaderLost);
            GameserverNode silent = any(cluster.gameservers()).orElseThrow();
            if (cluster.clients().stream().noneMatch(client -> cluster.isHeldBy(client.board(), silent))) {
                cluster.witness().violated("I4: " + silent + " falls silent, and has no board");
            }
            count(FaultKind.PAUSE_GAMESERVER);
            cluster.pause(silent, scenario.length());
            if (isLeaderLost) {
                count(FaultKind.CRASH_ORCHESTRATOR);
                cluster.crash(cluster.leader());
            }
            cluster.queue().after(bound.toNanos(), null, () -> {
                cluster.crash(silent);
                new FinalCheck(cluster).requireServed();
            });
        });
    }

    /* I4's bound. */
    private Duration servedWithin(boolean isLeaderLost) {
        Duration ttl = cluster.options().leaseTtl();
        Duration bound = ttl.plusSeconds(1)
                .plus(Duration.ofSeconds(cluster.clients().size()).dividedBy(BOARDS_PER_SECOND));
        return isLeaderLost ? bound.plus(ttl).plusMillis(500) : bound;
    }

    private void layAnything() {
        int kind = random.nextInt(10);
        if (kind == 0) {
            layAway();
        } else if (kind == 1) {
            layForgetful();
        } else {
            layMixed(START, END);
        }
        moveLater();
    }

    /* The store alone is away, and orchestrators come and go: no board moves. */
    private void layAway() {
        Duration start = Duration.ofSeconds(7);
        at(start.minusSeconds(3), () -> mayMove = false);
        at(start, () -> {
            cluster.witness().allowMoves(false);
            count(FaultKind.STORE_AWAY_30_S);
            cluster.store().goAway();
        });
        at(start.plus(AWAY_LONG), () -> {
            cluster.store().comeBack();
            cluster.hints().interrupt();
        });
        at(END.plusSeconds(12), () -> cluster.witness().allowMoves(true));
        for (int i = 0; i < FAULTS_MIN; i++) {
            FaultKind kind = random.nextBoolean() ? FaultKind.CRASH_ORCHESTRATOR : FaultKind.PAUSE_ORCHESTRATOR;
            at(between(start, start.plus(AWAY_LONG).minusSeconds(8)), () -> perform(kind));
        }
    }

    /* What the store forgets, its holders have: they live, and are left alone until they have written it again. One that
     * leaves is waited for, since holder and store lost together are outside the promise.
     */
    private void layForgetful() {
        Duration middle = Duration.ofSeconds(20);
        cluster.store().startKeeping();
        layMixed(START, Duration.ofSeconds(10));
        at(Duration.ofSeconds(14), () -> mayMove = false);
        FaultKind kind = FORGETTING.get(random.nextInt(FORGETTING.size()));
        at(middle, () -> forgetOnceSettled(kind));
        at(Duration.ofSeconds(28), () -> mayMove = true);
        layMixed(Duration.ofSeconds(28), END);
    }

    private void forgetOnceSettled(FaultKind kind) {
        if (cluster.isSettled() && cluster.gameservers().stream().noneMatch(GameserverNode::isLeaving)) {
            perform(kind);
        } else if (cluster.nowNs() < Duration.ofSeconds(24).toNanos()) {
            cluster.queue().after(REST.toNanos() / 10, null, () -> forgetOnceSettled(kind));
        }
    }

    private void layMixed(Duration from, Duration until) {
        int faults = FAULTS_MIN + random.nextInt(3);
        for (int i = 0; i < faults; i++) {
            FaultKind kind = MIXED.get(random.nextInt(MIXED.size()));
            at(between(from, until), () -> perform(kind));
        }
    }

    private void at(Duration time, Runnable action) {
        cluster.queue().at(time.toNanos(), null, action);
    }

    private Duration between(Duration from, Duration until) {
        return Duration.ofNanos(
                from.toNanos() + random.nextLong(until.minus(from).toNanos()));
    }

    private Duration millis(int from, int until) {
        return Duration.ofMillis(from + random.nextInt(until - from));
    }

    private void count(FaultKind kind) {
        long nowNs = cluster.nowNs();
        cluster.table().count(kind, nowNs - lastFaultNs >= REST.toNanos());
        lastFaultNs = nowNs;
        note(kind.toString());
    }

    private void note(String what) {
        log.add(cluster.nowNs() / 1_000_000 + " ms: " + what);
    }

    private void perform(FaultKind kind) {
        switch (kind) {
            case CRASH_GAMESERVER, PAUSE_GAMESERVER, RESTART_GAMESERVER, DRAIN_GAMESERVER ->
                performAt(kind, any(cluster.gameservers()));
            case CRASH_ORCHESTRATOR, PAUSE_ORCHESTRATOR -> performAt(kind, any(cluster.orchestrators()));
            case CUT_FROM_STORE, CUT_FROM_NODES, CUT_FROM_ALL ->
                performAt(kind, random.nextInt(3) == 0 ? any(cluster.orchestrators()) : any(cluster.gameservers()));
            default -> performAtStore(kind);
        }
    }

    private <T> Optional<T> any(List<T> some) {
        return some.isEmpty() ? Optional.empty() : Optional.of(some.get(random.nextInt(some.size())));
    }

    private void performAt(FaultKind kind, Optional<? extends SimulatedNode> chosen) {
        if (chosen.isEmpty()) {
            cluster.queue().after(AGAIN.toNanos(), null, () -> perform(kind)); // whoever crashed is replaced soon
            return;
        }
        SimulatedNode node = chosen.get();
        count(kind);
        note(node.toString());
        switch (kind) {
            case CRASH_GAMESERVER, CRASH_ORCHESTRATOR -> {
                cluster.crash(node);
                cluster.replaceLater(node, millis(500, 4_000));
            }
            case RESTART_GAMESERVER -> {
                cluster.crash(node);
                cluster.replaceLater(node, millis(20, 200));
            }
            case PAUSE_GAMESERVER, PAUSE_ORCHESTRATOR -> cluster.pause(node, millis(100, 7_000));
            case DRAIN_GAMESERVER -> {
                if (random.nextBoolean()) {
                    cluster.ambush().plan(HandoverStep.LOGOUT, blow());
                }
                cluster.drain((GameserverNode) node);
            }
            case CUT_FROM_STORE -> cluster.cut(node, true, false, millis(200, 8_000));
            case CUT_FROM_NODES -> cluster.cut(node, false, true, millis(200, 8_000));
            default -> cluster.cut(node, true, true, millis(200, 8_000));
        }
    }

    private void performAtStore(FaultKind kind) {
        count(kind);
        switch (kind) {
            case STORE_AWAY_BRIEFLY -> {
                cluster.store().goAway();
                cluster.queue().after(millis(50, 4_000).toNanos(), null, () -> {
                    cluster.store().comeBack();
                    cluster.hints().interrupt();
                });
            }
            case STORE_CLOCK_FORWARD, STORE_CLOCK_BACK -> {
                leasesLostNs = cluster.nowNs();
                cluster.store().step(Duration.ofSeconds(kind == FaultKind.STORE_CLOCK_BACK ? -10 : 10));
            }
            default -> forget(kind);
        }
    }

    private void forget(FaultKind kind) {
        SimulatedStore store = cluster.store();
        Set<Integer> shards =
                kind.isOfShard() ? Set.of(random.nextInt(store.shards().size())) : store.shards();
        note("shards " + shards);
        if (kind.forgetsAll()) {
            store.forgetAll(shards);
        } else {
            store.forget(shards, millis(10, 3_000));
        }
        if (shards.stream().anyMatch(ShardedStore::isFirst)) {
            leasesLostNs = cluster.nowNs();
        }
        cluster.onForgotten(shards);
    }

    private Blow blow() {
        return BLOWS.get(random.nextInt(BLOWS.size()));
    }

    private void moveLater() {
        cluster.queue().after(millis(300, 2_000).toNanos(), operator, this::move);
    }

    /* An operator has a board moved, and something may lie in wait on its way. */
    private void move() {
        if (cluster.nowNs() > END.toNanos()) {
            cluster.ambush().giveUp();
            return;
        }
        moveLater();
        Optional<CountingClient> owner = any(cluster.clients()).filter(CountingClient::isCreated);
        Optional<GameserverNode> target = any(cluster.gameservers());
        Optional<OrchestratorNode> by = any(cluster.orchestrators());
        if (!mayMove || cluster.nowNs() < START.toNanos() || owner.isEmpty() || target.isEmpty() || by.isEmpty()) {
            return;
        }
        if (random.nextInt(3) == 0) {
            cluster.ambush().plan(STEPS.get(random.nextInt(STEPS.size())), blow());
        }
        ClusterOperations operations = by.get().orchestrator().operations();
        cluster.network()
                .call(
                        operator,
                        by.get(),
                        CALL_TIME,
                        new ClusterOperations.Refused("not reached"),
                        new ClusterOperations.Refused("not heard of"),
                        () -> operations
                                .move(owner.get().board(), target.get().incarnation(), CALL_TIME)
                                .thenApply(outcome -> new ClusterOperations.Refused(outcome.toString())));
    }
}
