package io.orbstrike.benchmarks.cluster;

import io.orbstrike.benchmarks.Figure;
import io.orbstrike.benchmarks.cluster.ClusterProcesses.Member;
import io.orbstrike.benchmarks.endtoend.Child;
import io.orbstrike.benchmarks.endtoend.Children;
import io.orbstrike.benchmarks.store.RedisProcess;
import io.orbstrike.board.PlayerId;
import io.orbstrike.grpc.ticket.Ticket;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.redis.RedisClusterStore;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What does it cost to go through an orchestrator, beside nginx's grpc_pass in the same run? Streams with messages of 300
 * bytes go to an echo and back: directly, through nginx, through an orchestrator, in turn. The proxies share a core, each
 * while the other rests; the echo and the client have another.
 */
@Command(
        name = "proxy",
        description = "Added round trip and CPU of a proxied message, beside nginx (row P2).",
        mixinStandardHelpOptions = true)
public final class ProxyRows implements Callable<Integer> {

    private static final int MESSAGE_BYTES = 300;
    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_S = 1e9;
    private static final String DIRECT = "direct";
    private static final String NGINX = "nginx";
    private static final String OURS = "orchestrator";
    private static final int POLLS_MAX = 200;
    private static final long POLL_MS = 25;

    @Option(names = "--redis-server", defaultValue = "redis-server", description = "The binary of the server.")
    private String redisServer = "";

    @Option(names = "--nginx", defaultValue = "nginx", description = "The binary of the peer.")
    private String nginx = "";

    @Option(
            names = "--server-jar",
            defaultValue = "orbstrike-server-ref/target/orbstrike.jar",
            description = "The jar that is run; default ${DEFAULT-VALUE}.")
    private Path jar = Path.of("");

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "How often each is measured; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "5", description = "Of each measurement; default ${DEFAULT-VALUE}.")
    private int seconds;

    private final PrintStream out = System.out;

    private ProxyRows() {}

    /**
     * Measures, and prints a table.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ProxyRows()).execute(args));
    }

    /** What was measured of a way. */
    private record Sample(double p50Us, double cpuUsPerMessage, double perSecond) {}

    /** How much goes over a way; the loaded one comes first, since few messages do not warm the code up. */
    private enum Pace {
        LOADED("30,000 round trips a second wanted", 200, 150),
        LIGHT("1,000 round trips a second", 10, 100);

        private final String what;
        private final int streams;
        private final int perSecond;

        Pace(String what, int streams, int perSecond) {
            this.what = what;
            this.streams = streams;
            this.perSecond = perSecond;
        }
    }

    /** Where a way begins, and the proxy on it. */
    private record Way(String address, Optional<ProcessHandle> proxy) {}

    @Override
    public Integer call() throws Exception {
        pin(ProcessHandle.current().pid(), 1);
        try (Children children = Children.create();
                RedisProcess redis = RedisProcess.start(redisServer)) {
            Runtime.getRuntime().addShutdownHook(new Thread(children::close));
            ClusterProcesses processes = ClusterProcesses.of(children, jar, redis.uri(), "proxy");
            try (RedisClusterStore store = processes.store();
                    EchoGameserver echo = EchoGameserver.start(store)) {
                Member orchestrator = processes.orchestrator();
                int port = freePort();
                Child peer = startNginx(children, port, echo.address());
                Map<String, Way> ways = new LinkedHashMap<>();
                ways.put(DIRECT, new Way(echo.address(), Optional.empty()));
                ways.put(
                        NGINX,
                        new Way("127.0.0.1:" + port, Optional.of(peer.process().toHandle())));
                ways.put(
                        OURS,
                        new Way(
                                orchestrator.grpc(),
                                Optional.of(orchestrator.child().process().toHandle())));
                for (Way way : ways.values()) {
                    way.proxy().ifPresent(proxy -> pin(proxy.pid(), 0));
                }
                Tickets tickets = Tickets.of(List.of(ClusterProcesses.secret()), Clock.systemUTC());
                out.println(Figure.header());
                for (Pace pace : Pace.values()) {
                    measure(
                            pace,
                            ways,
                            player -> tickets.sign(Ticket.of(echo.board().spec().id(), player)));
                }
            }
        }
        return 0;
    }

    private void measure(Pace pace, Map<String, Way> ways, Function<PlayerId, String> ticket)
            throws InterruptedException {
        byte[] message = new byte[MESSAGE_BYTES];
        new SplittableRandom(1).nextBytes(message);
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Way> way : ways.entrySet()) {
                Sample sample = sample(pace, way.getValue(), message, ticket);
                if (round > 0) { // the first one warms up
                    samples.computeIfAbsent(way.getKey(), key -> new ArrayList<>())
                            .add(sample);
                }
            }
        }
        double directUs = median(samples, DIRECT, Sample::p50Us);
        double peerAddedUs = median(samples, NGINX, Sample::p50Us) - directUs;
        double addedUs = median(samples, OURS, Sample::p50Us) - directUs;
        double peerCpuUs = median(samples, NGINX, Sample::cpuUsPerMessage);
        double cpuUs = median(samples, OURS, Sample::cpuUsPerMessage);
        for (String way : ways.keySet()) {
            print(Figure.beside(
                    "P2", pace.what + ", " + way + ": a second", "", median(samples, way, Sample::perSecond)));
        }
        print(Figure.beside("P2", "the same, direct: round trip, p50", "us", directUs));
        print(Figure.beside("P2", "the same, nginx: added round trip, p50", "us", peerAddedUs));
        print(Figure.beside("P2", "the same, orchestrator: added round trip, p50", "us", addedUs));
        print(Figure.atMost("P2", "the same, added round trip, by nginx's", "x", 1.0, addedUs / peerAddedUs));
        print(Figure.beside("P2", "the same, nginx: CPU a message", "us", peerCpuUs));
        print(Figure.beside("P2", "the same, orchestrator: CPU a message", "us", cpuUs));
        print(Figure.atMost("P2", "the same, CPU a message, by nginx's", "x", 1.3, cpuUs / peerCpuUs));
    }

    private void print(Figure figure) {
        out.println(figure.line());
    }

    private Sample sample(Pace pace, Way way, byte[] message, Function<PlayerId, String> ticket)
            throws InterruptedException {
        try (PingPong streams = new PingPong(way.address(), pace.streams, pace.perSecond, message, ticket)) {
            Thread.sleep(Duration.ofSeconds(1).toMillis());
            streams.takeRoundTrips();
            Duration before = cpu(way);
            long startNs = System.nanoTime();
            Thread.sleep(Duration.ofSeconds(seconds).toMillis());
            Histogram roundTrips = streams.takeRoundTrips();
            long elapsedNs = System.nanoTime() - startNs;
            double messages = 2.0 * roundTrips.getTotalCount();
            return new Sample(
                    roundTrips.getValueAtPercentile(50) / NS_PER_US,
                    cpu(way).minus(before).toNanos() / NS_PER_US / messages,
                    roundTrips.getTotalCount() * NS_PER_S / elapsedNs);
        }
    }

    private static Duration cpu(Way way) {
        return way.proxy().flatMap(proxy -> proxy.info().totalCpuDuration()).orElse(Duration.ZERO);
    }

    private static double median(Map<String, List<Sample>> samples, String way, ToDoubleFunction<Sample> figure) {
        double[] sorted = samples.getOrDefault(way, List.of()).stream()
                .mapToDouble(figure)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    /** One process that only proxies, as its documentation says for gRPC. */
    private Child startNginx(Children children, int port, String upstream) throws IOException, InterruptedException {
        Path directory = children.directory();
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log stderr;
                events { worker_connections 1024; }
                http {
                  access_log off;
                  upstream echo { server %s; keepalive 64; }
                  server {
                    listen 127.0.0.1:%d http2;
                    http2_max_concurrent_streams 512;
                    client_max_body_size 0;
                    location / {
                      grpc_pass grpc://echo;
                      grpc_read_timeout 1h;
                      grpc_send_timeout 1h;
                    }
                  }
                }
                """.formatted(upstream, port));
        Child child = children.start(
                NGINX, List.of(nginx, "-p", directory.toString(), "-c", configuration.toString()), Map.of());
        for (int i = 0; i < POLLS_MAX; i++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return child;
            } catch (IOException e) {
                if (child.process().waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                    throw new IOException("nginx ended" + child.saying(), e);
                }
            }
        }
        throw new IOException("nginx does not answer" + child.saying());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void pin(long pid, int core) {
        try {
            new ProcessBuilder("taskset", "-a", "-c", "-p", Integer.toString(core), Long.toString(pid))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("taskset is needed to give each side a core", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
