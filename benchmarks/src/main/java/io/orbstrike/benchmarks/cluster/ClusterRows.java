package io.orbstrike.benchmarks.cluster;

import io.orbstrike.benchmarks.Figure;
import io.orbstrike.benchmarks.cluster.ClusterProcesses.Member;
import io.orbstrike.benchmarks.cluster.Waits.Bound;
import io.orbstrike.benchmarks.endtoend.Children;
import io.orbstrike.benchmarks.store.RedisProcess;
import io.orbstrike.board.BoardId;
import io.orbstrike.grpc.client.Seat;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long do players wait when a gameserver is killed, stands still or drains, and when they create and join boards, and what
 * do they lose? Real processes at default settings, real signals; a player's open stream is the clock.
 */
@Command(
        name = "cluster",
        description = "What a cluster's players notice of deaths, stops and drains, beside targets.",
        mixinStandardHelpOptions = true)
public final class ClusterRows implements Callable<Integer> {

    private static final Duration SETTLED = Duration.ofSeconds(6);

    /** After this a board that everybody left sleeps. */
    private static final Duration ASLEEP = Duration.ofSeconds(12);

    private static final int CALLS = 200;
    private static final int BOARDS_OF_FOUR = 1_000;

    @Option(names = "--redis-server", defaultValue = "redis-server", description = "The binary of the server.")
    private String redisServer = "";

    @Option(
            names = "--server-jar",
            defaultValue = "orbstrike-server-ref/target/orbstrike.jar",
            description = "The jar that is run; default ${DEFAULT-VALUE}.")
    private Path jar = Path.of("");

    @Option(
            names = "--repeats",
            defaultValue = "10",
            description = "How often each scenario is run; default ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--boards",
            defaultValue = "1,250",
            split = ",",
            description =
                    "Boards in play on each gameserver, for the rows but C8; what is lost is counted with ten at least;"
                            + " default ${DEFAULT-VALUE}.")
    private List<Integer> boards = List.of();

    @Option(
            names = "--rows",
            defaultValue = "C1,C3,C4,C5,C6,C7,C8",
            split = ",",
            description = "Which rows; C1 brings C2 along; default ${DEFAULT-VALUE}.")
    private List<String> rows = List.of();

    private final PrintStream out = System.out;

    private ClusterRows() {}

    /**
     * Measures, and prints a table.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ClusterRows()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        out.println(Waits.header());
        try (Children children = Children.create();
                RedisProcess redis = RedisProcess.start(redisServer)) {
            Runtime.getRuntime().addShutdownHook(new Thread(children::close));
            ClusterProcesses processes = ClusterProcesses.of(children, jar, redis.uri(), "rows");
            for (int each : boards) {
                if (rows.contains("C1")) {
                    calls(processes.apart("calls" + each), each);
                }
                scenario(Scenario.KILL, each, processes);
                scenario(Scenario.STOP, each, processes);
                scenario(Scenario.DRAIN, each, processes);
                losses(Math.max(each, Losses.BOARDS_EACH_MIN), processes, redis);
            }
            if (rows.contains("C8")) {
                ofFour(processes.apart("four"));
                leader(processes.apart("leader"));
            }
        }
        return 0;
    }

    /** What is done to a gameserver, how long its players may wait then, and how long others' players do. */
    private record Scenario(String row, String what, Blow blow, List<Bound> bounds, String others) {

        private static final Scenario KILL = new Scenario(
                "C3",
                "kill -9 -> next frame",
                Member::kill,
                List.of(Bound.p50(300), Bound.p99(1_000)),
                "first implementation 4.6 to 6.6 s, stream broken; Pekko 22 to 48 s; Colyseus never");
        private static final Scenario STOP = new Scenario(
                "C4", "STOP -> next frame", member -> member.signal("STOP"), List.of(Bound.p99(3_000)), "Pekko 49 s");
        private static final Scenario DRAIN = new Scenario(
                "C6",
                "drain: pause in frames",
                Member::terminate,
                List.of(Bound.p99(50)),
                "Pekko 304 to 770 ms, state lost; Colyseus disconnects");
    }

    /** What is done to a gameserver. */
    private interface Blow {
        void strike(Member member) throws IOException, InterruptedException;
    }

    private void calls(ClusterProcesses processes, int boardsEach) throws InterruptedException {
        Histogram created = new Histogram(3);
        Histogram joined = new Histogram(3);
        Histogram seen = new Histogram(3);
        try (WatchedCluster cluster = new WatchedCluster(processes, 2, Duration.ZERO)) {
            cluster.fill(CALLS); // warms the code
            cluster.leaveAll();
            cluster.fill(2 * boardsEach);
            Thread.sleep(ASLEEP.toMillis());
            for (int i = 0; i < CALLS; i++) {
                long startNs = System.nanoTime();
                BoardId board = cluster.createBoard().id();
                long createdNs = System.nanoTime();
                Seat seat = cluster.join(board);
                long joinedNs = System.nanoTime();
                long seenNs = cluster.play(seat).awaitFirstFrame(joinedNs + WatchedCluster.PATIENCE.toNanos());
                cluster.leave(seat); // the boards in play stay as many
                created.recordValue(createdNs - startNs);
                joined.recordValue(joinedNs - createdNs);
                seen.recordValue(seenNs - startNs);
            }
        }
        String beside = String.format(Locale.ROOT, ", %d boards each", boardsEach);
        print(new Waits(
                "C1",
                "CreateBoard -> answered while ticking" + beside,
                created,
                List.of(Bound.p99(20)),
                "first implementation 2,029 ms"));
        print(new Waits("C1", "create, join, play -> first frame" + beside, seen, List.of(Bound.p99(60)), ""));
        print(new Waits("C2", "JoinBoard" + beside, joined, List.of(Bound.p99(20)), "first implementation 1,002 ms"));
    }

    private void losses(int boardsEach, ClusterProcesses processes, RedisProcess redis)
            throws IOException, InterruptedException {
        for (Losses.Blow blow : Losses.Blow.values()) {
            if (rows.contains(blow.row())) {
                Losses.count(blow, repeats, boardsEach, processes.withOwnTypes(), redis)
                        .forEach(this::print);
            }
        }
    }

    private void scenario(Scenario scenario, int boardsEach, ClusterProcesses processes)
            throws IOException, InterruptedException {
        String row = scenario.row();
        if (!rows.contains(row)) {
            return;
        }
        boolean isDrain = scenario.equals(Scenario.DRAIN);
        Histogram waits = new Histogram(3);
        long ticksBack = 0;
        int interruptions = 0;
        int boardsInAll = 2 * boardsEach;
        try (WatchedCluster cluster =
                new WatchedCluster(processes.apart(row + boardsEach), 2, lifetimeOf(boardsInAll))) {
            for (int i = 0; i < repeats; i++) {
                cluster.fill(boardsInAll);
                Thread.sleep(SETTLED.toMillis());
                Member victim = cluster.takeBusiest();
                List<Watcher> watchers = cluster.watchersAt(victim);
                watchers.forEach(Watcher::mark);
                long startNs = System.nanoTime();
                scenario.blow().strike(victim);
                for (Watcher watcher : watchers) {
                    long movedNs = watcher.awaitMove(startNs + WatchedCluster.PATIENCE.toNanos());
                    waits.recordValue(isDrain ? watcher.gapNsMax() : movedNs - startNs);
                    ticksBack = Math.max(ticksBack, watcher.ticksBack());
                    interruptions += watcher.interruptions();
                }
                if (isDrain) {
                    victim.awaitEnd();
                } else {
                    victim.kill();
                }
                cluster.awaitBoardsClosed();
                cluster.startGameserver();
            }
        }
        String what = String.format(Locale.ROOT, "%s, %d boards each", scenario.what(), boardsEach);
        print(new Waits(row, what, waits, scenario.bounds(), scenario.others()));
        print(Figure.atMost(row, "the same, streams interrupted", "", 0, interruptions));
        print(
                isDrain
                        ? Figure.atMost(row, "the same, ticks shown and taken back", "", 0, (double) ticksBack)
                        : Figure.beside(row, "C5, ticks shown and taken back", "", (double) ticksBack));
    }

    /**
     * How long boards live that are struck once, from being made to being shown again. Each stroke has boards of its own, which
     * the gameservers share evenly since they hold no others, and none of which has lost a holder before (FAIL-4).
     */
    private static Duration lifetimeOf(int boardsInAll) {
        return Duration.ofSeconds(20 + boardsInAll / 20);
    }

    private void ofFour(ClusterProcesses processes) throws IOException, InterruptedException {
        Histogram waits = new Histogram(3);
        try (WatchedCluster cluster = new WatchedCluster(processes, 4, lifetimeOf(BOARDS_OF_FOUR))) {
            for (int i = 0; i < repeats; i++) {
                cluster.fill(BOARDS_OF_FOUR);
                Thread.sleep(SETTLED.toMillis());
                Member victim = cluster.takeBusiest();
                List<Watcher> watchers = cluster.watchersAt(victim);
                watchers.forEach(Watcher::mark);
                long startNs = System.nanoTime();
                victim.kill();
                long lastNs = startNs;
                for (Watcher watcher : watchers) {
                    lastNs = Math.max(lastNs, watcher.awaitMove(startNs + WatchedCluster.PATIENCE.toNanos()));
                }
                waits.recordValue(lastNs - startNs);
                cluster.awaitBoardsClosed();
                cluster.startGameserver();
            }
        }
        print(new Waits("C8", "one of 4 with 1,000 boards killed -> all served", waits, List.of(Bound.max(2_500)), ""));
    }

    private void leader(ClusterProcesses processes) throws InterruptedException {
        Histogram waits = new Histogram(3);
        try (WatchedCluster cluster = new WatchedCluster(processes, 1, Duration.ZERO)) {
            Member next = cluster.orchestrator();
            long term = cluster.awaitTermAbove(0);
            for (int i = 0; i < repeats; i++) {
                Member leading = next;
                next = processes.orchestrator();
                Thread.sleep(SETTLED.toMillis());
                long startNs = System.nanoTime();
                leading.kill();
                term = cluster.awaitTermAbove(term);
                waits.recordValue(System.nanoTime() - startNs);
            }
            next.kill();
        }
        print(new Waits("C8", "leader killed -> new leader", waits, List.of(Bound.max(2_500)), ""));
    }

    private void print(Waits waits) {
        out.println(waits.line());
    }

    private void print(Figure figure) {
        out.println(figure.line());
    }
}
