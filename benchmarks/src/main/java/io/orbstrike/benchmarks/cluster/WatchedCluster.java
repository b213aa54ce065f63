package io.orbstrike.benchmarks.cluster;

import io.orbstrike.benchmarks.cluster.ClusterProcesses.Member;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.redis.RedisClusterStore;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gameservers and an orchestrator, boards on them, and a player with an open stream on each board.
 *
 * <p>Confined to the main thread.
 */
final class WatchedCluster implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final OrbType ORB = new OrbType();
    private static final Duration STORE_TIME = Duration.ofSeconds(5);
    private static final long POLL_MS = 5;
    private static final long CLOSED_POLL_MS = 200;

    private final ClusterProcesses processes;
    private final Duration boardLifetime;
    private final RedisClusterStore store;
    private final List<Member> gameservers = new ArrayList<>();
    private final Member orchestrator;
    private final OrbstrikeClient client;
    private final Map<BoardId, Watcher> watchers = new LinkedHashMap<>();
    private final Map<Seat, Play<OrbInput>> plays = new LinkedHashMap<>();

    /**
     * Starts the processes; blocks until they serve.
     *
     * @param boardLifetime how long each board lives, zero for ever
     */
    WatchedCluster(ClusterProcesses processes, int gameserverCount, Duration boardLifetime)
            throws InterruptedException {
        this.processes = processes;
        this.boardLifetime = boardLifetime;
        this.store = processes.store();
        for (int i = 0; i < gameserverCount; i++) {
            gameservers.add(processes.gameserver());
        }
        this.orchestrator = processes.orchestrator();
        this.client = OrbstrikeClient.builder().target(orchestrator.grpc()).build();
    }

    static <T extends @Nullable Object> T get(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("a call failed", e);
        }
    }

    BoardFacts createBoard() throws InterruptedException {
        return get(client.createBoard(ORB, OrbRules.DEFAULT, CreateOptions.DEFAULT.lifetime(boardLifetime)));
    }

    Seat join(BoardId board) throws InterruptedException {
        return get(client.joinBoard(ORB, board, new OrbPlayer("watcher", 1)));
    }

    /** Opens a stream and watches it. */
    Watcher play(Seat seat) {
        Watcher watcher = watch(seat.board().id());
        plays.put(seat, client.play(ORB, seat, ORB.view(), watcher));
        return watcher;
    }

    /** Watches a board on whose stream the caller puts the watcher. */
    Watcher watch(BoardId board) {
        Watcher watcher = new Watcher();
        watchers.put(board, watcher);
        return watcher;
    }

    /** Plays through the orchestrator. */
    OrbstrikeClient client() {
        return client;
    }

    /** What the processes keep. */
    RedisClusterStore store() {
        return store;
    }

    /** Creates boards, joins each and waits for their first frames. */
    void fill(int boards) throws InterruptedException {
        List<Watcher> fresh = new ArrayList<>();
        for (int i = 0; i < boards; i++) {
            fresh.add(play(join(createBoard().id())));
        }
        long untilNs = System.nanoTime() + PATIENCE.toNanos();
        for (Watcher watcher : fresh) {
            watcher.awaitFirstFrame(untilNs);
        }
    }

    /** Ends a player's stay and stream; the board stays, and sleeps if nobody else is there. */
    void leave(Seat seat) throws InterruptedException {
        get(client.leaveBoard(seat));
        Play<OrbInput> play = plays.remove(seat);
        if (play != null) {
            play.close();
        }
        watchers.remove(seat.board().id());
    }

    /** Ends all stays and streams. */
    void leaveAll() throws InterruptedException {
        for (Seat seat : List.copyOf(plays.keySet())) {
            leave(seat);
        }
    }

    /** Waits until the lives of all watched boards are over, and watches none any more; blocks. */
    void awaitBoardsClosed() throws InterruptedException {
        long untilNs = System.nanoTime() + boardLifetime.plus(PATIENCE).toNanos();
        while (!tokens().isEmpty()) {
            if (System.nanoTime() > untilNs) {
                throw new IllegalStateException("boards did not close in time");
            }
            Thread.sleep(CLOSED_POLL_MS);
        }
        plays.values().forEach(Play::close);
        plays.clear();
        watchers.clear();
    }

    /** Adds a gameserver. */
    void startGameserver() throws InterruptedException {
        gameservers.add(processes.gameserver());
    }

    /** The gameserver that holds the most watched boards, which is forgotten with that. */
    Member takeBusiest() throws InterruptedException {
        Map<Incarnation, Integer> counts = new LinkedHashMap<>();
        tokens().values().forEach(token -> counts.merge(token.holder(), 1, Integer::sum));
        Incarnation busiest = counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        String address = leases().leases().stream()
                .filter(recorded -> recorded.lease().gameserver().equals(busiest))
                .findFirst()
                .orElseThrow()
                .lease()
                .address();
        Member found = gameservers.stream()
                .filter(member -> member.grpc().equals(address))
                .findFirst()
                .orElseThrow();
        gameservers.remove(found);
        return found;
    }

    /** The watchers of the boards that a gameserver holds now. */
    List<Watcher> watchersAt(Member member) throws InterruptedException {
        return boardsAt(member).stream().map(watchers::get).toList();
    }

    /** The watched boards that a gameserver holds now. */
    Set<BoardId> boardsAt(Member member) throws InterruptedException {
        Incarnation incarnation = incarnationOf(member);
        Set<BoardId> there = new LinkedHashSet<>();
        tokens().forEach((board, token) -> {
            if (token.holder().equals(incarnation)) {
                there.add(board);
            }
        });
        return there;
    }

    private Incarnation incarnationOf(Member member) throws InterruptedException {
        return leases().leases().stream()
                .filter(recorded -> recorded.lease().address().equals(member.grpc()))
                .findFirst()
                .orElseThrow()
                .lease()
                .gameserver();
    }

    private Map<BoardId, Token> tokens() throws InterruptedException {
        return tokens(List.copyOf(watchers.keySet()));
    }

    /** Under which token each of these boards is held; those that are not in the store are left out. */
    Map<BoardId, Token> tokens(List<BoardId> boards) throws InterruptedException {
        Map<BoardId, Token> all = new LinkedHashMap<>();
        for (int from = 0; from < boards.size(); from += AttachmentStore.BOARDS_PER_CALL_MAX) {
            List<BoardId> some =
                    boards.subList(from, Math.min(boards.size(), from + AttachmentStore.BOARDS_PER_CALL_MAX));
            AttachmentStore.TokensOutcome outcome = get(store.attachments().tokens(some, STORE_TIME));
            if (!(outcome instanceof AttachmentStore.Tokens found)
                    || !found.unknown().isEmpty()) {
                throw new IllegalStateException("the store did not tell all tokens: " + outcome);
            }
            all.putAll(found.tokens());
        }
        return all;
    }

    private LeaseStore.Leases leases() throws InterruptedException {
        return (LeaseStore.Leases) get(store.leases().read(STORE_TIME));
    }

    /** Who leads; blocks until somebody does whose term is above another one. */
    long awaitTermAbove(long term) throws InterruptedException {
        long untilNs = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < untilNs) {
            ElectionStore.LeaderOutcome outcome = get(store.election().leader(STORE_TIME));
            if (outcome instanceof ElectionStore.Led led && led.term() > term) {
                return led.term();
            }
            Thread.sleep(POLL_MS);
        }
        throw new IllegalStateException("nobody leads above term " + term);
    }

    Member orchestrator() {
        return orchestrator;
    }

    @Override
    public void close() {
        plays.values().forEach(Play::close);
        client.close();
        store.close();
        gameservers.forEach(Member::kill);
        orchestrator.kill();
    }
}
