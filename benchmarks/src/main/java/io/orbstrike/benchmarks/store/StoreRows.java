package io.orbstrike.benchmarks.store;

import com.sun.management.OperatingSystemMXBean;
import io.orbstrike.benchmarks.Figure;
import io.orbstrike.host.HostMetrics;
import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.redis.RedisClusterStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.sync.BoardSync;
import io.orbstrike.sync.SyncMetrics;
import io.orbstrike.sync.SyncOptions;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/**
 * What does the store on Redis cost? Fenced saves in batches beside plain SETs, one fenced write beside a GET, and ten
 * thousand boards that are saved every second.
 *
 * <p>A redis-server without persistence is started on the first core; start this on another one with {@code taskset -c 1}.
 */
@Command(
        name = "store",
        description = "What saving boards on Redis costs, beside targets.",
        mixinStandardHelpOptions = true)
public final class StoreRows implements Callable<Integer> {

    private static final String COMMAND =
            "taskset -c 1 java -Xmx8g -cp benchmarks/target/benchmarks.jar io.orbstrike.benchmarks.store.StoreRows";
    private static final int BOARDS = 1_000;
    private static final int SET_BATCH = 64;
    private static final int BATCHES_AT_ONCE = 2;
    private static final int SINGLE_WRITES = 20_000;
    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_SECOND = 1e9;

    @Option(names = "--redis-server", defaultValue = "redis-server", description = "The binary of the server.")
    private String redisServer = "";

    @Option(
            names = "--seconds",
            defaultValue = "8",
            description = "How long each row is measured, after as long a warm-up; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--boards",
            defaultValue = "10000",
            description = "How many boards of 100 are saved every second for row S3; default ${DEFAULT-VALUE}.")
    private int boards;

    private final PrintStream out = System.out;
    private final List<Figure> figures = new ArrayList<>();

    private StoreRows() {}

    /**
     * Measures, and prints a table.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new StoreRows()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        out.println(COMMAND + " --seconds " + seconds + " --boards " + boards);
        out.println(Figure.header());
        try (RedisProcess redis = RedisProcess.start(redisServer);
                ClusterStore store = RedisClusterStore.builder(redis.uri()).build()) {
            SaveLoad load = new SaveLoad(store, BOARDS);
            for (int batch : new int[] {64, 256}) {
                saves(redis, load, batch);
            }
            plainSets(redis, load.bytes());
            singleWrites(redis, load);
            dirtyBoards(redis, store);
        }
        add(Figure.atMost(
                "S4", "snapshot of a board of 100 players who play, bytes", "B", 2_500, SnapshotSize.measure(100)));
        return 0;
    }

    private void add(Figure figure) {
        figures.add(figure);
        out.println(figure.line());
    }

    private void saves(RedisProcess redis, SaveLoad load, int batch) {
        Duration time = Duration.ofSeconds(seconds);
        load.run(time, batch, BATCHES_AT_ONCE);
        long redisNs = redis.cpu().toNanos();
        long ownNs = ownCpuNs();
        long saved = load.run(time, batch, BATCHES_AT_ONCE);
        double redisSeconds = (redis.cpu().toNanos() - redisNs) / NS_PER_SECOND;
        String what = "of 4 kB in batches of " + batch;
        add(Figure.atLeast("S1", "fenced saves a second and Redis core, " + what, "", 45_000, saved / redisSeconds));
        add(Figure.atMost("S1", "client CPU for a save, " + what, "us", 11, (ownCpuNs() - ownNs) / NS_PER_US / saved));
    }

    private void plainSets(RedisProcess redis, byte[] value) {
        try (Jedis jedis = redis.connect()) {
            long endNs = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            long redisNs = redis.cpu().toNanos();
            long sets = 0;
            while (System.nanoTime() - endNs < 0) {
                Pipeline pipeline = jedis.pipelined();
                for (int i = 0; i < SET_BATCH; i++) {
                    pipeline.set(("plain" + (sets + i) % BOARDS).getBytes(StandardCharsets.UTF_8), value);
                }
                pipeline.sync();
                sets += SET_BATCH;
            }
            double redisSeconds = (redis.cpu().toNanos() - redisNs) / NS_PER_SECOND;
            add(Figure.beside(
                    "S1", "plain SETs a second and Redis core, of 4 kB in batches of 64", "", sets / redisSeconds));
        }
    }

    /** Turn by turn, so that both meet the same machine; a GET is handed to a thread as a save is. */
    private void singleWrites(RedisProcess redis, SaveLoad load) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Jedis jedis = redis.connect()) {
            Histogram gets = new Histogram(3);
            Histogram writes = new Histogram(3);
            for (int i = 0; i < 2 * SINGLE_WRITES; i++) {
                boolean isMeasured = i >= SINGLE_WRITES;
                long startNs = System.nanoTime();
                Future<byte[]> got = thread.submit(() -> jedis.get("plain0".getBytes(StandardCharsets.UTF_8)));
                got.get();
                long betweenNs = System.nanoTime();
                load.saveOne();
                long endNs = System.nanoTime();
                if (isMeasured) {
                    gets.recordValue(betweenNs - startNs);
                    writes.recordValue(endNs - betweenNs);
                }
            }
            double getUs = gets.getValueAtPercentile(50) / NS_PER_US;
            double writeUs = writes.getValueAtPercentile(50) / NS_PER_US;
            add(Figure.beside("S2", "one GET of 4 kB alone, p50", "us", getUs));
            add(Figure.beside("S2", "one fenced write of 4 kB alone, p50", "us", writeUs));
            add(Figure.atMost("S2", "the same by the GET's", "x", 1.5, writeUs / getUs));
        } finally {
            thread.shutdown();
        }
    }

    private void dirtyBoards(RedisProcess redis, ClusterStore store) throws InterruptedException {
        Duration time = Duration.ofSeconds(seconds);
        ScheduledExecutorService agent = Executors.newSingleThreadScheduledExecutor();
        try (DirtyBoards dirty = DirtyBoards.start(store, boards, 100, Duration.ofMillis(500));
                BoardSync sync = BoardSync.builder()
                        .store(store.snapshots())
                        .executor(agent)
                        .clock(SystemNanoClock.INSTANCE)
                        .random(new SplittableRandom(1))
                        .options(SyncOptions.defaults())
                        .build()) {
            double withoutNs = ownCpuNsWhile(time);
            dirty.saveBy(sync);
            Thread.sleep(time.toMillis());
            long redisNs = redis.cpu().toNanos();
            long savedBefore = sync.metrics().saves(SyncMetrics.Result.SAVED);
            long batchesBefore = sync.metrics().batches();
            double withNs = ownCpuNsWhile(time);
            double redisPercent = 100.0 * (redis.cpu().toNanos() - redisNs) / time.toNanos();
            double savesPerSecond = (sync.metrics().saves(SyncMetrics.Result.SAVED) - savedBefore) / (double) seconds;
            double batchesPerSecond = (sync.metrics().batches() - batchesBefore) / (double) seconds;
            HostMetrics.Durations captures = dirty.host().metrics().snapshotCaptures();
            String what = boards + " boards of 100 saved each second";
            add(Figure.beside("S3", "saves a second, " + what, "", savesPerSecond));
            add(Figure.beside("S3", "round trips a second for that", "", batchesPerSecond));
            add(Figure.atMost("S3", "of a client core, " + what, "%", 25, 100 * (withNs - withoutNs) / time.toNanos()));
            add(Figure.atMost("S3", "of a Redis core, " + what, "%", 25, redisPercent));
            add(Figure.atMost("S3", "capture on the tick thread, p50", "us", 5, captures.p50Ns() / NS_PER_US));
            add(Figure.beside("S3", "capture on the tick thread, p99", "us", captures.p99Ns() / NS_PER_US));
            add(Figure.beside("S3", "saves that failed", "", (double) dirty.failures()));
        } finally {
            agent.shutdownNow();
        }
    }

    private static double ownCpuNsWhile(Duration time) throws InterruptedException {
        long before = ownCpuNs();
        Thread.sleep(time.toMillis());
        return ownCpuNs() - before;
    }

    private static long ownCpuNs() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
