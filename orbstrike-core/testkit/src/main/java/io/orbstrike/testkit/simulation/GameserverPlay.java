package io.orbstrike.testkit.simulation;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.Codec;
import io.orbstrike.board.InputKind;
import io.orbstrike.host.Frame;
import io.orbstrike.host.FrameSink;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.Lane;
import io.orbstrike.host.OpenOutcome;
import io.orbstrike.host.StreamEnd;
import io.orbstrike.host.StreamNumber;
import io.orbstrike.host.Viewer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The gameserver's end of a stream that a proxy carries. Its lane is the gameserver's process.
 *
 * <p>Confined to the simulation's thread.
 */
final class GameserverPlay implements FrameSink, Lane {

    private static final Codec<Integer> INPUT = new CountingType((before, applied, after) -> {}).inputCodec();

    private final GameserverNode at;
    private final Connection connection;
    private final UpstreamPlay upstream;
    private @Nullable Viewer viewer;
    private @Nullable ClientMessage early;
    private boolean hasEnded;

    GameserverPlay(GameserverNode at, Connection connection, UpstreamPlay upstream) {
        this.at = at;
        this.connection = connection;
        this.upstream = upstream;
        connection.onBroken(at, this::close);
    }

    void open(PlayRequest request, StreamNumber number) {
        Optional<CompletionStage<Void>> arrival = at.gameserver().arrival(request.board());
        if (arrival.isPresent() && at.gameserver().board(request.board()).isEmpty()) {
            arrival.get().whenCompleteAsync((arrived, failure) -> openHere(request, number), at);
        } else {
            openHere(request, number);
        }
    }

    private void openHere(PlayRequest request, StreamNumber number) {
        if (hasEnded) {
            return;
        }
        Optional<HostedBoard<?, ?>> found = at.gameserver().board(request.board());
        if (found.isEmpty()) {
            boolean isQuarantined = at.gameserver().isQuarantined(request.board());
            finish(isQuarantined ? PlayEnd.QUARANTINED : PlayEnd.NOT_THERE);
            return;
        }
        HostedBoard<?, ?> board = found.get();
        if (board.epoch() < request.seenEpoch()) {
            finish(PlayEnd.NOT_THERE);
            return;
        }
        board.open(request.player(), number, this, this)
                .whenCompleteAsync((outcome, failure) -> onOutcome(board.epoch(), outcome), at);
    }

    private void onOutcome(long epoch, @Nullable OpenOutcome outcome) {
        if (outcome instanceof OpenOutcome.Opened opened) {
            viewer = opened.viewer();
            if (hasEnded) {
                opened.viewer().close();
            } else {
                toProxy(() -> upstream.onOpened(epoch));
                if (early != null) {
                    onMessage(early);
                }
            }
        } else if (outcome instanceof OpenOutcome.Superseded) {
            finish(PlayEnd.SUPERSEDED);
        } else if (outcome instanceof OpenOutcome.UnknownPlayer) {
            finish(PlayEnd.UNKNOWN_PLAYER);
        } else if (outcome instanceof OpenOutcome.Quarantined) {
            finish(PlayEnd.QUARANTINED);
        } else {
            finish(PlayEnd.NOT_THERE);
        }
    }

    void onMessage(ClientMessage message) {
        Viewer open = viewer;
        if (open == null) {
            early = message; // the newest one has all that those before had
        }
        if (hasEnded || open == null) {
            return;
        }
        open.onSeen(message.seenEpoch(), message.seenTick());
        boolean isLevelDue = message.level() > 0;
        for (ClientMessage.Event event : message.events()) {
            if (isLevelDue && message.levelSequence() < event.sequence()) {
                open.offerInput(InputKind.STATE, message.levelSequence(), encoded(message.level()));
                isLevelDue = false;
            }
            if (!open.offerInput(InputKind.EVENT, event.sequence(), encoded(event.input()))) {
                finish(PlayEnd.UNAVAILABLE);
                close();
                return;
            }
        }
        if (isLevelDue) {
            open.offerInput(InputKind.STATE, message.levelSequence(), encoded(message.level()));
        }
    }

    private static byte[] encoded(int input) {
        return INPUT.encode(input);
    }

    /** The proxy's side has ended it, or the connection is broken. */
    void close() {
        hasEnded = true;
        if (viewer != null) {
            requireNonNull(viewer).close();
        }
    }

    @Override
    public boolean isReady() {
        return !hasEnded;
    }

    @Override
    public void send(Frame frame) {
        if (!hasEnded) {
            toProxy(() -> upstream.onFrame(at.incarnation(), frame));
        }
    }

    @Override
    public void end(StreamEnd end) {
        if (end instanceof StreamEnd.StayEnded) {
            finish(PlayEnd.STAY_ENDED);
        } else if (end instanceof StreamEnd.Superseded) {
            finish(PlayEnd.SUPERSEDED);
        } else if (end instanceof StreamEnd.Quarantined) {
            finish(PlayEnd.QUARANTINED);
        } else {
            finish(PlayEnd.NOT_THERE);
        }
    }

    private void finish(PlayEnd end) {
        if (!hasEnded) {
            hasEnded = true;
            toProxy(() -> upstream.onEnd(end, at));
        }
    }

    private void toProxy(Runnable message) {
        connection.send(upstream.node(), message);
    }

    @Override
    public void execute(Runnable task) {
        at.execute(task);
    }

    @Override
    public boolean inLane() {
        return at.isWorking();
    }
}
