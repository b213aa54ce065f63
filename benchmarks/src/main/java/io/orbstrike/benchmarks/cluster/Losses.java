package io.orbstrike.benchmarks.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.benchmarks.Figure;
import io.orbstrike.benchmarks.cluster.ClusterProcesses.Member;
import io.orbstrike.benchmarks.cluster.LossCounts.Kind;
import io.orbstrike.benchmarks.cluster.Traffic.Stay;
import io.orbstrike.benchmarks.store.RedisProcess;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.None;
import io.orbstrike.board.PlayerId;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;

/**
 * What is lost when a gameserver is killed, stands still and goes on, or drains, while players join, leave, fight, send
 * events and make boards: of what was acknowledged, of kills and of inputs; and what a gameserver can still do whose boards
 * were given to another.
 *
 * <p>Confined to the main thread.
 */
final class Losses {

    private static final OrbType ORB = new OrbType();
    private static final EventCountType EVENTS = new EventCountType();

    /** Boards on each gameserver at least: the arenas and the counting ones. */
    static final int BOARDS_EACH_MIN = 10;

    /** A narrow board with wide rings, so that there are kills, which no end of a round takes away. */
    private static final OrbRules NARROW = OrbRules.builder()
            .maxPlayers(100)
            .radius(300)
            .ringRadius(150)
            .withoutRounds()
            .withoutEnergy()
            .respawnMs(200)
            .protectionMs(200)
            .build();

    private static final int GAMESERVERS = 2;
    private static final int ARENAS = 12;
    private static final int FIGHTERS_PER_ARENA = 5;
    private static final int COUNTING_BOARDS = 8;

    /** The first joins come before the blow, when the leader knows the loads of all, and the last after the move. */
    private static final Duration BEFORE = Duration.ofSeconds(6);

    private static final Duration AFTER = Duration.ofSeconds(1);

    /** How long one that went on is looked at, longer than it takes it to learn what became of its boards. */
    private static final Duration OBSERVED = Duration.ofSeconds(5);

    private static final Duration SEEN_TIME_MAX = Duration.ofSeconds(10);

    /** Who joins and opens no stream leaves after a minute, as the rules of the game are. */
    private static final Duration COUNTED_WITHIN = Duration.ofSeconds(50);

    private static final Duration STORE_TIME = Duration.ofSeconds(5);

    private final ClusterProcesses processes;
    private final int boardsEach;
    private final LossCounts counts = new LossCounts();
    private final List<Fighter> fighters = new ArrayList<>();
    private final List<EventSender> senders = new ArrayList<>();
    private final List<Stay> playing = new ArrayList<>();
    private final Map<BoardId, List<Watcher>> watchers = new LinkedHashMap<>();
    private final Map<BoardId, Fighter> arenas = new LinkedHashMap<>();

    private Losses(ClusterProcesses processes, int boardsEach) {
        this.processes = processes;
        this.boardsEach = boardsEach;
    }

    /** What is done to a gameserver. */
    enum Blow {
        KILL("C5", "kill -9"),
        DRAIN("C6", "drain"),
        STOP_AND_GO_ON("C7", "STOP, CONT");

        private final String row;
        private final String what;

        Blow(String row, String what) {
            this.row = row;
            this.what = what;
        }

        /** What a crash may lose of the last interval between saves, and a drain may not. */
        private Set<Kind> allowed() {
            return this == DRAIN ? EnumSet.noneOf(Kind.class) : EnumSet.of(Kind.EVENTS, Kind.KILLS, Kind.TICKS);
        }

        String row() {
            return row;
        }

        private void strike(Member member) throws IOException, InterruptedException {
            switch (this) {
                case KILL -> member.kill();
                case DRAIN -> member.terminate();
                case STOP_AND_GO_ON -> member.signal("STOP");
            }
        }

        private void afterMove(Member member) throws IOException, InterruptedException {
            if (this == STOP_AND_GO_ON) {
                member.signal("CONT");
                Thread.sleep(OBSERVED.toMillis());
            }
        }
    }

    /**
     * Strikes as many clusters, each of which has just started, one after another; a line for each kind of loss.
     *
     * @param boardsEach boards in play on each gameserver, {@link #BOARDS_EACH_MIN} or more
     */
    static List<Figure> count(Blow blow, int repeats, int boardsEach, ClusterProcesses processes, RedisProcess redis)
            throws IOException, InterruptedException {
        LossCounts sum = new LossCounts();
        StaleWrites writes = new StaleWrites();
        int struck = 0;
        try (Jedis connection = redis.connect();
                RedisMonitor monitor = RedisMonitor.start(redis.connect(), writes::see)) {
            for (int i = 0; i < repeats; i++) {
                Losses losses = new Losses(processes.apart(blow.row + "-" + boardsEach + "-" + i), boardsEach);
                struck += losses.strike(blow);
                sum.addAll(losses.counts);
            }
            monitor.catchUp(connection);
        }
        if (writes.boardsTakenOver() < struck) {
            throw new IllegalStateException(
                    "of " + struck + " boards " + writes.boardsTakenOver() + " were seen to be taken over");
        }
        sum.add(Kind.WRITES, writes.tried(), writes.accepted());
        String what = String.format(Locale.ROOT, "%s, %d boards each", blow.what, boardsEach);
        return sum.figures(blow.row, what, blow.allowed());
    }

    /** Strikes a cluster, and counts; how many boards were taken from a gameserver. */
    private int strike(Blow blow) throws IOException, InterruptedException {
        try (WatchedCluster cluster = new WatchedCluster(processes, GAMESERVERS, Duration.ZERO)) {
            settle(cluster);
            long startNs = System.nanoTime();
            try (Traffic traffic = Traffic.start(cluster.client(), List.copyOf(arenas.keySet()), fighters, senders)) {
                Thread.sleep(BEFORE.toMillis());
                Member victim = cluster.takeBusiest();
                Set<BoardId> struck = cluster.boardsAt(victim);
                watchers.values().forEach(there -> there.forEach(Watcher::mark));
                traffic.leaveFightersAlone(true);
                turnEverySecond(0); // the last inputs before the blow
                blow.strike(victim);
                turnEverySecond(1); // and those that nobody takes for a while
                long untilNs = System.nanoTime() + WatchedCluster.PATIENCE.toNanos();
                for (BoardId board : struck) {
                    for (Watcher watcher : watchersOf(board)) {
                        watcher.awaitMove(untilNs);
                    }
                }
                countTurns();
                traffic.leaveFightersAlone(false);
                blow.afterMove(victim);
                Thread.sleep(AFTER.toMillis());
                traffic.stop();
                countStays(cluster, traffic);
                countCreations(cluster, traffic);
                if (System.nanoTime() - startNs > COUNTED_WITHIN.toNanos()) {
                    throw new IllegalStateException("it took longer than players stay without a stream");
                }
                countPlay(struck);
                victim.kill();
                return struck.size();
            }
        }
    }

    private void settle(WatchedCluster cluster) throws InterruptedException {
        OrbstrikeClient client = cluster.client();
        for (int i = 0; i < ARENAS; i++) {
            BoardId board = WatchedCluster.get(client.createBoard(ORB, NARROW, CreateOptions.DEFAULT))
                    .id();
            for (int j = 0; j < FIGHTERS_PER_ARENA; j++) {
                Seat seat = WatchedCluster.get(client.joinBoard(ORB, board, new OrbPlayer("fighter", 1)));
                Fighter fighter =
                        Fighter.play(client, seat, watch(seat, j == 0 ? cluster.watch(board) : new Watcher()));
                fighters.add(fighter);
                arenas.putIfAbsent(board, fighter);
            }
        }
        for (int i = 0; i < COUNTING_BOARDS; i++) {
            BoardId board = WatchedCluster.get(client.createBoard(EVENTS, None.NONE, CreateOptions.DEFAULT))
                    .id();
            Seat seat = WatchedCluster.get(client.joinBoard(EVENTS, board, None.NONE));
            senders.add(EventSender.play(client, seat, watch(seat, cluster.watch(board))));
        }
        for (int i = ARENAS + COUNTING_BOARDS; i < GAMESERVERS * boardsEach; i++) {
            Seat seat = cluster.join(cluster.createBoard().id());
            watch(seat, cluster.play(seat));
        }
        long untilNs = System.nanoTime() + WatchedCluster.PATIENCE.toNanos();
        for (List<Watcher> there : watchers.values()) {
            for (Watcher watcher : there) {
                watcher.awaitFirstFrame(untilNs);
            }
        }
    }

    private Watcher watch(Seat seat, Watcher watcher) {
        playing.add(Stay.of(seat));
        watchers.computeIfAbsent(seat.board().id(), board -> new ArrayList<>()).add(watcher);
        return watcher;
    }

    private List<Watcher> watchersOf(BoardId board) {
        return watchers.getOrDefault(board, List.of());
    }

    private void turnEverySecond(int first) {
        for (int i = first; i < fighters.size(); i += 2) {
            fighters.get(i).turn();
        }
    }

    private void countTurns() throws InterruptedException {
        long untilNs = System.nanoTime() + SEEN_TIME_MAX.toNanos();
        for (Fighter fighter : fighters) {
            counts.add(Kind.TURNS, 1, fighter.awaitTurned(untilNs) ? 0 : 1);
        }
    }

    private void countStays(WatchedCluster cluster, Traffic traffic) throws InterruptedException {
        Map<BoardId, Set<PlayerId>> rosters = new HashMap<>();
        for (BoardId board : watchers.keySet()) {
            rosters.put(board, roster(cluster, board));
        }
        long untilNs = System.nanoTime() + SEEN_TIME_MAX.toNanos();
        for (Stay stay : playing) {
            counts.add(Kind.JOINS, 1, on(rosters, stay) ? 0 : 1);
        }
        for (Stay stay : traffic.joined()) {
            boolean isThere = on(rosters, stay) && arena(stay).awaitSeen(stay.player(), true, untilNs);
            counts.add(Kind.JOINS, 1, isThere ? 0 : 1);
        }
        for (Stay stay : traffic.left()) {
            boolean isGone = !on(rosters, stay) && arena(stay).awaitSeen(stay.player(), false, untilNs);
            counts.add(Kind.LEAVES, 1, isGone ? 0 : 1);
        }
    }

    /** A board is there if it can be played. */
    private void countCreations(WatchedCluster cluster, Traffic traffic) throws InterruptedException {
        OrbstrikeClient client = cluster.client();
        Map<CompletionStage<Seat>, Watcher> guests = new LinkedHashMap<>();
        for (BoardId board : traffic.created()) {
            Watcher watcher = new Watcher();
            CompletionStage<Seat> joined = client.joinBoard(ORB, board, new OrbPlayer("guest", 1));
            guests.put(
                    joined.whenComplete((seat, failure) -> {
                        if (failure == null) {
                            client.play(ORB, seat, ORB.view(), watcher);
                        }
                    }),
                    watcher);
        }
        long untilNs = System.nanoTime() + SEEN_TIME_MAX.toNanos();
        for (Watcher watcher : guests.values()) {
            counts.add(Kind.CREATIONS, 1, watcher.hasFrameUntil(untilNs) ? 0 : 1);
        }
    }

    private static boolean on(Map<BoardId, Set<PlayerId>> rosters, Stay stay) {
        return rosters.getOrDefault(stay.board(), Set.of()).contains(stay.player());
    }

    private Fighter arena(Stay stay) {
        return requireNonNull(arenas.get(stay.board()), "a board of another cluster");
    }

    private static Set<PlayerId> roster(WatchedCluster cluster, BoardId board) throws InterruptedException {
        RosterStore.ReadOutcome read =
                WatchedCluster.get(cluster.store().rosters().read(board, STORE_TIME));
        if (!(read instanceof RosterStore.Roster roster)) {
            throw new IllegalStateException("the store did not tell a roster: " + read);
        }
        return roster.entries().stream().map(RosterEntry::player).collect(Collectors.toSet());
    }

    private void countPlay(Set<BoardId> struck) throws InterruptedException {
        for (BoardId board : struck) {
            Fighter fighter = arenas.get(board);
            if (fighter != null) {
                counts.add(Kind.KILLS, fighter.killsAtMove(), fighter.killsLost());
            }
            for (Watcher watcher : watchersOf(board)) {
                counts.add(Kind.TICKS, watcher.tickAtMove(), watcher.ticksBack());
            }
        }
        long untilNs = System.nanoTime() + SEEN_TIME_MAX.toNanos();
        for (EventSender sender : senders) {
            sender.awaitApplied(untilNs);
            counts.add(Kind.EVENTS, sender.sent(), sender.lost());
            counts.add(Kind.EVENTS_TWICE, sender.sent(), sender.repeated());
        }
        for (List<Watcher> there : watchers.values()) {
            for (Watcher watcher : there) {
                counts.add(Kind.STREAMS, 1, watcher.interruptions());
                counts.add(Kind.FRAMES, watcher.frames(), watcher.regressions());
            }
        }
    }
}
