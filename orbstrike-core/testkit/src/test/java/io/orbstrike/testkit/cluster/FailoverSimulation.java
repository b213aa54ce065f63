package io.orbstrike.testkit.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Gameservers that crash, stop and go on while each loses and delays its own calls to the store, each run from one seed.
 * Whatever happens: what the store has of a board never goes back (I1), and once it has been quiet for a while every board
 * is served once, by who holds it (I4), with everybody whose join was acknowledged and nobody whose leave was (I3).
 */
class FailoverSimulation {

    private static final int SEEDS = 60;
    private static final int STEPS = 120;

    /** What must have acted in some run, as its leaders count it. */
    private static final List<String> RULES = List.of(
            "orbstrike.gameservers.ended",
            "orbstrike.failovers.brakes",
            "orbstrike.failovers.cold",
            "orbstrike.failovers.deaths");

    @Test
    void shouldKeepWhatWasAcknowledgedWhateverDies() {
        Map<String, Double> acted = new HashMap<>();
        int poisonous = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (ClusterRig rig = new ClusterRig(new PatientType())) {
                Run run = new Run(rig, seed);
                run.play();
                RULES.forEach(rule -> acted.merge(rule, run.count(rule), Double::sum));
                poisonous += run.poisonous;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(poisonous).as("boards in quarantine").isPositive();
        assertThat(acted)
                .containsOnlyKeys(RULES)
                .allSatisfy((rule, times) -> assertThat(times).isPositive());
    }

    private static final class Run {

        private static final int GAMESERVERS_MAX = 4;
        private static final int DEATHS_MAX = 3;
        private static final List<StoreFault> FAULTS = List.of(StoreFault.values());
        private static final List<StoreCall> CALLS = List.of(StoreCall.values());

        private final ClusterRig rig;
        private final SplittableRandom random;
        private final List<ClusterRig.Node> gameservers = new ArrayList<>();
        private final List<BoardId> boards = new ArrayList<>();
        private final Map<IdempotencyKey, BoardId> keys = new LinkedHashMap<>();
        private final Map<IdempotencyKey, CompletableFuture<Lobby.JoinOutcome>> joins = new LinkedHashMap<>();
        private final Map<IdempotencyKey, PlayerId> acknowledged = new LinkedHashMap<>();
        private final Map<IdempotencyKey, CompletableFuture<Lobby.LeaveOutcome>> leaves = new LinkedHashMap<>();
        private final Set<IdempotencyKey> left = new LinkedHashSet<>();
        private final Map<BoardId, long[]> newest = new HashMap<>();
        private final MeterRegistry registry = new SimpleMeterRegistry();
        private int poisonous;

        Run(ClusterRig rig, long seed) {
            this.rig = rig;
            this.random = new SplittableRandom(seed);
        }

        double count(String rule) {
            return registry.get(rule).functionCounter().count();
        }

        void play() {
            gameservers.add(rig.startGameserver());
            gameservers.add(rig.startGameserver());
            OrbstrikeMetrics.of(rig.startOrchestrator().orchestrator()).bindTo(registry);
            rig.startOrchestrator();
            rig.advance(Duration.ofMillis(500));
            boards.add(rig.created(gameservers.get(0)));
            boards.add(rig.created(gameservers.get(1)));
            for (int i = 0; i < STEPS; i++) {
                act();
                rig.advance(Duration.ofMillis(10 + random.nextInt(400)));
                listen();
                shouldNotGoBack();
            }
            heal();
            listen();
            shouldAllBeServed();
        }

        private void act() {
            switch (random.nextInt(17)) {
                case 0, 1, 2, 3 -> joinSomebody();
                case 4 -> repeatAJoin();
                case 5 -> leaveSomebody();
                case 6 -> crash();
                case 7 -> start();
                case 8 -> pick().pause();
                case 9, 10 -> gameservers.forEach(ClusterRig.Node::resume);
                case 11 ->
                    pick().store()
                            .fail(CALLS.get(random.nextInt(CALLS.size())), FAULTS.get(random.nextInt(FAULTS.size())));
                case 12 -> gameservers.forEach(node -> node.store().failAll(StoreFault.NONE));
                case 13 -> rig.suspect(pick());
                case 14 -> crashSuspected();
                case 15 -> kill();
                default -> pick().store().release();
            }
        }

        private ClusterRig.Node pick() {
            return gameservers.get(random.nextInt(gameservers.size()));
        }

        private void crash() {
            if (gameservers.size() > 1) {
                ClusterRig.Node victim = pick();
                gameservers.remove(victim);
                victim.crash();
            }
        }

        /** Proxies lose their connections to it, and say so. */
        private void crashSuspected() {
            if (gameservers.size() > 1) {
                ClusterRig.Node victim = pick();
                gameservers.remove(victim);
                victim.crash();
                rig.suspect(victim);
            }
        }

        /** A board ends the process that ticks it, and is harmless again. */
        private void kill() {
            BoardId board = boards.get(random.nextInt(boards.size()));
            List<ClusterRig.Node> holders = gameservers.stream()
                    .filter(node -> !node.isStopped() && node.tick(board).isPresent())
                    .toList();
            if (gameservers.size() > holders.size()) {
                rig.startKilling(board);
                rig.advance(Duration.ofMillis(20));
                rig.stopKilling(board);
                gameservers.removeIf(ClusterRig.Node::isCrashed);
            }
        }

        private void start() {
            if (gameservers.size() < GAMESERVERS_MAX) {
                gameservers.add(rig.startGameserver());
            }
        }

        private void joinSomebody() {
            IdempotencyKey key = rig.key();
            keys.put(key, boards.get(random.nextInt(boards.size())));
            join(key);
        }

        private void repeatAJoin() {
            if (!keys.isEmpty()) {
                join(new ArrayList<>(keys.keySet()).get(random.nextInt(keys.size())));
            }
        }

        /** Asks whoever has the board, as a proxy would; nobody answers while nobody has it. */
        private void join(IdempotencyKey key) {
            BoardId board = requireNonNull(keys.get(key));
            boolean isAsked =
                    joins.containsKey(key) && !requireNonNull(joins.get(key)).isDone();
            for (ClusterRig.Node node : gameservers) {
                if (!isAsked && !node.isStopped() && node.tick(board).isPresent()) {
                    joins.put(key, rig.join(node, board, key).toCompletableFuture());
                    return;
                }
            }
        }

        private void leaveSomebody() {
            List<IdempotencyKey> there = new ArrayList<>(acknowledged.keySet());
            there.removeAll(leaves.keySet());
            if (there.isEmpty()) {
                return;
            }
            IdempotencyKey key = there.get(random.nextInt(there.size()));
            BoardId board = requireNonNull(keys.get(key));
            for (ClusterRig.Node node : gameservers) {
                if (!node.isStopped() && node.tick(board).isPresent()) {
                    leaves.put(
                            key,
                            node.lobby()
                                    .leaveBoard(board, requireNonNull(acknowledged.get(key)), ClusterRig.REMAINING)
                                    .toCompletableFuture());
                    return;
                }
            }
        }

        private void listen() {
            joins.forEach((key, answer) -> {
                if (answer.isDone() && answer.join() instanceof Lobby.Joined joined) {
                    PlayerId before = acknowledged.putIfAbsent(key, joined.player());
                    assertThat(joined.player())
                            .as("one key, one player")
                            .isEqualTo(before == null ? joined.player() : before);
                }
            });
            leaves.forEach((key, answer) -> {
                if (answer.isDone() && answer.join() instanceof Lobby.Left) {
                    left.add(key);
                }
            });
        }

        private void shouldNotGoBack() {
            for (BoardId board : boards) {
                SnapshotStore.Loaded loaded = loaded(board);
                long epoch = loaded.board().token().epoch().value();
                long tick = loaded.snapshot().map(SnapshotStore.Snapshot::tick).orElse(0L);
                long[] before = newest.put(board, new long[] {epoch, tick});
                if (before != null) {
                    assertThat(epoch).as("epoch of " + board).isGreaterThanOrEqualTo(before[0]);
                    if (epoch == before[0]) {
                        assertThat(tick)
                                .as("tick of " + board + " in one epoch")
                                .isGreaterThanOrEqualTo(before[1]);
                    }
                }
            }
        }

        private void heal() {
            gameservers.forEach(node -> node.store().failAll(StoreFault.NONE));
            gameservers.forEach(node -> node.store().release());
            gameservers.forEach(ClusterRig.Node::resume);
            rig.advance(Duration.ofSeconds(100));
        }

        private void shouldAllBeServed() {
            for (BoardId board : boards) {
                Set<PlayerId> wanted = new LinkedHashSet<>();
                Set<PlayerId> gone = new LinkedHashSet<>();
                acknowledged.forEach((key, player) -> {
                    if (board.equals(keys.get(key))) {
                        (left.contains(key) ? gone : wanted).add(player);
                        if (leaves.containsKey(key) && !left.contains(key)) {
                            wanted.remove(player); // whether he left is not known
                        }
                    }
                });
                List<PlayerId> roster = loaded(board).roster().entries().stream()
                        .map(RosterEntry::player)
                        .toList();
                assertThat(roster).as("roster of " + board).containsAll(wanted);
                assertThat(gone).as("who left " + board).noneMatch(roster::contains);
                shouldBeServed(board, roster.size());
            }
        }

        private void shouldBeServed(BoardId board, int players) {
            List<ClusterRig.Node> serving = gameservers.stream()
                    .filter(node -> node.tick(board).isPresent())
                    .toList();
            if (rig.record(board).holderDeaths() >= DEATHS_MAX) {
                assertThat(serving).as("who ticks poisonous " + board).isEmpty();
                assertThat(rig.record(board).quarantine())
                        .as("quarantine of " + board)
                        .isPresent();
                poisonous++;
                return;
            }
            assertThat(serving).as("who serves " + board).hasSize(1);
            assertThat(rig.token(board).holder()).isEqualTo(serving.get(0).incarnation());
            assertThat(serving.get(0).players(board)).as("players on " + board).isEqualTo(players);
        }

        private SnapshotStore.Loaded loaded(BoardId board) {
            SnapshotStore.LoadOutcome outcome = rig.store()
                    .snapshots()
                    .load(board, ClusterRig.REMAINING)
                    .toCompletableFuture()
                    .join();
            assertThat(outcome).isInstanceOf(SnapshotStore.Loaded.class);
            return (SnapshotStore.Loaded) outcome;
        }
    }
}
