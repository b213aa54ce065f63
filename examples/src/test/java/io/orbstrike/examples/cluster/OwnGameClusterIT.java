package io.orbstrike.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.board.BoardId;
import io.orbstrike.examples.OwnGame;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.redis.RedisClusterStore;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two gameservers with a game of one's own, one of which is killed while it is played. */
@Needs(Need.REDIS)
@Timeout(120)
class OwnGameClusterIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration STORE_TIME = Duration.ofSeconds(5);
    private static final String SECRET = "a secret of an example, 32 bytes or more";
    private static final OwnGame TAG = new OwnGame();

    @TempDir
    private Path folder = Path.of("");

    private final List<Process> processes = new ArrayList<>();
    private String redis = "";

    @BeforeEach
    void startRedis() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        redis = "redis://127.0.0.1:" + port;
        String named = System.getenv().getOrDefault("ORBSTRIKE_TEST_REDIS", "");
        start(List.of(
                named.isEmpty() ? "redis-server" : named,
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                folder.toString()));
        try (RedisClusterStore store = RedisClusterStore.builder(redis).build()) {
            await().atMost(PATIENCE).until(() -> get(store.leases().read(STORE_TIME)) instanceof LeaseStore.Leases);
        }
    }

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void shouldPlayOnWhenItsGameserverIsKilled() throws Exception {
        Started one = startMain(OwnGameServer.class);
        Started other = startMain(OwnGameServer.class);
        Started orchestrator = startMain(OwnGameOrchestrator.class);
        try (RedisClusterStore store = RedisClusterStore.builder(redis).build();
                OrbstrikeClient client = OrbstrikeClient.builder()
                        .target("127.0.0.1:" + orchestrator.port())
                        .build()) {
            await().atMost(PATIENCE).until(() -> leases(store).size() == 2);
            BoardId board =
                    get(client.createBoard(TAG, 60, CreateOptions.DEFAULT)).id();
            Seat seat = get(client.joinBoard(TAG, board, 50));
            Listener seen = new Listener();
            try (Play<Integer> play = client.play(TAG, seat, TAG.view(), seen)) {
                play.offer(OwnGame.RIGHT);
                await().atMost(PATIENCE).until(() -> seen.acknowledged() > 0);
                long epoch = seen.epoch();

                String holder = address(store, board);
                (holder.endsWith(":" + one.port()) ? one : other).process().destroyForcibly();
                await().atMost(PATIENCE).until(() -> seen.epoch() > epoch);
                int frames = seen.frames.get();
                await().atMost(PATIENCE).until(() -> seen.frames.get() > frames + 20);
                assertThat(seen.interruptions).isEmpty();
                assertThat(seen.end.get()).isNull();
                assertThat(address(store, board)).isNotEqualTo(holder);
            }
        }
    }

    private static final class Listener implements PlayListener {

        final AtomicInteger frames = new AtomicInteger();
        final AtomicReference<@Nullable FrameInfo> newest = new AtomicReference<>();
        final AtomicReference<@Nullable PlayEnd> end = new AtomicReference<>();
        final List<CallFailedException> interruptions = new CopyOnWriteArrayList<>();

        long epoch() {
            FrameInfo frame = newest.get();
            return frame == null ? 0 : frame.epoch();
        }

        long acknowledged() {
            FrameInfo frame = newest.get();
            return frame == null ? 0 : frame.acknowledgedInput();
        }

        @Override
        public void onFrame(FrameInfo frame) {
            newest.set(frame);
            frames.incrementAndGet();
        }

        @Override
        public void onInterrupted(CallFailedException failure) {
            interruptions.add(failure);
        }

        @Override
        public void onEnd(PlayEnd how) {
            end.set(how);
        }
    }

    /** A main that serves, and where. */
    private record Started(Process process, int port) {}

    private Started startMain(Class<?> main) throws IOException {
        Path out = folder.resolve(main.getSimpleName() + processes.size());
        Process process = start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        redis),
                out);
        await().atMost(PATIENCE).until(() -> !process.isAlive() || ready(out).startsWith("READY "));
        assertThat(ready(out)).as(main + " said").startsWith("READY ");
        return new Started(process, Integer.parseInt(ready(out).substring("READY ".length())));
    }

    private static String ready(Path out) throws IOException {
        return Files.readString(out)
                .lines()
                .filter(line -> line.startsWith("READY "))
                .findFirst()
                .orElse("");
    }

    private Process start(List<String> command) throws IOException {
        return start(command, folder.resolve("process" + processes.size()));
    }

    private Process start(List<String> command, Path out) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("ORBSTRIKE_SECRET", SECRET);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static List<Lease.Recorded> leases(RedisClusterStore store) throws Exception {
        LeaseStore.ReadOutcome outcome = get(store.leases().read(STORE_TIME));
        return outcome instanceof LeaseStore.Leases leases ? leases.leases() : List.of();
    }

    private static String address(RedisClusterStore store, BoardId board) throws Exception {
        AttachmentStore.Tokens tokens =
                (AttachmentStore.Tokens) get(store.attachments().tokens(List.of(board), STORE_TIME));
        return leases(store).stream()
                .map(Lease.Recorded::lease)
                .filter(lease -> tokens.tokens().values().stream()
                        .anyMatch(token -> token.holder().equals(lease.gameserver())))
                .map(Lease::address)
                .findFirst()
                .orElse("");
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
