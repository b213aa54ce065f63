package io.orbstrike.grpc;

import static io.orbstrike.grpc.v1.FrameKind.FRAME_KIND_DELTA;
import static io.orbstrike.grpc.v1.FrameKind.FRAME_KIND_KEYFRAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.orbstrike.grpc.client.ClientOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.Violation;
import io.orbstrike.grpc.v1.ClientFrame;
import io.orbstrike.grpc.v1.ServerFrame;
import io.orbstrike.grpc.v1.StayEnd;
import io.orbstrike.grpc.v1.StayEndReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What the client makes of servers that break the protocol, and how it speaks to those that keep it. */
class ClientChecksIT {

    private static final ClientOptions QUICK = ClientOptions.builder()
            .reconnectDelayMin(Duration.ofMillis(5))
            .reconnectDelayMax(Duration.ofMillis(20))
            .build();

    private final RecordingListener heard = new RecordingListener();

    @Test
    void shouldReportAndSkipAFrameThatGoesBack() {
        run(
                (stream, out) -> {
                    out.onNext(ScriptedPlay.frame(FRAME_KIND_KEYFRAME, 5, 10));
                    out.onNext(ScriptedPlay.frame(FRAME_KIND_DELTA, 5, 10));
                    out.onNext(ScriptedPlay.frame(FRAME_KIND_KEYFRAME, 4, 99));
                    out.onNext(ScriptedPlay.frame(FRAME_KIND_DELTA, 5, 11));
                },
                server -> {
                    await().until(() -> heard.tick() == 11);
                    assertThat(heard.violations())
                            .containsExactly(
                                    "REGRESSION: a frame that is not above epoch 5, tick 10",
                                    "REGRESSION: a frame that is not above epoch 5, tick 10");
                    assertThat(heard.frames()).isEqualTo(2);
                    assertThat(server.opened()).hasSize(1);
                });
    }

    @Test
    void shouldOpenANewStreamWithWhatItHasSeenAfterAGap() {
        run(
                (stream, out) -> {
                    out.onNext(ScriptedPlay.frame(FRAME_KIND_KEYFRAME, 5, 10 + 10L * stream));
                    if (stream == 0) {
                        out.onNext(ScriptedPlay.frame(FRAME_KIND_DELTA, 5, 12));
                    }
                },
                server -> {
                    await().until(() -> heard.tick() == 20);
                    assertThat(heard.violations()).containsExactly("GAP: after epoch 5, tick 10");
                    assertThat(server.opened()).hasSize(2);
                    Metadata second = server.opened().get(1);
                    assertThat(second.get(PlayMetadata.STREAM)).isEqualTo("2");
                    assertThat(second.get(PlayMetadata.SEEN)).isEqualTo("5/10");
                    assertThat(second.get(PlayMetadata.AUTHORIZATION)).isEqualTo("Bearer t.t.t");
                    assertThat(server.opened().get(0).get(PlayMetadata.SEEN)).isNull();
                });
    }

    @Test
    void shouldOpenANewStreamWhenOneBeginsWithADelta() {
        run(
                (stream, out) ->
                        out.onNext(ScriptedPlay.frame(stream == 0 ? FRAME_KIND_DELTA : FRAME_KIND_KEYFRAME, 5, 10)),
                server -> {
                    await().until(() -> heard.frames() == 1);
                    assertThat(heard.violations()).containsExactly("NO_KEYFRAME: after no frame");
                });
    }

    @Test
    void shouldOpenANewStreamWhenTheViewCannotReadAFrame() {
        run(
                (stream, out) -> out.onNext(
                        stream == 0
                                ? ScriptedPlay.frame(FRAME_KIND_KEYFRAME, 5, 10).toBuilder()
                                        .setSections(
                                                0,
                                                io.orbstrike.grpc.v1.Section.newBuilder()
                                                        .setKeyframe(com.google.protobuf.ByteString.copyFrom(
                                                                new byte[] {9, 1})))
                                        .build()
                                : ScriptedPlay.frame(FRAME_KIND_KEYFRAME, 5, 11)),
                server -> {
                    await().until(() -> heard.frames() == 1);
                    assertThat(heard.violations()).hasSize(1);
                    assertThat(heard.violations().get(0)).startsWith(Violation.MALFORMED + ":");
                });
    }

    @Test
    void shouldReportAStreamThatCompletesWithoutALastFrame() {
        run(
                (stream, out) -> {
                    out.onNext(ScriptedPlay.frame(FRAME_KIND_KEYFRAME, 5, 10 + stream));
                    if (stream == 0) {
                        out.onCompleted();
                    }
                },
                server -> {
                    await().until(() -> heard.frames() == 2);
                    assertThat(heard.violations()).containsExactly("NO_LAST: after epoch 5, tick 10");
                });
    }

    @Test
    void shouldEndWithTheLastFramesReasonAlsoWhenTheStreamBreaksAfterIt() {
        run(
                (stream, out) -> {
                    out.onNext(ScriptedPlay.frame(FRAME_KIND_KEYFRAME, 5, 10));
                    out.onNext(ServerFrame.newBuilder()
                            .setEpoch(5)
                            .setTick(11)
                            .setKind(io.orbstrike.grpc.v1.FrameKind.FRAME_KIND_LAST)
                            .setEnd(StayEnd.newBuilder().setReason(StayEndReason.STAY_END_REASON_ABSENT))
                            .build());
                    out.onError(Status.UNAVAILABLE.asRuntimeException());
                },
                server -> {
                    await().until(() -> heard.end() != null);
                    assertThat(heard.end())
                            .isInstanceOfSatisfying(
                                    PlayEnd.StayEnded.class,
                                    end -> assertThat(end.reason()).isEqualTo(io.orbstrike.host.StayEndReason.ABSENT));
                });
    }

    @Test
    void shouldTryAgainWhatMayPassAndEndAtWhatMayNot() {
        run(
                (stream, out) -> {
                    Status status = switch (stream) {
                        case 0 -> Status.UNAVAILABLE;
                        case 1 -> Status.UNKNOWN;
                        case 2 -> Status.INTERNAL.withDescription("RST_STREAM");
                        case 3 -> Status.DEADLINE_EXCEEDED;
                        default -> Status.PERMISSION_DENIED;
                    };
                    out.onError(status.asRuntimeException());
                },
                server -> {
                    await().until(() -> heard.end() != null);
                    assertThat(server.opened()).hasSize(5);
                    assertThat(heard.interruptions()).hasSize(4);
                    assertThat(heard.end())
                            .isInstanceOfSatisfying(
                                    PlayEnd.Failed.class,
                                    end -> assertThat(end.failure().code()).isEqualTo(Status.Code.PERMISSION_DENIED));
                });
    }

    @Test
    void shouldAcknowledgeAtLeastFourTimesASecondAndTheNewestFrameAfterAPause() {
        AtomicLong tick = new AtomicLong(10);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            run(
                    (stream, out) -> {
                        out.onNext(ScriptedPlay.frame(FRAME_KIND_KEYFRAME, 5, tick.get()));
                        Future<?> unused =
                                timer.scheduleAtFixedRate(() -> sendNext(out, tick), 20, 20, TimeUnit.MILLISECONDS);
                    },
                    server -> {
                        await().until(() -> tick.get() == 110);
                        await().atMost(Duration.ofSeconds(1)).until(() -> newestSeen(server.received()) == 110);
                        List<Long> seen = server.received().stream()
                                .map(ClientFrame::getSeenTick)
                                .filter(value -> value > 0)
                                .toList();
                        assertThat(seen).isSorted();
                        // 100 frames in 2 s and an acknowledgement every 200 ms; a loaded machine may join a few.
                        assertThat(seen).hasSizeBetween(7, 16);
                    });
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void shouldSendManyInputsInFewMessagesWithTheNewestStateInEach() {
        run((stream, out) -> out.onNext(ScriptedPlay.frame(FRAME_KIND_KEYFRAME, 5, 10)), (server, play) -> {
            await().until(() -> heard.frames() == 1);
            int before = server.received().size();
            for (int i = 0; i < 1_000; i++) {
                play.offer("s" + i);
                if (i % 100 == 0) {
                    play.offer("!" + i);
                }
            }
            await().until(() -> !server.received().isEmpty()
                    && last(server.received())
                            .getState()
                            .getInput()
                            .toStringUtf8()
                            .equals("s999"));
            List<ClientFrame> all = List.copyOf(server.received());
            List<ClientFrame> messages = all.subList(before, all.size());
            assertThat(messages).hasSizeLessThan(100);
            // No frame acknowledges any, so a message says again what those before it said; none may be left out.
            assertThat(messages.stream()
                            .flatMap(message -> message.getEventsList().stream())
                            .map(event -> event.getInput().toStringUtf8())
                            .distinct())
                    .containsExactly("!0", "!100", "!200", "!300", "!400", "!500", "!600", "!700", "!800", "!900");
        });
    }

    private static void sendNext(StreamObserver<ServerFrame> out, AtomicLong tick) {
        if (tick.get() < 110) {
            out.onNext(ScriptedPlay.frame(FRAME_KIND_DELTA, 5, tick.incrementAndGet()));
        }
    }

    private static long newestSeen(List<ClientFrame> frames) {
        return frames.stream().mapToLong(ClientFrame::getSeenTick).max().orElse(0);
    }

    private static ClientFrame last(List<ClientFrame> frames) {
        return frames.get(frames.size() - 1);
    }

    private interface Check {
        void run(ScriptedPlay server);
    }

    private void run(BiConsumer<Integer, StreamObserver<ServerFrame>> script, Check check) {
        run(script, (server, play) -> check.run(server));
    }

    private void run(
            BiConsumer<Integer, StreamObserver<ServerFrame>> script, BiConsumer<ScriptedPlay, Play<String>> check) {
        try (ScriptedPlay server = ScriptedPlay.start(script);
                OrbstrikeClient client = OrbstrikeClient.builder()
                        .target(server.target())
                        .options(QUICK)
                        .build()) {
            Play<String> play = client.play(GrpcRig.TYPE, ScriptedPlay.SEAT, new TallyView(), heard);
            check.accept(server, play);
        }
    }
}
