package io.orbstrike.testkit.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.TickInputs;
import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.Orchestrator;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.TickLoop;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import io.orbstrike.store.memory.InMemoryClusterStore;
import io.orbstrike.testkit.board.CounterType;
import io.orbstrike.testkit.store.FaultyClusterStore;
import io.orbstrike.testkit.time.ManualClock;
import io.orbstrike.testkit.time.ManualExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** A cluster of gameservers and orchestrators on one store, all of it on the test's thread and by its clock. */
final class ClusterRig implements AutoCloseable {

    static final Duration REMAINING = Duration.ofSeconds(5);

    private static final Duration STEP = Duration.ofMillis(10);
    private static final int ROUNDS_MAX = 10_000;

    private final ManualClock clock = ManualClock.create();
    private final SecureIds ids = SecureIds.from(new SplittableRandom(11));
    private final List<Node> nodes = new ArrayList<>();
    private final ForgetfulStore store = new ForgetfulStore(InMemoryClusterStore.create(clock));
    private final ManualExecutor network = new ManualExecutor(clock);
    private final RigLinks links = new RigLinks(this, network);
    private final StepLog steps = new StepLog();
    private final BoardType<?, ?, ?> type;
    private final ClusterOptions options;
    private final Set<BoardId> killers = new LinkedHashSet<>();
    private Duration stepTime = Duration.ZERO;

    ClusterRig() {
        this(new CounterType());
    }

    ClusterRig(BoardType<?, ?, ?> type) {
        this(type, ClusterOptions.defaults());
    }

    ClusterRig(BoardType<?, ?, ?> type, ClusterOptions options) {
        this.type = type;
        this.options = options;
    }

    /** A process of the cluster, and the faults between it and the store. */
    final class Node {

        private final ManualExecutor executor = new ManualExecutor(clock);
        private final FaultyClusterStore view = new FaultyClusterStore(store, clock);
        private final Set<Incarnation> unreached = new HashSet<>();
        private final Optional<Gameserver> gameserver;
        private final Optional<Orchestrator> orchestrator;
        private final CompletableFuture<Void> started;
        private boolean isStopped;
        private Duration loopInterval = STEP;
        private long loopedNs;

        private Node(Optional<BoardType<?, ?, ?>> boards, GameserverOptions options, Map<String, String> labels) {
            if (boards.isPresent()) {
                Gameserver.Builder builder = Gameserver.builder()
                        .store(view)
                        .links(links)
                        .boardType(boards.get())
                        .options(options)
                        .cluster(ClusterRig.this.options)
                        .clock(clock)
                        .executor(executor)
                        .ids(ids)
                        .host(BoardHost.builder().threads(1).clock(clock).recorder(ClusterRig.this::onStep));
                labels.forEach(builder::label);
                Gameserver built = builder.build();
                gameserver = Optional.of(built);
                orchestrator = Optional.empty();
                started = built.login("host:" + nodes.size()).toCompletableFuture();
            } else {
                Orchestrator built = Orchestrator.builder()
                        .store(view)
                        .links(links.without(unreached))
                        .options(ClusterRig.this.options)
                        .clock(clock)
                        .executor(executor)
                        .ids(ids)
                        .build();
                gameserver = Optional.empty();
                orchestrator = Optional.of(built);
                started = built.start("host:" + nodes.size()).toCompletableFuture();
            }
        }

        Gameserver gameserver() {
            return gameserver.orElseThrow();
        }

        Orchestrator orchestrator() {
            return orchestrator.orElseThrow();
        }

        FaultyClusterStore store() {
            return view;
        }

        /** A gameserver's own, or the whole cluster's. */
        Lobby lobby() {
            return gameserver
                    .map(Gameserver::lobby)
                    .orElseGet(() -> orchestrator().lobby());
        }

        boolean isGameserver(Incarnation incarnation) {
            return gameserver.isPresent() && incarnation().equals(incarnation);
        }

        Incarnation incarnation() {
            return gameserver().incarnation();
        }

        CompletableFuture<Void> started() {
            return started;
        }

        /** Nothing of it happens any more, as if its process was killed. */
        void crash() {
            isStopped = true;
            executor.shutdown();
        }

        boolean isCrashed() {
            return executor.isShutdown();
        }

        boolean isStopped() {
            return isStopped;
        }

        /** Nothing of it happens until it goes on. */
        void pause() {
            isStopped = true;
        }

        void resume() {
            isStopped = false;
        }

        /** A gameserver does not answer this orchestrator any more. */
        void loseWayTo(Node other) {
            unreached.add(other.incarnation());
        }

        void findWayTo(Node other) {
            unreached.remove(other.incarnation());
        }

        Optional<Long> tick(BoardId board) {
            return gameserver().board(board).map(hosted -> hosted.status().tick());
        }

        int players(BoardId board) {
            return gameserver().board(board).orElseThrow().status().players();
        }

        /** Its tick threads get their turn only at every so many steps of the clock. */
        void stutter(int steps) {
            loopInterval = STEP.multipliedBy(steps);
        }

        private int work() {
            if (isStopped) {
                return 0;
            }
            int done = executor.runDue();
            long nowNs = clock.nanoTime();
            if (nowNs != loopedNs && nowNs - loopedNs < loopInterval.toNanos()) {
                return done;
            }
            loopedNs = nowNs;
            for (TickLoop loop :
                    gameserver.map(server -> server.host().tickLoops()).orElse(List.of())) {
                done += loop.doWork(nowNs);
            }
            if (gameserver.isPresent()
                    && killers.stream().anyMatch(board -> tick(board).orElse(0L) > 0)) {
                crash();
            }
            return done;
        }
    }

    /** The way to gameservers. */
    RigLinks links() {
        return links;
    }

    /** From now on whoever ticks the board dies of it. */
    void startKilling(BoardId board) {
        killers.add(board);
    }

    void stopKilling(BoardId board) {
        killers.remove(board);
    }

    /** From now on each step of a board takes so long by the clock. */
    void stepsTake(Duration time) {
        stepTime = time;
    }

    private void onStep(BoardId board, long epoch, long tick, TickInputs<?, ?> inputs) {
        clock.advance(stepTime);
        steps.onStep(board, epoch, tick, inputs);
    }

    /** Somebody could not reach a gameserver. */
    void suspect(Node gameserver) {
        store.hints().publish(new StoreHints.Suspected(gameserver.incarnation()));
        settle();
    }

    /** Attaches a board, as if it was moved, or as if its holder had died. */
    Token attach(BoardId board, Node to, AttachmentStore.AttachReason reason) {
        AttachmentStore.AttachOutcome outcome = store.attachments()
                .attach(board, token(board), to.incarnation(), reason, REMAINING)
                .toCompletableFuture()
                .join();
        assertThat(outcome).isInstanceOf(AttachmentStore.Attached.class);
        return ((AttachmentStore.Attached) outcome).token();
    }

    /** Saves a state of a board, as if its holder did. */
    void save(BoardId board, SnapshotStore.Snapshot snapshot) {
        SnapshotStore.SaveRequest request =
                new SnapshotStore.SaveRequest(board, token(board), snapshot, List.of(), Optional.empty());
        assertThat(store.snapshots()
                        .save(List.of(request), REMAINING)
                        .toCompletableFuture()
                        .join())
                .hasOnlyElementsOfType(SnapshotStore.Saved.class);
    }

    /** What the store has of a board. */
    BoardRecord record(BoardId board) {
        BoardStore.GetOutcome outcome =
                store.boards().get(board, REMAINING).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(BoardStore.Found.class);
        return ((BoardStore.Found) outcome).board();
    }

    Node startGameserver() {
        return startGameserver(GameserverOptions.defaults());
    }

    Node startGameserver(GameserverOptions options) {
        return startGameserver(type, options, Map.of());
    }

    /** One of another build than the others. */
    Node startGameserver(BoardType<?, ?, ?> build) {
        return startGameserver(build, GameserverOptions.defaults(), Map.of());
    }

    Node startGameserver(Map<String, String> labels) {
        return startGameserver(GameserverOptions.defaults(), labels);
    }

    Node startGameserver(GameserverOptions options, Map<String, String> labels) {
        return startGameserver(type, options, labels);
    }

    private Node startGameserver(BoardType<?, ?, ?> build, GameserverOptions options, Map<String, String> labels) {
        Node node = new Node(Optional.of(build), options, labels);
        nodes.add(node);
        return node;
    }

    /** A gameserver, dead or alive. */
    Optional<Node> gameserver(Incarnation incarnation) {
        return nodes.stream().filter(node -> node.isGameserver(incarnation)).findFirst();
    }

    Node startOrchestrator() {
        Node node = new Node(Optional.empty(), GameserverOptions.defaults(), Map.of());
        nodes.add(node);
        return node;
    }

    ManualClock clock() {
        return clock;
    }

    /** The store that all share, without faults. */
    ForgetfulStore store() {
        return store;
    }

    /** The steps that boards have made, on whatever gameserver. */
    StepLog steps() {
        return steps;
    }

    IdempotencyKey key() {
        return IdempotencyKey.of(ids.secret());
    }

    void advance(Duration time) {
        settle();
        long steps = Math.max(1, time.dividedBy(STEP));
        for (long i = 0; i < steps; i++) {
            clock.advance(STEP);
            settle();
        }
    }

    /** Moves time on until something holds, at most so long. */
    void await(String what, Duration timeMax, BooleanSupplier condition) {
        long steps = timeMax.dividedBy(STEP);
        for (long i = 0; i < steps && !condition.getAsBoolean(); i++) {
            advance(STEP);
        }
        assertThat(condition.getAsBoolean()).as(what + " within " + timeMax).isTrue();
    }

    <T> T answer(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        for (int i = 0; i < 50 && !future.isDone(); i++) {
            advance(STEP);
        }
        assertThat(future).as("answered within 500 ms").isDone();
        return future.join();
    }

    <O, T extends O> T answerAs(Class<T> type, CompletionStage<O> stage) {
        O outcome = answer(stage);
        assertThat(outcome).isInstanceOf(type);
        return type.cast(outcome);
    }

    BoardId created(Node on) {
        return answerAs(Lobby.Created.class, create(on, key())).board().id();
    }

    CompletionStage<Lobby.CreateOutcome> create(Node on, IdempotencyKey key) {
        return create(on, key, RequiredLabels.NONE);
    }

    CompletionStage<Lobby.CreateOutcome> create(Node on, IdempotencyKey key, RequiredLabels labels) {
        Lobby.CreateRequest request = new Lobby.CreateRequest(
                key,
                "counter",
                new CounterType().rulesCodec().encode(100_000),
                true,
                Optional.empty(),
                new Creator("somebody"),
                labels);
        return on.lobby().createBoard(request, REMAINING);
    }

    CompletionStage<Lobby.JoinOutcome> join(Node on, BoardId board, IdempotencyKey key) {
        byte[] data = new CounterType().joinDataCodec().encode("p" + key.hash().substring(0, 6));
        return on.lobby().joinBoard(board, key, data, REMAINING);
    }

    Lobby.Joined joined(Node on, BoardId board, IdempotencyKey key) {
        return answerAs(Lobby.Joined.class, join(on, board, key));
    }

    /** The board's token as the store has it. */
    Token token(BoardId board) {
        AttachmentStore.TokensOutcome outcome = store.attachments()
                .tokens(List.of(board), REMAINING)
                .toCompletableFuture()
                .join();
        assertThat(outcome).isInstanceOf(AttachmentStore.Tokens.class);
        Map<BoardId, Token> tokens = new LinkedHashMap<>(((AttachmentStore.Tokens) outcome).tokens());
        assertThat(tokens).containsKey(board);
        return requireNonNull(tokens.get(board));
    }

    /** The tick of the board's last state that the store has. */
    long savedTick(BoardId board) {
        SnapshotStore.LoadOutcome outcome =
                store.snapshots().load(board, REMAINING).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(SnapshotStore.Loaded.class);
        return ((SnapshotStore.Loaded) outcome).snapshot().orElseThrow().tick();
    }

    void settle() {
        int rounds = 0;
        int done = 1;
        while (done > 0) {
            done = network.runDue();
            for (Node node : List.copyOf(nodes)) {
                done += node.work();
            }
            rounds++;
            assertThat(rounds).as("rounds at one moment").isLessThan(ROUNDS_MAX);
        }
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.gameserver.ifPresent(Gameserver::close));
        nodes.forEach(node -> node.orchestrator.ifPresent(Orchestrator::close));
    }
}
