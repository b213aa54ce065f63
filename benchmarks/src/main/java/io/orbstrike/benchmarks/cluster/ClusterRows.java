package io.orbstrike.benchmarks.cluster;

import io.orbstrike.benchmarks.Figure;
import io.orbstrike.benchmarks.cluster.ClusterProcesses.Member;
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
 * How long do players wait when a gameserver is killed, stands still or drains, and when they create and join boards?
 * Real processes at default settings, real signals; a player's open stream is the clock.
 */
@Command(
        name = "cluster",
        description = "What a cluster's players notice of deaths, stops and drains, beside targets.",
        mixinStandardHelpOptions = true)
public final class ClusterRows implements Callable<Integer> {

    private static final double NS_PER_MS = 1e6;
    private static final Duration SETTLED = Duration.ofSeconds(6);
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
            description = "Boards of each gameserver, for the scenarios that say so; default ${DEFAULT-VALUE}.")
    private List<Integer> boards = List.of();

    @Option(
            names = "--rows",
            defaultValue = "C1,C3,C4,C6,C8",
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
        out.println(Figure.header());
        try (Children children = Children.create();
                RedisProcess redis = RedisProcess.start(redisServer)) {
            Runtime.getRuntime().addShutdownHook(new Thread(children::close));
            ClusterProcesses processes = ClusterProcesses.of(children, jar, redis.uri(), "rows");
            if (rows.contains("C1")) {
                calls(processes.apart("calls"));
            }
            for (int each : boards) {
                scenario("C3", "kill -9 -> next frame", each, processes, 300, 1_000, Member::kill);
                scenario("C4", "STOP -> next frame", each, processes, Double.NaN, 3_000, member -> {
                    member.signal("STOP");
                });
                scenario("C6", "drain: pause in frames", each, processes, Double.NaN, 50, Member::terminate);
            }
            if (rows.contains("C8")) {
                ofFour(processes.apart("four"));
                leader(processes.apart("leader"));
            }
        }
        return 0;
    }

    /** What is done to a gameserver. */
    private interface Blow {
        void strike(Member member) throws IOException, InterruptedException;
    }

    private void calls(ClusterProcesses processes) throws InterruptedException {
        Histogram created = new Histogram(3);
        Histogram joined = new Histogram(3);
        Histogram seen = new Histogram(3);
        try (WatchedCluster cluster = new WatchedCluster(processes, 2)) {
            cluster.fill(CALLS);
            for (int i = 0; i < CALLS; i++) {
                long startNs = System.nanoTime();
                BoardId board = cluster.createBoard().id();
                long createdNs = System.nanoTime();
                Seat seat = cluster.join(board);
                long joinedNs = System.nanoTime();
                long seenNs = cluster.play(seat).awaitFirstFrame(joinedNs + WatchedCluster.PATIENCE.toNanos());
                created.recordValue(createdNs - startNs);
                joined.recordValue(joinedNs - createdNs);
                seen.recordValue(seenNs - startNs);
            }
        }
        add("C1", "CreateBoard -> answered while ticking, p99", 20, created.getValueAtPercentile(99));
        add("C1", "the same, p50", Double.NaN, created.getValueAtPercentile(50));
        add("C1", "create, join, play -> first frame, p99", 60, seen.getValueAtPercentile(99));
        add("C2", "JoinBoard, p99", 20, joined.getValueAtPercentile(99));
        add("C2", "the same, p50", Double.NaN, joined.getValueAtPercentile(50));
    }

    private void scenario(
            String row,
            String what,
            int boardsEach,
            ClusterProcesses processes,
            double targetP50Ms,
            double targetP99Ms,
            Blow blow)
            throws IOException, InterruptedException {
        if (!rows.contains(row)) {
            return;
        }
        Histogram waits = new Histogram(3);
        long ticksBack = 0;
        int interruptions = 0;
        try (WatchedCluster cluster = new WatchedCluster(processes.apart(row + boardsEach), 2)) {
            for (int i = 0; i < repeats; i++) {
                // Boards whose holders died twice in a minute are suspects (FAIL-4), so each time there are others.
                cluster.watchNobody();
                cluster.fill(2 * boardsEach);
                Thread.sleep(SETTLED.toMillis());
                Member victim = cluster.takeBusiest();
                List<Watcher> watchers = cluster.watchersAt(victim);
                watchers.forEach(Watcher::mark);
                long startNs = System.nanoTime();
                blow.strike(victim);
                for (Watcher watcher : watchers) {
                    long movedNs = watcher.awaitMove(startNs + WatchedCluster.PATIENCE.toNanos());
                    waits.recordValue(row.equals("C6") ? watcher.gapNsMax() : movedNs - startNs);
                    ticksBack = Math.max(ticksBack, watcher.ticksBack());
                    interruptions += watcher.interruptions();
                }
                if (row.equals("C6")) {
                    victim.awaitEnd();
                } else {
                    victim.kill();
                }
                cluster.startGameserver();
            }
        }
        String of = String.format(Locale.ROOT, "%s, %d boards each", what, boardsEach);
        add(row, of + ", min", Double.NaN, waits.getMinValue());
        add(row, of + ", p50", targetP50Ms, waits.getValueAtPercentile(50));
        add(row, of + ", p99", targetP99Ms, waits.getValueAtPercentile(99));
        add(row, of + ", max", Double.NaN, waits.getMaxValue());
        out.println(Figure.atMost(row, "the same, streams interrupted", "", 0, interruptions)
                .line());
        String limit = row.equals("C6") ? "the same, ticks shown and taken back" : "C5, ticks shown and taken back";
        out.println((row.equals("C6")
                        ? Figure.atMost(row, limit, "", 0, (double) ticksBack)
                        : Figure.beside(row, limit, "", (double) ticksBack))
                .line());
    }

    private void ofFour(ClusterProcesses processes) throws IOException, InterruptedException {
        Histogram waits = new Histogram(3);
        try (WatchedCluster cluster = new WatchedCluster(processes, 4)) {
            for (int i = 0; i < repeats; i++) {
                cluster.watchNobody();
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
                cluster.startGameserver();
            }
        }
        add("C8", "one of 4 with 1,000 boards killed -> all served, p50", Double.NaN, waits.getValueAtPercentile(50));
        add("C8", "the same, max", 2_500, waits.getMaxValue());
    }

    private void leader(ClusterProcesses processes) throws InterruptedException {
        Histogram waits = new Histogram(3);
        try (WatchedCluster cluster = new WatchedCluster(processes, 1)) {
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
        add("C8", "leader killed -> new leader, p50", Double.NaN, waits.getValueAtPercentile(50));
        add("C8", "the same, max", 2_500, waits.getMaxValue());
    }

    private void add(String row, String what, double targetMs, long figureNs) {
        double figureMs = figureNs / NS_PER_MS;
        Figure figure = Double.isNaN(targetMs)
                ? Figure.beside(row, what, "ms", figureMs)
                : Figure.atMost(row, what, "ms", targetMs, figureMs);
        out.println(figure.line());
    }
}
