package io.orbstrike.host;

import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a board: who has one, what the board has been told of it, and who has been without one for too long.
 *
 * <p>Confined to the tick thread, but for {@link #onViewerClosed}.
 *
 * @param <I> what a player wants
 */
final class Connections<I> implements StreamContext {

    private final HostedBoard<?, I> handle;
    private final BoardStepper<?, I> stepper;
    private final HostOptions options;
    private final PlayerTable<?, I> players;
    private final Publisher publisher;
    private final InputSignals signals;
    private final long ticksBeyondSeen;
    private final long ticksUntilAbsent;
    private final List<Stay<I>> changed = new ArrayList<>();
    private TickCounters counters;
    private long nextAbsentTick = Long.MAX_VALUE;
    private volatile boolean spectatorClosed;

    Connections(
            HostedBoard<?, I> handle,
            BoardStepper<?, I> stepper,
            long intervalNs,
            HostOptions options,
            PlayerTable<?, I> players,
            Publisher publisher,
            InputSignals signals,
            TickCounters counters) {
        this.handle = handle;
        this.stepper = stepper;
        this.options = options;
        this.players = players;
        this.publisher = publisher;
        this.signals = signals;
        this.counters = counters;
        this.ticksBeyondSeen = options.framesBeyondSeen().toNanos() / intervalNs;
        long absentNs = BoardSchedule.saturatedNs(handle.type().timeouts().leaveAfterDisconnected());
        this.ticksUntilAbsent = (absentNs - 1) / intervalNs + 1;
    }

    @Override
    public long epoch() {
        return handle.epoch();
    }

    @Override
    public long ticksBeyondSeen() {
        return ticksBeyondSeen;
    }

    @Override
    public int privateEventsMax() {
        return options.privateEventsPerViewer();
    }

    @Override
    public void onViewerClosed(Viewer viewer) {
        if (viewer.playerIndex() >= 0) {
            signals.mark(viewer.playerIndex());
        } else {
            spectatorClosed = true;
        }
    }

    /** Says where to count from now on. */
    void countWith(TickCounters newCounters) {
        counters = newCounters;
    }

    /** From the next step on a player is on the board, without a stream. */
    void enter(Stay<I> stay) {
        startAbsence(stay, stepper.tick() + 1);
    }

    /** A snapshot holds a player; he comes back without a stream. */
    void restore(Stay<I> stay, boolean connectedOnBoard, int ticksDisconnected) {
        stay.connectedOnBoard = connectedOnBoard;
        startAbsence(stay, stepper.tick() - ticksDisconnected);
        change(stay);
    }

    int ticksDisconnected(Stay<I> stay) {
        long ticks = Math.max(0, stepper.tick() - stay.disconnectedTick);
        return stay.viewer != null ? 0 : (int) Math.min(Integer.MAX_VALUE, ticks);
    }

    /** Opens a stream; {@code player} and {@code streamNumber} are null for one that does not play. */
    OpenOutcome open(@Nullable PlayerId player, @Nullable StreamNumber streamNumber, Lane lane, FrameSink sink) {
        if (player == null || streamNumber == null) {
            Viewer viewer = newViewer(lane, sink, null, List.of());
            return publisher.add(viewer) ? new OpenOutcome.Opened(viewer) : busy();
        }
        Stay<I> stay = players.of(player);
        if (stay == null || stay.leaving) {
            return OpenOutcome.UnknownPlayer.INSTANCE;
        }
        StreamNumber newest = stay.newestStream;
        if (newest != null && streamNumber.compareTo(newest) <= 0) {
            return new OpenOutcome.Superseded(newest.number());
        }
        if (stay.viewer != null && stay.viewer.isClosed()) {
            disconnect(stay, stay.viewer);
        }
        List<byte[]> waitingEvents = stay.takeEvents();
        Viewer viewer = newViewer(lane, sink, stay, waitingEvents);
        if (!publisher.add(viewer)) {
            keepEvents(stay, waitingEvents);
            return busy();
        }
        Viewer older = stay.viewer;
        if (older != null) {
            older.setEndTick(stepper.tick() + 1);
            publisher.end(older, null, new StreamEnd.Superseded(streamNumber.number()));
        }
        stay.newestStream = streamNumber;
        stay.viewer = viewer;
        change(stay);
        return new OpenOutcome.Opened(viewer);
    }

    /** Notices that a player's stream was closed from outside. */
    void noticeClosed(Stay<I> stay) {
        if (stay.viewer != null && stay.viewer.isClosed()) {
            disconnect(stay, stay.viewer);
        }
    }

    /** Notices spectators who closed. */
    void noticeClosedSpectators() {
        if (spectatorClosed) {
            spectatorClosed = false;
            for (Viewer viewer : List.copyOf(publisher.viewers())) {
                if (viewer.playerIndex() < 0 && viewer.isClosed()) {
                    publisher.remove(viewer);
                }
            }
        }
    }

    /** Drops the viewers of lanes that take no more tasks. */
    void dropEndedLanes() {
        for (Viewer viewer : List.copyOf(publisher.viewers())) {
            if (viewer.audience().desk.isEnded()) {
                Stay<I> stay = players.at(viewer.playerIndex());
                if (stay != null && stay.viewer == viewer) {
                    disconnect(stay, viewer);
                } else {
                    publisher.remove(viewer);
                }
                counters.viewersDropped.increment();
            }
        }
    }

    /** Counts the private events that wait for streams which will not come. */
    void dropWaitingEvents() {
        for (int index = 0; index < players.indexBound(); index++) {
            Stay<I> stay = players.at(index);
            if (stay != null) {
                counters.eventsDropped.add(stay.takeEvents().size());
            }
        }
    }

    /** Adds to a step what has changed since the last one, for those who do not leave with it. */
    void gather(TickInputs<?, I> inputs) {
        for (int i = 0; i < changed.size(); i++) {
            Stay<I> stay = changed.get(i);
            stay.connectionChanged = false;
            if (!stay.leaving) {
                gather(stay, inputs);
            }
        }
        changed.clear();
    }

    /** Finds who has had no stream for too long before a step. */
    void forEachAbsent(long tick, Consumer<Stay<I>> leave) {
        if (tick < nextAbsentTick) {
            return;
        }
        nextAbsentTick = Long.MAX_VALUE;
        for (int index = 0; index < players.indexBound(); index++) {
            Stay<I> stay = players.at(index);
            if (stay == null || stay.viewer != null || stay.leaving) {
                continue;
            }
            long absentTick = stay.disconnectedTick + ticksUntilAbsent;
            if (tick >= absentTick) {
                leave.accept(stay);
            } else {
                nextAbsentTick = Math.min(nextAbsentTick, absentTick);
            }
        }
    }

    /** Keeps a private event for a player who has no stream. */
    void keepEvent(Stay<I> stay, byte[] event) {
        counters.eventsDropped.add(stay.keepEvent(event, privateEventsMax()));
    }

    private static <I> void gather(Stay<I> stay, TickInputs<?, I> inputs) {
        boolean connected = stay.viewer != null;
        if (stay.connectedOnBoard && (stay.dropped || !connected)) {
            inputs.addDisconnected(stay.index);
            stay.connectedOnBoard = false;
        }
        stay.dropped = false;
        if (connected && !stay.connectedOnBoard) {
            inputs.addConnected(stay.index);
            stay.connectedOnBoard = true;
        }
    }

    private OpenOutcome busy() {
        handle.countRejectedCommand();
        return OpenOutcome.Busy.INSTANCE;
    }

    private Viewer newViewer(Lane lane, FrameSink sink, @Nullable Stay<I> stay, List<byte[]> waitingEvents) {
        Audience audience = publisher.audienceOn(lane);
        if (stay == null) {
            return new Viewer(audience, sink, this, null, -1, publisher.nextPlace(), 0, waitingEvents);
        }
        PlayerInputs<I> way = new PlayerInputs<>(handle.type(), stay.mailbox, signals, stay.index);
        return new Viewer(audience, sink, this, way, stay.index, publisher.nextPlace(), stay.applied(), waitingEvents);
    }

    private void disconnect(Stay<I> stay, Viewer viewer) {
        publisher.remove(viewer);
        if (viewer.isClosed()) {
            keepEvents(stay, viewer.unsentEvents());
        }
        stay.viewer = null;
        startAbsence(stay, stepper.tick() + 1);
        if (stay.connectedOnBoard) {
            stay.dropped = true;
            stay.forgotten = true;
        }
        change(stay);
    }

    private void startAbsence(Stay<I> stay, long tick) {
        stay.disconnectedTick = tick;
        nextAbsentTick = Math.min(nextAbsentTick, tick + ticksUntilAbsent);
    }

    private void keepEvents(Stay<I> stay, Iterable<byte[]> events) {
        for (byte[] event : events) {
            keepEvent(stay, event);
        }
    }

    private void change(Stay<I> stay) {
        if (!stay.connectionChanged) {
            stay.connectionChanged = true;
            changed.add(stay);
        }
    }
}
