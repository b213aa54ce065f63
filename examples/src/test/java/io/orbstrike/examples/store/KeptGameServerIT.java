package io.orbstrike.examples.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.board.BoardId;
import io.orbstrike.examples.OwnGame;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Seat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose boards are in files is killed while it is played on, and started again. */
@Timeout(120)
class KeptGameServerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String READY = "READY ";
    private static final OwnGame TAG = new OwnGame();
    private static final int SECONDS = 60;
    private static final int CELL = 50;

    /** A state is saved each second, and a tick lasts 50 ms. */
    private static final int TICKS_LOST_MAX = 40;

    @TempDir
    private Path folder = Path.of("");

    private @Nullable Process server;

    @AfterEach
    void end() {
        if (server != null) {
            server.destroyForcibly();
        }
    }

    @Test
    void shouldGoOnWithTheBoardWhenItIsStartedAgain() throws Exception {
        int port = start("first", 0);
        try (OrbstrikeClient client =
                OrbstrikeClient.builder().target("127.0.0.1:" + port).build()) {
            BoardId board =
                    get(client.createBoard(TAG, SECONDS, CreateOptions.DEFAULT)).id();
            Seat seat = get(client.joinBoard(TAG, board, CELL));
            Newest newest = new Newest();
            try (Play<Integer> play = client.play(TAG, seat, TAG.view(), newest)) {
                play.offer(OwnGame.RIGHT);
                await().atMost(PATIENCE).until(() -> newest.acknowledged > 0 && newest.tick > 60);
                long epoch = newest.epoch;
                long lastTick = newest.tick;

                requireNonNull(server).destroyForcibly().waitFor();
                assertThat(start("second", port)).isEqualTo(port);
                await().atMost(PATIENCE).until(() -> newest.epoch > epoch);
                assertThat(newest.firstTickOfEpoch).isGreaterThan(lastTick - TICKS_LOST_MAX);
                assertThat(newest.firstAcknowledgedOfEpoch).isPositive();
                await().atMost(PATIENCE).until(() -> newest.tick > lastTick);
                assertThat(newest.end).isNull();
            }
        }
    }

    /** What a client was shown last. */
    private static final class Newest implements PlayListener {

        volatile long acknowledged;
        volatile long firstTickOfEpoch;
        volatile long firstAcknowledgedOfEpoch;
        volatile long epoch;
        volatile long tick;
        volatile @Nullable PlayEnd end;

        @Override
        public void onFrame(FrameInfo frame) {
            if (frame.epoch() > epoch) {
                firstTickOfEpoch = frame.tick();
                firstAcknowledgedOfEpoch = frame.acknowledgedInput();
                tick = frame.tick();
                epoch = frame.epoch();
            }
            tick = frame.tick();
            acknowledged = frame.acknowledgedInput();
        }

        @Override
        public void onEnd(PlayEnd how) {
            end = how;
        }
    }

    private int start(String name, int port) throws IOException {
        Path out = folder.resolve(name + ".out");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeptGameServer.class.getName(),
                        folder.resolve("boards").toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("ORBSTRIKE_SECRET", "a secret of an example, 32 bytes or more");
        Process process = builder.start();
        server = process;
        await().atMost(PATIENCE).until(() -> !process.isAlive() || ready(out).startsWith(READY));
        assertThat(ready(out)).as(Files.readString(out)).startsWith(READY);
        return Integer.parseInt(ready(out).substring(READY.length()));
    }

    private static String ready(Path out) throws IOException {
        return Files.readString(out)
                .lines()
                .filter(line -> line.startsWith(READY))
                .findFirst()
                .orElse("");
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
