package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.PlayerId;
import io.orbstrike.grpc.v1.ServerFrame;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.BoardListener;
import io.orbstrike.host.BoardSettings;
import io.orbstrike.host.Frame;
import io.orbstrike.host.FrameSink;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.Lane;
import io.orbstrike.host.OpenOutcome;
import io.orbstrike.host.ReserveOutcome;
import io.orbstrike.host.StreamEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a host's frames on their way to the network: nothing but a copy. */
class FrameBytesTest {

    private final BoardHost host = BoardHost.builder().threads(1).build();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final OneThread lane = new OneThread(thread);
    private HostedBoard<String, String> board;

    @BeforeEach
    void start() {
        host.start();
        BoardSettings settings = new BoardSettings(3, 4, Duration.ZERO, new BoardListener() {});
        board = GrpcRig.await(host.create(new BoardId(1, 2), GrpcRig.TYPE, new TallyType.Rules(4, 5, 500), settings));
    }

    @AfterEach
    void close() {
        host.close();
        thread.shutdownNow();
    }

    @Test
    void shouldDrainTheSameArraysToEveryViewer() throws IOException {
        Collected one = watch();
        Collected other = watch();
        await().until(() -> one.frames.size() > 20 && other.frames.size() > 20);
        int compared = 0;
        for (Frame frame : one.frames) {
            for (Frame twin : other.frames) {
                if (twin.tick() == frame.tick() && twin.kind() == frame.kind()) {
                    byte[] shared = longest(drain(frame));
                    assertThat(shared).hasSizeGreaterThan(500);
                    assertThat(longest(drain(twin))).isSameAs(shared);
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(10);
    }

    @Test
    void shouldTellGrpcTheLengthAndDrainItOnce() throws IOException {
        Collected collected = watch();
        await().until(() -> !collected.frames.isEmpty());
        Frame frame = collected.frames.get(0);
        InputStream stream = FrameMarshaller.INSTANCE.stream(frame);
        assertThat(stream).isInstanceOf(KnownLength.class).isInstanceOf(Drainable.class);
        assertThat(stream.available()).isEqualTo(frame.sizeBytes());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(((Drainable) stream).drainTo(out)).isEqualTo(frame.sizeBytes());
        assertThat(out.toByteArray()).isEqualTo(frame.toByteArray());
        assertThat(stream.available()).isZero();
        assertThat(((Drainable) stream).drainTo(out)).isZero();
        assertThat(stream.read()).isEqualTo(-1);
    }

    @Test
    void shouldBeReadableWhereATransportDoesNotDrain() throws IOException {
        Collected collected = watch();
        await().until(() -> !collected.frames.isEmpty());
        Frame frame = collected.frames.get(0);
        InputStream stream = FrameMarshaller.INSTANCE.stream(frame);
        int first = stream.read();
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.write(first);
        assertThat(stream.available()).isEqualTo(frame.sizeBytes() - 1);
        ((Drainable) stream).drainTo(rest);
        assertThat(rest.toByteArray()).isEqualTo(frame.toByteArray());
    }

    @Test
    void shouldParseWithTheGeneratedClassToWhatTheHostWrote() throws InvalidProtocolBufferException {
        PlayerId player = new PlayerId(7);
        var reserved = (ReserveOutcome.Reserved) GrpcRig.await(board.reserve("ann"));
        GrpcRig.await(board.join(reserved.reservation(), player));
        Collected collected = new Collected();
        var opened = (OpenOutcome.Opened) GrpcRig.await(board.open(player, 1, lane, collected));
        await().until(() -> collected.frames.size() > 3);
        thread.execute(() -> {
            opened.viewer().offerInput(io.orbstrike.board.InputKind.STATE, 1, "east".getBytes(UTF_8));
            opened.viewer().offerInput(io.orbstrike.board.InputKind.EVENT, 2, "!tell".getBytes(UTF_8));
            opened.viewer().offerInput(io.orbstrike.board.InputKind.EVENT, 300, "!out".getBytes(UTF_8));
        });
        await().until(() -> collected.end != null);
        List<ServerFrame> parsed = new ArrayList<>();
        for (Frame frame : collected.frames) {
            ServerFrame message = ServerFrame.parseFrom(frame.toByteArray());
            assertThat(message.getUnknownFields().asMap()).isEmpty();
            assertThat(message.getEpoch()).isEqualTo(frame.epoch()).isEqualTo(3);
            assertThat(message.getTick()).isEqualTo(frame.tick());
            assertThat(message.getKind().name()).isEqualTo("FRAME_KIND_" + frame.kind());
            parsed.add(message);
        }
        ServerFrame keyframe = parsed.get(0);
        assertThat(keyframe.getSections(0).hasKeyframe()).isTrue();
        assertThat(keyframe.getSections(0).getKeyframe().size()).isGreaterThan(500);
        assertThat(parsed.get(1).getSections(0).hasDelta()).isTrue();
        assertThat(parsed)
                .allMatch(frame -> frame.getSectionsCount()
                        == (frame.getKind() == io.orbstrike.grpc.v1.FrameKind.FRAME_KIND_LAST ? 0 : 1));
        ServerFrame last = parsed.get(parsed.size() - 1);
        assertThat(collected.frames.get(parsed.size() - 1).kind()).isEqualTo(FrameKind.LAST);
        assertThat(last.getEnd().getReasonValue()).isEqualTo(3);
        assertThat(last.getEnd().getDetail()).isEqualTo(ByteString.copyFromUtf8("bye"));
        assertThat(last.getAcknowledgedInput()).isEqualTo(300);
        assertThat(parsed.stream().flatMap(frame -> frame.getEventsList().stream()))
                .containsExactly(ByteString.copyFromUtf8("psst"));
    }

    @Test
    void shouldWriteTheHeadersFieldsFirstAndAlways() {
        Collected collected = watch();
        await().until(() -> collected.frames.size() > 3);
        for (Frame frame : collected.frames) {
            byte[] bytes = frame.toByteArray();
            var in = new io.orbstrike.board.ByteReader(bytes);
            for (int field = 1; field <= 4; field++) {
                assertThat(in.readVarint()).isEqualTo((long) field << 3);
                in.readVarint();
            }
        }
    }

    private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

    private Collected watch() {
        Collected collected = new Collected();
        assertThat(GrpcRig.await(board.watch(lane, collected))).isInstanceOf(OpenOutcome.Opened.class);
        return collected;
    }

    private static List<byte[]> drain(Frame frame) throws IOException {
        List<byte[]> arrays = new ArrayList<>();
        ((Drainable) FrameMarshaller.INSTANCE.stream(frame)).drainTo(new OutputStream() {
            @Override
            public void write(int value) {
                throw new AssertionError("a frame is written by arrays");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                assertThat(offset).isZero();
                assertThat(length).isEqualTo(bytes.length);
                arrays.add(bytes);
            }
        });
        return arrays;
    }

    private static byte[] longest(List<byte[]> arrays) {
        return arrays.stream().max((a, b) -> a.length - b.length).orElseThrow();
    }

    private static final class Collected implements FrameSink {
        private final List<Frame> frames = new CopyOnWriteArrayList<>();
        private volatile @Nullable StreamEnd end;

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void send(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void end(StreamEnd reason) {
            end = reason;
        }
    }

    private static final class OneThread implements Lane {
        private final ExecutorService executor;
        private volatile @Nullable Thread self;

        OneThread(ExecutorService executor) {
            this.executor = executor;
            executor.execute(() -> self = Thread.currentThread());
        }

        @Override
        public void execute(Runnable task) {
            executor.execute(task);
        }

        @Override
        public boolean inLane() {
            return Thread.currentThread() == self;
        }
    }
}
