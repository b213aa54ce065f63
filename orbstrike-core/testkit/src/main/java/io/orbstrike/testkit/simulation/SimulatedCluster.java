package io.orbstrike.testkit.simulation;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.Token;
import io.orbstrike.testkit.store.RemoteClusterStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * All processes of a simulated cluster, its store and its clients, and what can be done to them.
 *
 * <p>Confined to the simulation's thread.
 */
final class SimulatedCluster {

    /**
     * What a store has forgotten is there again after this, also if the answer to the first write is lost (2 s, and a pause
     * of 1 s), and the second waits for a join whose answer is lost, too (6 s).
     */
    private static final Duration ASSERTED_WITHIN = Duration.ofSeconds(10);

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    private final SplittableRandom random;
    private final EventQueue queue = new EventQueue();
    private final Witness witness = new Witness(queue);
    private final FaultTable table = new FaultTable();
    private final Weather weather;
    private final Network network;
    private final SimulatedStore store;
    private final SimulatedHints hints;
    private final WitnessedStore witnessed;
    private final Ambush ambush;
    private final Wiring wiring;
    private final ClusterOptions options;
    private final GameserverOptions gameserverOptions;
    private final Map<Incarnation, GameserverNode> byIncarnation = new HashMap<>();
    private final Map<String, GameserverNode> byAddress = new HashMap<>();
    private final List<GameserverNode> gameservers = new ArrayList<>();
    private final List<OrchestratorNode> orchestrators = new ArrayList<>();
    private final List<CountingClient> clients = new ArrayList<>();
    private final List<Gone> gone = new ArrayList<>();
    private int nodes;
    private long costNs;

    /** A player who is on his board no more; left for good if the epoch is 0, else as soon as that step is saved. */
    record Gone(BoardId board, IdempotencyKey key, long epoch, long tick) {}

    SimulatedCluster(
            SplittableRandom random, ClusterOptions options, GameserverOptions gameserver, Wiring wiring, int shards) {
        this.random = random;
        this.options = options;
        this.gameserverOptions = gameserver;
        this.wiring = wiring;
        this.weather = new Weather(random.split());
        this.network = new Network(queue, weather);
        this.store = new SimulatedStore(queue, shards);
        this.hints = new SimulatedHints(queue, weather);
        this.witnessed =
                new WitnessedStore(wiring.behind(store.behind()), witness, store::isRepeating, this::requireDead);
        this.ambush = new Ambush(table, this::strike);
    }

    ClusterOptions options() {
        return options;
    }

    EventQueue queue() {
        return queue;
    }

    long nowNs() {
        return queue.nowNs();
    }

    Witness witness() {
        return witness;
    }

    FaultTable table() {
        return table;
    }

    Weather weather() {
        return weather;
    }

    Network network() {
        return network;
    }

    SimulatedStore store() {
        return store;
    }

    SimulatedHints hints() {
        return hints;
    }

    Ambush ambush() {
        return ambush;
    }

    List<CountingClient> clients() {
        return clients;
    }

    List<Gone> gone() {
        return gone;
    }

    private double rate() {
        return 1 + (random.nextDouble() - 0.5) / 500;
    }

    GameserverNode startGameserver() {
        GameserverNode.Parts parts =
                new GameserverNode.Parts(options, gameserverOptions, random.split(), witness, this::gameserverLinks);
        GameserverNode node =
                new GameserverNode(queue, ++nodes, rate(), parts, process -> wiring.gameserverStore(storeOf(process)));
        node.burden(costNs);
        gameservers.add(node);
        byIncarnation.put(node.incarnation(), node);
        byAddress.put(node.toString(), node);
        wiring.onGameserver(node.gameserver());
        queue.after(0, node, () -> node.gameserver().login(node.toString()));
        return node;
    }

    private GameserverLinks gameserverLinks(SimulatedNode from) {
        return wiring.gameserverLinks(new SimulatedLinks(from, network, ambush, this::gameserverAt, witness));
    }

    OrchestratorNode startOrchestrator() {
        OrchestratorNode.Parts parts = new OrchestratorNode.Parts(
                options, random.split(), network, ambush, this::gameserverAt, wiring, witness);
        OrchestratorNode node = new OrchestratorNode(queue, ++nodes, rate(), parts, this::storeOf);
        orchestrators.add(node);
        wiring.onOrchestrator(node.orchestrator());
        queue.after(0, node, () -> node.orchestrator().start(node.toString()));
        return node;
    }

    private ClusterStore storeOf(SimulatedNode node) {
        NodeStore seen = new NodeStore(witnessed, hints.of(node));
        return new RemoteClusterStore(seen, new StoreConnection(node, store, network, ambush));
    }

    /** Somebody who creates a board and plays on it. */
    void startPlayer(long afterNs) {
        start(
                clients.size() % 2 == 0 ? CountingClient.Manner.COUNTS_EVENTS : CountingClient.Manner.SETS_LEVELS,
                afterNs);
    }

    /** Somebody who creates a board. */
    void startCreator(long afterNs) {
        start(CountingClient.Manner.CREATES, afterNs);
    }

    private void start(CountingClient.Manner manner, long afterNs) {
        SimulatedNode node = new SimulatedNode(queue, "client " + clients.size(), ++nodes, rate());
        CountingClient client = new CountingClient(node, this, random.split(), manner);
        clients.add(client);
        queue.after(afterNs, node, client::start);
    }

    /** A gameserver by its incarnation, dead or alive. */
    Optional<GameserverNode> gameserver(Incarnation incarnation) {
        return Optional.ofNullable(byIncarnation.get(incarnation));
    }

    private GameserverNode gameserverAt(String address) {
        return requireNonNull(byAddress.get(address), "gameserver");
    }

    /** The gameservers that have not crashed. */
    List<GameserverNode> gameservers() {
        return gameservers;
    }

    /** Each event of gameservers that are started from now on keeps them busy for a time. */
    void burdenGameservers(Duration costOfEvent) {
        costNs = costOfEvent.toNanos();
    }

    /** The orchestrators that have not crashed. */
    List<OrchestratorNode> orchestrators() {
        return orchestrators;
    }

    /** The orchestrator that leads; there has to be one. */
    OrchestratorNode leader() {
        return orchestrators.stream()
                .filter(node -> node.orchestrator().term().isPresent())
                .findFirst()
                .orElseThrow();
    }

    Optional<OrchestratorNode> anyOrchestrator(SplittableRandom by) {
        return orchestrators.isEmpty()
                ? Optional.empty()
                : Optional.of(orchestrators.get(by.nextInt(orchestrators.size())));
    }

    /** Who holds a board by the store, behind all faults. */
    Optional<Token> token(BoardId board) {
        return Optional.ofNullable(witnessed.token(board));
    }

    boolean isHeldBy(BoardId board, GameserverNode gameserver) {
        Optional<Token> token = token(board).filter(given -> given.holder().equals(gameserver.incarnation()));
        return token.isPresent()
                && gameserver
                        .gameserver()
                        .board(board)
                        .filter(hosted -> hosted.epoch() == token.get().epoch().value())
                        .isPresent();
    }

    /** Some shards of the store have forgotten: what they had of boards has to be there again soon (ATTACH-6). */
    void onForgotten(Set<Integer> shards) {
        List<BoardId> forgotten = clients.stream()
                .map(CountingClient::board)
                .filter(board -> store.isIn(shards, board))
                .toList();
        witness.onForgotten(forgotten);
        hints.interrupt();
        queue.after(ASSERTED_WITHIN.toNanos(), null, () -> requireAsserted(forgotten));
    }

    private void requireAsserted(List<BoardId> forgotten) {
        for (CountingClient client : clients) {
            boolean isKnown = client.isCreated() && forgotten.contains(client.board());
            if (isKnown && boardRecord(client.board()).isEmpty()) {
                witness.violated("ATTACH-6: board " + client.board() + " was forgotten, and was not written again");
            }
        }
    }

    /** The leases by the store, behind all faults. */
    LeaseStore.Leases leases() {
        return (LeaseStore.Leases)
                WitnessedStore.answered(witnessed.behind().leases().read(LONG_ENOUGH));
    }

    /** What the store has, behind all faults. */
    ClusterStore truth() {
        return witnessed.behind();
    }

    /** What the store has of a board, behind all faults, for people. */
    String record(BoardId board) {
        return WitnessedStore.answered(truth().boards().get(board, LONG_ENOUGH)).toString();
    }

    /** How many boards are started one after another, because two of their holders died. */
    int suspects() {
        return (int) clients.stream()
                .map(client -> boardRecord(client.board()))
                .filter(record -> record.filter(found -> found.quarantine().isEmpty() && found.holderDeaths() > 1)
                        .isPresent())
                .count();
    }

    private Optional<BoardRecord> boardRecord(BoardId board) {
        return WitnessedStore.answered(truth().boards().get(board, LONG_ENOUGH)) instanceof BoardStore.Found found
                ? Optional.of(found.board())
                : Optional.empty();
    }

    /** Whether each board that was created is hosted by its holder; not so if one is in quarantine. */
    boolean isSettled() {
        return clients.stream()
                .filter(CountingClient::isCreated)
                .allMatch(client -> gameservers.stream().anyMatch(node -> isHeldBy(client.board(), node)));
    }

    /** Whether each client that plays saw his board lately. */
    boolean isSeen(Duration lately) {
        return clients.stream().allMatch(client -> client.hasSeenWithin(lately));
    }

    void crash(SimulatedNode node) {
        if (!node.isCrashed()) {
            node.crash();
            gameservers.remove(node);
            orchestrators.remove(node);
            network.onCrash(node);
        }
    }

    /** Has a process stop for a time. */
    void pause(SimulatedNode node, Duration time) {
        if (node.isRunning()) {
            node.pause();
            network.onSilence(node, time.toNanos());
            queue.after(time.toNanos(), null, node::resume);
        }
    }

    /** Cuts a process off for a time. */
    void cut(SimulatedNode node, boolean fromStore, boolean fromNodes, Duration time) {
        node.cut(fromStore, fromNodes);
        queue.after(time.toNanos(), null, () -> {
            node.cut(false, false);
            hints.interrupt();
        });
    }

    private void strike(Blow blow, SimulatedNode node) {
        if (blow == Blow.CRASH) {
            crash(node);
            replaceLater(node, Duration.ofMillis(500 + random.nextInt(3_000)));
        } else {
            pause(node, Duration.ofMillis(100 + random.nextInt(5_000)));
        }
    }

    /** Starts another process in place of one that is gone. */
    void replaceLater(SimulatedNode node, Duration after) {
        queue.after(after.toNanos(), null, () -> {
            if (node instanceof GameserverNode) {
                startGameserver();
            } else {
                startOrchestrator();
            }
        });
    }

    /** Has a gameserver leave in order; another takes its place. */
    void drain(GameserverNode node) {
        node.leave();
        queue.after(
                0,
                node,
                () -> node.gameserver()
                        .drain()
                        .whenCompleteAsync(
                                (done, failure) -> queue.after(0, null, () -> {
                                    if (!node.isCrashed()) {
                                        crash(node);
                                        replaceLater(node, Duration.ofMillis(100));
                                    }
                                }),
                                node));
    }

    /** A lease is ended by somebody (LEASE-5). */
    private void requireDead(Incarnation incarnation) {
        gameserver(incarnation)
                .filter(node -> !node.isCrashed() && !node.isLeaving())
                .ifPresent(node -> witness.violated("LEASE-5: the lease of " + node + " was ended, though it lives"));
    }

    void noteLeft(BoardId board, IdempotencyKey key) {
        gone.add(new Gone(board, key, 0, 0));
    }

    void noteGone(BoardId board, IdempotencyKey key, long epoch, long tick) {
        gone.add(new Gone(board, key, epoch, tick));
    }
}
