package io.orbstrike.testkit.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.BoardOverview;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLink;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.cluster.link.ProbeOutcome;
import io.orbstrike.cluster.link.YieldOutcome;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Token;
import io.orbstrike.testkit.time.ManualExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The network between the processes of a rig: one that has crashed refuses, and one that is paused does not answer. */
final class RigLinks implements GameserverLinks {

    private static final Lobby.Unavailable UNREACHED =
            new Lobby.Unavailable("the gameserver was not reached", Duration.ofSeconds(1));

    private final ClusterRig rig;
    private final ManualExecutor network;
    private final Map<Incarnation, ProbeOutcome> lies = new HashMap<>();
    private final List<CompletableFuture<ProbeOutcome>> held = new ArrayList<>();
    private final List<Duration> probeTimes = new ArrayList<>();
    private boolean isHolding;
    private int yieldsAsked;
    private int handoversAsked;

    /** Answers that nobody gives come as late as the network says. */
    RigLinks(ClusterRig rig, ManualExecutor network) {
        this.rig = rig;
        this.network = network;
    }

    /** From now on whoever probes that one is told so. */
    void lie(Incarnation gameserver, ProbeOutcome outcome) {
        lies.put(gameserver, outcome);
    }

    /** Answers to probes wait until they are released. */
    void hold() {
        isHolding = true;
    }

    void release(ProbeOutcome outcome) {
        isHolding = false;
        held.forEach(answer -> answer.complete(outcome));
        held.clear();
    }

    int probes() {
        return probeTimes.size();
    }

    /** How long each probe had for its answer. */
    List<Duration> probeTimes() {
        return List.copyOf(probeTimes);
    }

    /** How often a gameserver was asked for a board's state. */
    int yieldsAsked() {
        return yieldsAsked;
    }

    /** How often a gameserver was told to hand a board over. */
    int handoversAsked() {
        return handoversAsked;
    }

    @Override
    public GameserverLink link(GameserverAddress gameserver) {
        return new RigLink(gameserver, Set.of());
    }

    /** The way of a process that some gameservers do not answer. */
    GameserverLinks without(Set<Incarnation> unreached) {
        return gameserver -> new RigLink(gameserver, unreached);
    }

    private final class RigLink implements GameserverLink, Lobby {

        private final GameserverAddress address;
        private final Set<Incarnation> unreached;

        RigLink(GameserverAddress address, Set<Incarnation> unreached) {
            this.address = address;
            this.unreached = unreached;
        }

        private boolean isUnreached() {
            return unreached.contains(address.gameserver());
        }

        private <T> CompletionStage<T> ask(T unreached, Function<Lobby, CompletionStage<T>> asked) {
            return reached(unreached, link -> asked.apply(link.lobby()));
        }

        private <T> CompletionStage<T> reached(T unreached, Function<GameserverLink, CompletionStage<T>> asked) {
            Optional<ClusterRig.Node> node =
                    rig.gameserver(address.gameserver()).filter(given -> !given.isStopped() && !isUnreached());
            return node.map(given -> asked.apply(given.gameserver().link()))
                    .orElseGet(() -> CompletableFuture.completedFuture(unreached));
        }

        @Override
        public Lobby lobby() {
            return this;
        }

        @Override
        public CompletionStage<CreateOutcome> createBoard(CreateRequest request, Duration remaining) {
            return ask(UNREACHED, lobby -> lobby.createBoard(request, remaining));
        }

        @Override
        public CompletionStage<JoinOutcome> joinBoard(
                BoardId board, IdempotencyKey key, byte[] joinData, Duration remaining) {
            return ask(UNREACHED, lobby -> lobby.joinBoard(board, key, joinData, remaining));
        }

        @Override
        public CompletionStage<LeaveOutcome> leaveBoard(BoardId board, PlayerId player, Duration remaining) {
            return ask(UNREACHED, lobby -> lobby.leaveBoard(board, player, remaining));
        }

        @Override
        public CompletionStage<Optional<BoardFacts>> getBoard(BoardId board, Duration remaining) {
            return ask(Optional.empty(), lobby -> lobby.getBoard(board, remaining));
        }

        @Override
        public CompletionStage<BoardPage> listBoards(ListQuery query, Duration remaining) {
            throw new UnsupportedOperationException("lists come from the store");
        }

        @Override
        public CompletionStage<ProbeOutcome> probe(Duration remaining) {
            probeTimes.add(remaining);
            if (isHolding) {
                CompletableFuture<ProbeOutcome> answer = new CompletableFuture<>();
                held.add(answer);
                return answer;
            }
            return CompletableFuture.completedFuture(lies.getOrDefault(address.gameserver(), truth()));
        }

        private ProbeOutcome truth() {
            Optional<ClusterRig.Node> node = rig.gameserver(address.gameserver());
            if (node.isPresent() && node.get().isCrashed() && !isUnreached()) {
                return ProbeOutcome.DEAD;
            }
            return node.isEmpty() || node.get().isStopped() || isUnreached()
                    ? ProbeOutcome.UNKNOWN
                    : ProbeOutcome.ALIVE;
        }

        @Override
        public CompletionStage<HandOverOutcome> handOver(BoardId board, GameserverAddress target, Duration remaining) {
            handoversAsked++;
            return reached(HandOverOutcome.Unknown.INSTANCE, link -> link.handOver(board, target, remaining));
        }

        @Override
        public CompletionStage<Optional<List<BoardOverview>>> boards(
                Optional<BoardId> after, int boardsMax, Duration remaining) {
            return reached(Optional.empty(), link -> link.boards(after, boardsMax, remaining));
        }

        @Override
        public CompletionStage<Boolean> drain(Duration remaining) {
            return reached(false, link -> link.drain(remaining));
        }

        @Override
        public CompletionStage<YieldOutcome> yieldBoard(BoardId board, Token token, Duration remaining) {
            yieldsAsked++;
            Optional<ClusterRig.Node> node = rig.gameserver(address.gameserver());
            if (node.isPresent() && node.get().isStopped() && !node.get().isCrashed()) {
                CompletableFuture<YieldOutcome> answer = new CompletableFuture<>();
                Future<?> unused = network.schedule(
                        () -> answer.complete(YieldOutcome.Unknown.INSTANCE),
                        remaining.toNanos(),
                        TimeUnit.NANOSECONDS);
                return answer;
            }
            return reached(YieldOutcome.Unknown.INSTANCE, link -> link.yieldBoard(board, token, remaining));
        }
    }
}
