package io.orbstrike.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.orbstrike.host.HostMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How late do ticks start, beside a loop that does nothing but wait?
 *
 * <p>1,000 boards of 10 at 15 ms on one tick thread, staggered as the host does it, every player with a stream in memory.
 * An empty loop that parks from slot to slot of the same schedule runs before and after, a sixth of the time each; its
 * figures of both runs together are the floor. It pins nothing itself: start it with {@code taskset -c 0}.
 */
@Command(
        name = "pacing",
        description = "How late ticks start against the ideal schedule, beside an empty loop.",
        mixinStandardHelpOptions = true)
public final class Pacing implements Callable<Integer> {

    private static final String COMMAND =
            "taskset -c 0 java -cp benchmarks/target/benchmarks.jar io.orbstrike.benchmarks.Pacing";
    private static final int TICK_INTERVAL_MS = 15;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final int FLOOR_SHARE = 6;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "How long the boards are measured, after a warm-up; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--shape",
            defaultValue = "1000x10",
            description = "Boards by players of each; default ${DEFAULT-VALUE}.")
    private String shape = "";

    @Option(names = "--json", paramLabel = "FILE", description = "Where the figures are written as JSON too.")
    private @Nullable Path json;

    private Pacing() {}

    /**
     * Measures, and prints a table.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Pacing()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Shape boards = Shape.parse(shape);
        System.out.println(COMMAND + " --seconds " + seconds + " --shape " + shape);
        PacingReport report = measure(boards);
        System.out.print(report.format());
        if (json != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), report.toMap());
        }
        return 0;
    }

    private PacingReport measure(Shape shape) throws InterruptedException {
        long slotNs = TimeUnit.MILLISECONDS.toNanos(TICK_INTERVAL_MS) / shape.boards();
        Duration floorTime = Duration.ofSeconds(seconds).dividedBy(FLOOR_SHARE);
        Histogram floorNs = new Histogram(3);
        EmptyLoop.run(floorTime, slotNs, floorNs);

        WatchedBoards boards = WatchedBoards.start(shape);
        Thread.sleep(WARM_UP.toMillis());
        HostMetrics metrics = boards.metrics();
        long droppedBefore = metrics.slotsDropped();
        long ticksBefore = metrics.ticks();
        long startNs = System.nanoTime();
        boards.startRecording();
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
        boards.stopRecording();
        double ticks = metrics.ticks() - ticksBefore;
        double elapsedSeconds = (System.nanoTime() - startNs) / 1e9;
        long dropped = metrics.slotsDropped() - droppedBefore;
        boards.close();

        EmptyLoop.run(floorTime, slotNs, floorNs);
        return new PacingReport(
                PacingReport.Lateness.of(floorNs),
                PacingReport.Lateness.of(boards.latenessNs()),
                ticks / elapsedSeconds / shape.boards(),
                1000.0 / TICK_INTERVAL_MS,
                dropped,
                Runtime.getRuntime().availableProcessors());
    }
}
