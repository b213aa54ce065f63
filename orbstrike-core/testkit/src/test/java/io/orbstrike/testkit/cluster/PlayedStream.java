package io.orbstrike.testkit.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.PlayerId;
import io.orbstrike.host.Frame;
import io.orbstrike.host.FrameDecoder;
import io.orbstrike.host.FrameSink;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.Lane;
import io.orbstrike.host.OpenOutcome;
import io.orbstrike.host.StreamEnd;
import io.orbstrike.host.Viewer;
import io.orbstrike.testkit.board.CounterType;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** A player's stream to a counting board at the gameserver that has it. */
final class PlayedStream implements FrameSink, Lane {

    private final CounterType type = new CounterType();
    private final FrameDecoder decoder = new FrameDecoder(type.view());
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Viewer viewer;
    private Optional<StreamEnd> end = Optional.empty();
    private boolean running;

    PlayedStream(ClusterRig rig, ClusterRig.Node at, BoardId board, PlayerId player, long number) {
        HostedBoard<?, ?> hosted = at.gameserver().board(board).orElseThrow();
        viewer = rig.answerAs(OpenOutcome.Opened.class, hosted.open(player, number, this, this))
                .viewer();
    }

    void offer(long sequence, int input) {
        InputKind kind = type.kindOf(input);
        viewer.offerInput(kind, sequence, type.inputCodec().encode(input));
        viewer.onSeen(decoder.epoch(), decoder.tick());
    }

    /** The sequence that the newest frame acknowledges. */
    long acknowledged() {
        return decoder.acknowledgedInput();
    }

    Optional<StreamEnd> ended() {
        return end;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void send(Frame frame) {
        FrameDecoder.Continuity continuity = decoder.decode(frame.toByteArray());
        if (continuity != FrameDecoder.Continuity.FOLLOWS) {
            throw new AssertionError(continuity + " at tick " + frame.tick());
        }
    }

    @Override
    public void end(StreamEnd why) {
        end = Optional.of(why);
    }

    /* Everything is on the test's thread, so what is handed over runs at once, but never within another task. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (!running) {
            running = true;
            for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
                next.run();
            }
            running = false;
        }
    }

    @Override
    public boolean inLane() {
        return true;
    }
}
