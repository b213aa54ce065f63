package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.SnapshotVersions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jctools.queues.atomic.unpadded.MpscGrowableAtomicUnpaddedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A board that lives in this process, as other threads see it: every call is a command that its tick thread takes between
 * two steps. The stages complete on the tick thread or a thread of the host, so continue them on an executor of your own.
 *
 * <p>Thread-safe.
 *
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
public final class HostedBoard<J, I> {

    /* Commands wait in a bounded queue. Who adds one sets `signalled` and, if it was not set, puts the board on its loop's
     * list; the loop clears it before it looks. What must never be lost for want of room is no command but a flag: the
     * release of a reservation, the end of the board, its going on after a freeze, a move to another loop.
     *
     * The file is long since it is all that other threads may ask of a board, most of it said in Javadoc.
     */

    private static final Logger LOGGER = System.getLogger(HostedBoard.class.getName());
    private static final int FIRST_COMMANDS = 2;

    private final BoardId id;
    private final long epoch;
    private final BoardType<?, J, I> type;
    private final int maxPlayers;
    private final Duration tickInterval;
    private final BoardListener listener;
    private final BoardHost host;
    private final BoardClaim claim;
    private final Queue<BoardCommand<J, I>> commands;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final CompletableFuture<HostedBoard<J, I>> started = new CompletableFuture<>();
    private final BoardFigures figures = new BoardFigures();
    private @Nullable TickingBoard<J, I> ticking;
    private volatile BoardState state = BoardState.RUNNING;
    private volatile boolean releasePending;
    private volatile boolean expireRequested;
    private final AtomicLong freezesAsked = new AtomicLong();
    private final AtomicLong freezesUndone = new AtomicLong();
    private volatile @Nullable TickLoop moveTarget;
    private final AtomicReference<@Nullable BoardSnapshot> lastSnapshot = new AtomicReference<>();
    private volatile int snapshotVersion;

    HostedBoard(
            BoardHost host,
            BoardId id,
            BoardType<?, J, I> type,
            int maxPlayers,
            Duration tickInterval,
            BoardSettings settings,
            int loop,
            int commandsMax) {
        this.host = host;
        this.id = id;
        this.epoch = settings.epoch();
        this.type = type;
        this.maxPlayers = maxPlayers;
        this.tickInterval = tickInterval;
        this.listener = settings.listener();
        this.claim = new BoardClaim(loop);
        this.snapshotVersion = type.snapshotVersions().newest();
        this.commands = new MpscGrowableAtomicUnpaddedArrayQueue<>(FIRST_COMMANDS, commandsMax);
    }

    /**
     * The board's identity.
     *
     * @return as it was created or restored with
     */
    public BoardId id() {
        return id;
    }

    /**
     * The epoch in which it is hosted here.
     *
     * @return 0 and above, fixed
     */
    public long epoch() {
        return epoch;
    }

    /**
     * The game.
     *
     * @return as it was created or restored with
     */
    public BoardType<?, J, I> type() {
        return type;
    }

    /**
     * How many players fit.
     *
     * @return 1 to 100,000, fixed
     */
    public int maxPlayers() {
        return maxPlayers;
    }

    /**
     * How long a tick lasts.
     *
     * @return 1 ms to 10 s, fixed
     */
    public Duration tickInterval() {
        return tickInterval;
    }

    /**
     * Facts as of the last step. Does not block.
     *
     * @return facts that were true a moment ago, though not all of them quite at once
     */
    public BoardStatus status() {
        return new BoardStatus(state, figures.tick.get(), figures.slotsDropped.get(), (int) figures.players.get(), (int)
                figures.viewers.get());
    }

    /**
     * Asks for a place. Answered between two steps.
     *
     * @param joinData what the player brings
     * @return a reservation, to be handed to {@link #join} or {@link #release}, or why there is none
     */
    public CompletionStage<ReserveOutcome> reserve(J joinData) {
        CompletableFuture<ReserveOutcome> answer = new CompletableFuture<>();
        submit(new BoardCommand.Reserve<>(requireNonNull(joinData, "joinData"), answer));
        return answer;
    }

    /**
     * Puts a player on the board whose join is durable: he is on a roster. So it is answered before the next step, with
     * which he takes part, and what is captured until then lacks him and is completed by the roster (see
     * {@link BoardHost#recover}). If the stage fails with {@link BoardUnavailableException}, busy
     * or in quarantine, the reservation is still held.
     *
     * @param reservation from this board, not used before
     * @param player his id, above those of earlier joins
     * @return true once the board has taken him and he may open his stream; false if the board is gone, the reservation
     *     is not one of this board's that is held, or the player is on the board already (then the reservation is
     *     released)
     */
    public CompletionStage<Boolean> join(Reservation reservation, PlayerId player) {
        requireNonNull(reservation, "reservation");
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        submit(new BoardCommand.Join<>(reservation, requireNonNull(player, "player"), answer));
        return answer;
    }

    /**
     * Puts a player on the board under the next free player id: for boards on which nobody else gives ids.
     *
     * @param reservation from this board, not used before
     * @return his id after the step that applied it; fails with {@link BoardUnavailableException}, or with
     *     IllegalStateException if the reservation is not one of this board's that is held
     */
    public CompletionStage<PlayerId> join(Reservation reservation) {
        CompletableFuture<PlayerId> answer = new CompletableFuture<>();
        submit(new BoardCommand.JoinNext<>(requireNonNull(reservation, "reservation"), answer));
        return answer;
    }

    /**
     * Gives a reservation back. May be called twice, and has no effect on one that was used.
     *
     * @param reservation from this board
     */
    public void release(Reservation reservation) {
        reservation.markReleased();
        releasePending = true;
        signal();
    }

    /**
     * Asks for a player's place.
     *
     * @param player whom
     * @return his index, or -1 if he is not on the board; fails with {@link BoardUnavailableException}
     */
    public CompletionStage<Integer> indexOf(PlayerId player) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        submit(new BoardCommand.IndexOf<>(requireNonNull(player, "player"), answer));
        return answer;
    }

    /**
     * Takes a player off the board. His stream gets the LAST frame.
     *
     * @param player whom
     * @return true after the step that applied it; false if he was not on the board or it is gone; fails with
     *     {@link BoardUnavailableException} if it is busy or in quarantine
     */
    public CompletionStage<Boolean> leave(PlayerId player) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        submit(new BoardCommand.Leave<>(requireNonNull(player, "player"), answer));
        return answer;
    }

    /**
     * Opens a player's stream. The newest stream number wins; an older stream is ended.
     *
     * @param player who plays
     * @param streamNumber 1 and above, raised by the client with each stream
     * @param lane where the sink is called
     * @param sink the stream's writing end; it may be called before the stage completes
     * @return the host's end of the stream, or why it is not open
     */
    public CompletionStage<OpenOutcome> open(PlayerId player, long streamNumber, Lane lane, FrameSink sink) {
        return open(player, new StreamNumber(streamNumber, 0), lane, sink);
    }

    /**
     * Opens a player's stream that a proxy may carry. The newest stream wins; an older one is ended.
     *
     * @param player who plays
     * @param streamNumber must be above those of the player's earlier streams
     * @param lane where the sink is called
     * @param sink the stream's writing end; it may be called before the stage completes
     * @return the host's end of the stream, or why it is not open
     */
    public CompletionStage<OpenOutcome> open(PlayerId player, StreamNumber streamNumber, Lane lane, FrameSink sink) {
        return submitOpen(requireNonNull(player, "player"), requireNonNull(streamNumber, "streamNumber"), lane, sink);
    }

    /**
     * Opens a stream that watches and does not play.
     *
     * @param lane where the sink is called
     * @param sink the stream's writing end; it may be called before the stage completes
     * @return the host's end of the stream, or why it is not open
     */
    public CompletionStage<OpenOutcome> watch(Lane lane, FrameSink sink) {
        return submitOpen(null, null, lane, sink);
    }

    /**
     * Captures the whole state as the store keeps it: checksummed, with players, inputs, deadlines, random and board.
     *
     * @return the state between two steps; of a board in quarantine the last one captured before it threw; fails with
     *     {@link BoardUnavailableException}
     */
    public CompletionStage<BoardSnapshot> snapshot() {
        CompletableFuture<BoardSnapshot> answer = new CompletableFuture<>();
        submit(new BoardCommand.Snapshot<>(answer));
        return answer;
    }

    /**
     * The last state that {@link #snapshot()} captured. Does not block.
     *
     * @return the state, or empty if there was none
     */
    public Optional<BoardSnapshot> lastSnapshot() {
        return Optional.ofNullable(lastSnapshot.get());
    }

    /**
     * Says in which version snapshots are written from now on, so that every gameserver can read them (SNAP-2). Does not
     * block.
     *
     * @param version one of the type's {@link BoardType#snapshotVersions()}, default the newest
     * @throws IllegalArgumentException if it is none of them
     */
    public void snapshotVersion(int version) {
        SnapshotVersions written = type.snapshotVersions();
        if (!written.contains(version)) {
            throw new IllegalArgumentException("board type " + type.name() + ", snapshot version " + version
                    + ": must be " + written.oldest() + " to " + written.newest());
        }
        snapshotVersion = version;
    }

    /**
     * In which version snapshots are written.
     *
     * @return one of the type's {@link BoardType#snapshotVersions()}
     */
    public int snapshotVersion() {
        return snapshotVersion;
    }

    /**
     * Stops the board after a step, at once if no join or leave waits for one, and captures it. Until {@link #resume} or a
     * detach it makes no step, neither sleeps nor ends, and drops its slots; streams stay open, and inputs collect within
     * their bounds. {@link #snapshot}, {@link #indexOf} and {@link #detach} are answered meanwhile; joins and leaves fail with
     * {@link BoardUnavailableException}, frozen; places and streams are busy; what {@link #expire} asks for waits.
     *
     * @return the state that it stays in; of a board that is frozen the same again, with what is left of its
     *     deadlines by then; fails with
     *     {@link BoardUnavailableException}, busy while it is recovered, or if it was resumed before it was frozen
     */
    public CompletionStage<BoardSnapshot> freeze() {
        return freezeAfterStep(Duration.ZERO);
    }

    /**
     * Stops the board as {@link #freeze} does, after its next step if that is due soon: who watches it has got that step's
     * frame when his pause begins.
     *
     * @param within a board that runs and is due within this time makes that step first; zero for none
     * @return as that one
     */
    public CompletionStage<BoardSnapshot> freezeAfterStep(Duration within) {
        CompletableFuture<BoardSnapshot> answer = new CompletableFuture<>();
        long withinNs = BoardSchedule.saturatedNs(within);
        submit(new BoardCommand.Freeze<>(freezesAsked.incrementAndGet(), withinNs, answer));
        return answer;
    }

    /** Lets a frozen board go on, and undoes every {@link #freeze} that was asked for before. May be called twice. */
    public void resume() {
        freezesUndone.accumulateAndGet(freezesAsked.get(), Math::max);
        signal();
    }

    /**
     * Stops hosting the board without ending the game: streams are ended with {@link StreamEnd.Detached}, and nothing
     * changes after the captured state.
     *
     * @return the state, for another host to restore; of a board in quarantine the last one captured before it threw;
     *     fails with {@link BoardUnavailableException}
     */
    public CompletionStage<BoardSnapshot> detach() {
        return detach(StreamEnd.Detached.INSTANCE);
    }

    /**
     * Stops hosting the board as {@link #detach()} does, and says why to its streams.
     *
     * @param end what they are ended with
     * @return as that one
     */
    public CompletionStage<BoardSnapshot> detach(StreamEnd end) {
        CompletableFuture<BoardSnapshot> answer = new CompletableFuture<>();
        submit(new BoardCommand.Detach<>(requireNonNull(end, "end"), answer));
        return answer;
    }

    /** Ends the board with its next step: EXPIRED to all, and the listener is told. May be called twice. */
    public void expire() {
        expireRequested = true;
        signal();
    }

    @Override
    public String toString() {
        return "board " + id + " (" + type.name() + ", epoch " + epoch + ", " + state + ")";
    }

    // what the host needs

    /** Puts in the inside; once, before any loop has the board. */
    void setTicking(TickingBoard<J, I> inside) {
        ticking = inside;
    }

    /** The inside, for the thread that has the claim. */
    TickingBoard<J, I> ticking() {
        return requireNonNull(ticking, "ticking");
    }

    BoardClaim claim() {
        return claim;
    }

    BoardFigures figures() {
        return figures;
    }

    BoardState state() {
        return state;
    }

    /** Completes when a loop has taken the board. */
    CompletableFuture<HostedBoard<J, I>> started() {
        return started;
    }

    void setState(BoardState newState) {
        state = newState;
    }

    boolean isExpireRequested() {
        return expireRequested;
    }

    /** Up to which of its freezes, by their numbers, are undone. */
    long freezesUndone() {
        return freezesUndone.get();
    }

    /** Asks for a move to another loop. */
    void requestMove(TickLoop target) {
        moveTarget = target;
        signal();
    }

    @Nullable
    TickLoop takeMoveTarget() {
        TickLoop target = moveTarget;
        if (target != null) {
            moveTarget = null;
        }
        return target;
    }

    boolean takeReleasePending() {
        if (!releasePending) {
            return false;
        }
        releasePending = false;
        return true;
    }

    /** Says that the loop looks at the board now; what comes later signals again. */
    void clearSignal() {
        signalled.set(false);
    }

    @Nullable
    BoardCommand<J, I> pollCommand() {
        return commands.poll();
    }

    boolean hasCommands() {
        return !commands.isEmpty();
    }

    /** Puts the board on its loop's list, unless it is there. */
    void signal() {
        if (!signalled.get() && signalled.compareAndSet(false, true)) {
            host.loop(BoardClaim.loopOf(claim.current())).addReady(this);
        }
    }

    /** Answers every command that waits; for the thread that has the claim. */
    void refuseCommands(BoardUnavailableException why) {
        for (BoardCommand<J, I> command = commands.poll(); command != null; command = commands.poll()) {
            command.refuse(why);
        }
    }

    void answerSnapshot(CompletableFuture<BoardSnapshot> answer) {
        host.seal(ticking().capture(snapshotVersion), answer, this::keep);
    }

    void answerLastSnapshot(CompletableFuture<BoardSnapshot> answer, BoardUnavailableException why) {
        BoardSnapshot last = lastSnapshot.get();
        if (last == null) {
            answer.completeExceptionally(why);
        } else {
            answer.complete(last);
        }
    }

    /** Ends a recovery in which the board threw, and with it the board; false if none is under way. */
    boolean endRecovery(Throwable failure) {
        if (!ticking().failRecovery(failure)) {
            return false;
        }
        LOGGER.log(Level.ERROR, () -> this + " threw while it was recovered and is not hosted", failure);
        leaveHost(StreamEnd.Detached.INSTANCE);
        return true;
    }

    /** Ends all streams, for another host to go on. */
    void leaveHost(StreamEnd end) {
        ticking().noteLeave();
        ticking().endStreams(end);
        host.forget(this);
    }

    void tellStayEnded(PlayerId player, StayEndReason reason, long tick) {
        tell(told -> told.onStayEnded(this, player, reason, tick));
    }

    void tellClosed(StayEndReason reason, byte[] result) {
        tell(told -> told.onClosed(this, reason, result));
    }

    void tellQuarantined(Throwable failure) {
        tell(told -> told.onQuarantined(this, failure));
    }

    /** What to answer when the board does not answer any more, or null while it does. */
    @Nullable
    BoardUnavailableException unavailability() {
        return switch (state) {
            case RUNNING, SLEEPING -> null;
            case FROZEN -> new BoardUnavailableException(id, BoardUnavailableException.Cause.FROZEN);
            case QUARANTINED -> new BoardUnavailableException(id, BoardUnavailableException.Cause.QUARANTINED);
            case CLOSED -> new BoardUnavailableException(id, BoardUnavailableException.Cause.GONE);
        };
    }

    void countRejectedCommand() {
        host.countRejectedCommand();
    }

    /* Seals are done on two threads when one has too much to do, so the later state may be first. */
    private void keep(BoardSnapshot sealed) {
        lastSnapshot.accumulateAndGet(sealed, (last, next) -> last == null ? next : BoardSnapshot.later(last, next));
    }

    private CompletionStage<OpenOutcome> submitOpen(
            @Nullable PlayerId player, @Nullable StreamNumber streamNumber, Lane lane, FrameSink sink) {
        requireNonNull(lane, "lane");
        requireNonNull(sink, "sink");
        CompletableFuture<OpenOutcome> answer = new CompletableFuture<>();
        submit(new BoardCommand.Open<>(player, streamNumber, lane, sink, answer));
        return answer;
    }

    private void submit(BoardCommand<J, I> command) {
        if (state == BoardState.CLOSED) {
            command.refuse(new BoardUnavailableException(id, BoardUnavailableException.Cause.GONE));
        } else if (commands.offer(command)) {
            signal();
            if (state == BoardState.CLOSED) {
                host.refuseLeftovers(this);
            }
        } else {
            countRejectedCommand();
            command.refuse(new BoardUnavailableException(id, BoardUnavailableException.Cause.BUSY));
        }
    }

    private void tell(Consumer<BoardListener> news) {
        try {
            news.accept(listener);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, () -> "the listener of board " + id + " threw", e);
        }
    }
}
