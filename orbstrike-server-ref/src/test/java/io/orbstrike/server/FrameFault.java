package io.orbstrike.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.orbstrike.grpc.orb.v1.Delta;
import io.orbstrike.grpc.orb.v1.Keyframe;
import io.orbstrike.grpc.v1.FrameKind;
import io.orbstrike.grpc.v1.Section;
import io.orbstrike.grpc.v1.ServerFrame;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What happens to frames between a server and its players. */
@FunctionalInterface
interface FrameFault {

    /** Whose frames a fault of one stream alters; neither the first nor the last to come. */
    int PLAY = 1;

    /** Which of its frames, when only one is altered: late enough for the player to play. */
    int FRAME = 60;

    /**
     * A frame on its way.
     *
     * @param play which stream, from 0 in the order of their opening
     * @param number which frame of the stream, from 0
     * @param bytes the message
     */
    @SuppressWarnings("ArrayRecordComponent") // carried once, never compared
    record Passing(int play, int number, byte[] bytes) {

        boolean isTheOne() {
            return play == PLAY && number == FRAME;
        }
    }

    /** Passes on to the player what he is to get; may do so later, on the relay's thread. */
    void onFrame(Passing frame, Consumer<byte[]> player, ScheduledExecutorService thread);

    static FrameFault none() {
        return (frame, player, thread) -> player.accept(frame.bytes());
    }

    /** Drops one frame in so many of each stream. */
    static FrameFault droppingOneIn(int frames) {
        return (frame, player, thread) -> {
            if (frame.number() % frames != frames / 2) {
                player.accept(frame.bytes());
            }
        };
    }

    static FrameFault repeatingOne() {
        return (frame, player, thread) -> {
            player.accept(frame.bytes());
            if (frame.isTheOne()) {
                player.accept(frame.bytes());
            }
        };
    }

    static FrameFault goingBackOneEpoch() {
        return (frame, player, thread) -> player.accept(
                frame.isTheOne()
                        ? altered(
                                frame.bytes(),
                                old -> old.toBuilder()
                                        .setEpoch(old.getEpoch() - 1)
                                        .build())
                        : frame.bytes());
    }

    /** The last orb in a stream's first keyframe stands 1/1024 unit beside its place. */
    static FrameFault movingAnOrb() {
        return (frame, player, thread) -> player.accept(
                frame.play() == PLAY && frame.number() == 0
                        ? altered(frame.bytes(), FrameFault::withOrbMoved)
                        : frame.bytes());
    }

    /** The first orb that turns, in each delta of one stream, turns elsewhere. */
    static FrameFault turningOrbs() {
        return (frame, player, thread) ->
                player.accept(frame.play() == PLAY ? altered(frame.bytes(), FrameFault::withOrbTurned) : frame.bytes());
    }

    /** The frames of one stream stand still once, then all come at once. */
    static FrameFault stalling(long timeMs) {
        return new FrameFault() {
            private final Queue<byte[]> held = new ArrayDeque<>();
            private boolean isStalling;

            @Override
            public void onFrame(Passing frame, Consumer<byte[]> player, ScheduledExecutorService thread) {
                if (frame.isTheOne()) {
                    isStalling = true;
                    var unused = thread.schedule(() -> release(player), timeMs, TimeUnit.MILLISECONDS);
                }
                if (isStalling && frame.play() == PLAY) {
                    held.add(frame.bytes());
                } else {
                    player.accept(frame.bytes());
                }
            }

            private void release(Consumer<byte[]> player) {
                isStalling = false;
                held.forEach(player);
            }
        };
    }

    private static byte[] altered(byte[] bytes, UnaryOperator<ServerFrame> change) {
        return change.apply(parsed(() -> ServerFrame.parseFrom(bytes))).toByteArray();
    }

    private static ServerFrame withOrbMoved(ServerFrame frame) {
        Section section = frame.getSections(0);
        Keyframe known = parsed(() -> Keyframe.parseFrom(section.getKeyframe()));
        int last = known.getOrbsCount() - 1;
        Keyframe.Builder moved = known.toBuilder();
        moved.getOrbsBuilder(last).setX(known.getOrbs(last).getX() + 1);
        return with(frame, section.toBuilder().setKeyframe(moved.build().toByteString()));
    }

    private static ServerFrame withOrbTurned(ServerFrame frame) {
        if (frame.getKind() != FrameKind.FRAME_KIND_DELTA || frame.getSectionsCount() == 0) {
            return frame;
        }
        Section section = frame.getSections(0);
        ByteString bytes = section.getDelta();
        Delta delta = parsed(() -> Delta.parseFrom(bytes));
        if (delta.getMotionsCount() == 0) {
            return frame;
        }
        int entry = delta.getMotions(0);
        int direction = entry & 15;
        Delta turned = delta.toBuilder()
                .setMotions(0, entry - direction + direction % 8 + 1)
                .build();
        return with(frame, section.toBuilder().setDelta(turned.toByteString()));
    }

    private static ServerFrame with(ServerFrame frame, Section.Builder section) {
        return frame.toBuilder().setSections(0, section).build();
    }

    /** Reads a message of the server's own, which is well-formed. */
    private static <T> T parsed(Parse<T> parse) {
        try {
            return parse.get();
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a message. */
    @FunctionalInterface
    interface Parse<T> {
        T get() throws InvalidProtocolBufferException;
    }
}
