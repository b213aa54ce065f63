package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardView;
import io.orbstrike.board.PlayerId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A player in the same process as the board: he joins, says what he wants, and sees the very frames that remote clients
 * see.
 *
 * <p>Thread-safe. Stages complete on the player's lane, and on the board's tick thread if the board does not answer any
 * more.
 *
 * @param <I> what a player wants
 */
public final class LocalPlayer<I> implements AutoCloseable {

    /* Everything below is confined to the lane but for the final fields. Inputs wait for their acknowledgement in the
     * order of their sequence, at most WAITING_MAX of them.
     */

    private static final int WAITING_MAX = 1_024;
    private static final long FIRST_STREAM = 1;

    private final HostedBoard<?, I> board;
    private final PlayerId id;
    private final Lane lane;
    private final FrameDecoder decoder;
    private final CompletableFuture<StreamEnd> ended = new CompletableFuture<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable Viewer viewer;
    private @Nullable Consumer<FrameDecoder> onFrame;
    private long sequence;
    private boolean closed;

    private LocalPlayer(HostedBoard<?, I> board, PlayerId id, Lane lane) {
        this.board = board;
        this.id = id;
        this.lane = lane;
        this.decoder = new FrameDecoder(board.type().view());
    }

    /** An input that no frame has acknowledged yet. */
    private record Waiting(long sequence, CompletableFuture<Void> acknowledged) {}

    /**
     * Joins a board under its next free player id, and opens the player's stream.
     *
     * @param board on which nobody gives player ids himself
     * @param joinData what the player brings
     * @param lane where his frames are decoded; may serve many players
     * @param <J> what a player brings when he joins
     * @param <I> what a player wants
     * @return the player once he is on the board; fails with {@link BoardUnavailableException} if it is full, does not want
     *     him, or does not answer
     */
    public static <J, I> CompletionStage<LocalPlayer<I>> join(HostedBoard<J, I> board, J joinData, Lane lane) {
        requireNonNull(lane, "lane");
        return board.reserve(joinData)
                .thenComposeAsync(outcome -> board.join(reservationOf(board, outcome)), lane::execute)
                .thenComposeAsync(id -> open(new LocalPlayer<>(board, id, lane)), lane::execute);
    }

    /**
     * The player's id on the board.
     *
     * @return 1 and above
     */
    public PlayerId id() {
        return id;
    }

    /**
     * Says what the player wants, after what he said before.
     *
     * @param input a state or an event, as the type says
     * @return completes once a frame was shown that has it applied; fails with {@link BoardUnavailableException} if too many
     *     inputs wait, or the stream ends first
     */
    public CompletionStage<Void> send(I input) {
        byte[] bytes = board.type().inputCodec().encode(input);
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        lane.execute(() -> offer(input, bytes, acknowledged));
        return acknowledged;
    }

    /**
     * Looks at what the player knows of the board.
     *
     * @param type of the board type's view
     * @param look called on the lane; must not keep the view
     * @param <V> the view's type
     * @param <T> what is looked for
     * @return what {@code look} returned; fails with what it threw
     */
    public <V extends BoardView, T> CompletionStage<T> read(Class<V> type, Function<? super V, ? extends T> look) {
        return CompletableFuture.supplyAsync(() -> look.apply(type.cast(decoder.view())), lane::execute);
    }

    /**
     * Hears of every frame from now on, in the place of whoever heard of it before.
     *
     * @param listener called on the lane after the frame was shown to the view; must not block
     */
    public void onFrame(Consumer<FrameDecoder> listener) {
        requireNonNull(listener, "listener");
        lane.execute(() -> onFrame = listener);
    }

    /**
     * Takes the player off the board.
     *
     * @return false if he was not on it any more; fails with {@link BoardUnavailableException}
     */
    public CompletionStage<Boolean> leave() {
        return board.leave(id);
    }

    /**
     * The end of the player's stream.
     *
     * @return completes with the reason when the host ends it; never if the player closes it
     */
    public CompletionStage<StreamEnd> ended() {
        return ended.minimalCompletionStage();
    }

    /** Ends the stream; the player stays on the board until his absence is over. May be called twice. */
    @Override
    public void close() {
        lane.execute(() -> {
            closed = true;
            Viewer open = viewer;
            if (open != null) {
                open.close();
            }
            refuseWaiting();
        });
    }

    private static Reservation reservationOf(HostedBoard<?, ?> board, ReserveOutcome outcome) {
        if (outcome instanceof ReserveOutcome.Reserved reserved) {
            return reserved.reservation();
        }
        if (outcome instanceof ReserveOutcome.Refused refused) {
            throw new BoardUnavailableException(
                    board.id(),
                    BoardUnavailableException.Cause.REFUSED,
                    "does not want the player: " + refused.reason());
        }
        throw new BoardUnavailableException(board.id(), causeOf(outcome));
    }

    private static BoardUnavailableException.Cause causeOf(ReserveOutcome outcome) {
        if (outcome instanceof ReserveOutcome.Full) {
            return BoardUnavailableException.Cause.FULL;
        }
        if (outcome == ReserveOutcome.Busy.INSTANCE) {
            return BoardUnavailableException.Cause.BUSY;
        }
        return outcome == ReserveOutcome.Quarantined.INSTANCE
                ? BoardUnavailableException.Cause.QUARANTINED
                : BoardUnavailableException.Cause.GONE;
    }

    private static <I> CompletionStage<LocalPlayer<I>> open(LocalPlayer<I> player) {
        return player.board
                .open(player.id, FIRST_STREAM, player.lane, player.new Sink())
                .thenApplyAsync(player::opened, player.lane::execute);
    }

    private LocalPlayer<I> opened(OpenOutcome outcome) {
        if (outcome instanceof OpenOutcome.Opened opened) {
            viewer = opened.viewer();
            return this;
        }
        throw new BoardUnavailableException(
                board.id(), BoardUnavailableException.Cause.GONE, "did not open the player's stream: " + outcome);
    }

    private void offer(I input, byte[] bytes, CompletableFuture<Void> acknowledged) {
        Viewer open = viewer;
        if (closed || open == null) {
            acknowledged.completeExceptionally(
                    new BoardUnavailableException(board.id(), BoardUnavailableException.Cause.GONE));
            return;
        }
        try {
            long next = sequence + 1;
            if (waiting.size() == WAITING_MAX || !open.offerInput(board.type().kindOf(input), next, bytes)) {
                throw new BoardUnavailableException(
                        board.id(), BoardUnavailableException.Cause.BUSY, "has too many inputs of this player waiting");
            }
            sequence = next;
            waiting.add(new Waiting(next, acknowledged));
        } catch (RuntimeException e) {
            acknowledged.completeExceptionally(e);
        }
    }

    private void refuseWaiting() {
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            next.acknowledged()
                    .completeExceptionally(
                            new BoardUnavailableException(board.id(), BoardUnavailableException.Cause.GONE));
        }
    }

    private final class Sink implements FrameSink {

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void send(Frame frame) {
            FrameDecoder.Continuity continuity = decoder.decode(frame.toByteArray());
            if (continuity != FrameDecoder.Continuity.FOLLOWS) {
                throw new IllegalStateException("board " + board.id() + ", player " + id + ", tick " + frame.tick()
                        + ": " + continuity + " after tick " + decoder.tick());
            }
            Viewer open = viewer;
            if (open != null) {
                open.onSeen(decoder.epoch(), decoder.tick());
            }
            while (!waiting.isEmpty() && waiting.element().sequence() <= decoder.acknowledgedInput()) {
                waiting.remove().acknowledged().complete(null);
            }
            if (onFrame != null) {
                onFrame.accept(decoder);
            }
        }

        @Override
        public void end(StreamEnd end) {
            closed = true;
            refuseWaiting();
            ended.complete(end);
        }
    }
}
