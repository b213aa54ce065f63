package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.host.NanoClock;
import io.orbstrike.server.config.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts a server under a load and watches what both use.
 *
 * <p>Confined to the main thread.
 */
final class LoadRun {

    private static final long SAMPLE_MS = 250;
    private static final Path SOCKETS = Path.of("/proc/net/sockstat");

    /** All TCP sockets, whereas "inuse" leaves out those of IPv6. */
    private static final Pattern ALLOCATED = Pattern.compile("TCP: .* alloc (\\d+) .*");

    /** A client starts, lets players join, and leaves in order, beside its warm-up and window. */
    private static final Duration AROUND_MAX = Duration.ofSeconds(90);

    private final Cores cores;
    private final Children children;
    private final NanoClock clock;

    LoadRun(Cores cores, Children children, NanoClock clock) {
        this.cores = cores;
        this.children = children;
        this.clock = clock;
    }

    /**
     * Runs the load to its end; blocks.
     *
     * @throws StartException if there is no report at the end
     */
    Run run(ServerProcess server, Load load) throws InterruptedException {
        String name = server.contender().name();
        Path report = children.directory().resolve("report.json");
        Child client = children.start(
                name + "-load", cores.forLoad(server.contender().loadCommand(server.port(), load, report)), Map.of());
        try {
            CpuSeries series = watch(server, client, load);
            if (!Files.exists(report)) {
                throw new StartException(name + "'s load client ended with code "
                        + client.process().exitValue() + " and without a report" + client.saying());
            }
            return new Run(name, load, LoadReport.read(report), series.inWindow(load.measured()));
        } finally {
            children.stop(client);
            report.toFile().delete();
        }
    }

    private CpuSeries watch(ServerProcess server, Child client, Load load) throws InterruptedException {
        CpuSeries series = new CpuSeries();
        Duration timeMax = AROUND_MAX.plus(load.warmup()).plus(load.measured());
        long endNs = clock.nanoTime() + timeMax.toNanos();
        while (!client.process().waitFor(SAMPLE_MS, TimeUnit.MILLISECONDS)) {
            if (!server.isAlive()) {
                throw new StartException(
                        server.contender().name() + "'s server ended under the load" + server.saying());
            }
            if (clock.nanoTime() - endNs > 0) {
                throw new StartException(client.name() + " did not end within " + timeMax.toSeconds() + " s");
            }
            ProcessFigures used = ProcessFigures.of(client.process().toHandle());
            series.add(new CpuSeries.Sample(clock.nanoTime(), server.figures(), used, sockets()));
        }
        return series;
    }

    /** One short file, since a list of a process's descriptors costs as much as what is measured. */
    private static int sockets() {
        try (Stream<String> lines = Files.lines(SOCKETS)) {
            return lines.map(ALLOCATED::matcher)
                    .filter(Matcher::matches)
                    .mapToInt(found -> Integer.parseInt(found.group(1)))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
