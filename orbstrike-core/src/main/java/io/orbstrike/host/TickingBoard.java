package io.orbstrike.host;

import io.orbstrike.board.Admission;
import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.BoardStepper.Elimination;
import io.orbstrike.board.BoardStepper.PlayerEvent;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hosted board from inside: its state, its players, its viewers, its schedule.
 *
 * <p>Confined to the thread that has claimed it (see {@link BoardClaim}), but for {@link #onViewerClosed}.
 *
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
final class TickingBoard<J, I> implements StreamContext {

    /* A step. Joins, leaves and openings were gathered by commands since the last one; closings and inputs are taken now,
     * from the players who are marked. After the step places become free, stays end, and one frame is published. A viewer
     * whose stay ends is marked with the tick first, so the frame passes him by, and his LAST frame is handed over next.
     */

    private static final byte[] NOTHING = {};

    private final HostedBoard<J, I> handle;
    private final BoardStepper<J, I> stepper;
    private final BoardSchedule schedule;
    private final HostParts parts;
    private final InputSignals signals;
    private final PlayerTable<J, I> players;
    private final Publisher publisher;
    private final TickInputs<J, I> inputs = new TickInputs<>();
    private final long ticksBeyondSeen;
    private final long ticksUntilAbsent;

    private final List<PendingJoin> joins = new ArrayList<>();
    private final List<Stay<I>> leaves = new ArrayList<>();
    private final List<CompletableFuture<Boolean>> leaveAnswers = new ArrayList<>();
    private final List<Stay<I>> connectionChanges = new ArrayList<>();
    private final List<PlayerEvent> eventsToSend = new ArrayList<>();
    private final Farewells<I> farewells;
    private final ByteWriter snapshotBuffer = new ByteWriter();
    private final ByteWriter snapshotBody = new ByteWriter();

    private TickCounters counters;
    private long rosterNumber;
    private long nextAbsentTick = Long.MAX_VALUE;
    private boolean expiring;
    private volatile boolean spectatorClosed;

    TickingBoard(
            HostedBoard<J, I> handle,
            BoardStepper<J, I> stepper,
            BoardSchedule schedule,
            HostParts parts,
            TickCounters counters) {
        this.handle = handle;
        this.stepper = stepper;
        this.schedule = schedule;
        this.parts = parts;
        this.counters = counters;
        this.signals = new InputSignals(handle.maxPlayers());
        this.players = new PlayerTable<>(handle.maxPlayers());
        this.publisher = new Publisher(stepper.board(), handle.epoch(), parts.desks(), counters);
        this.farewells = new Farewells<>(handle, publisher, schedule);
        long intervalNs = schedule.intervalNs();
        this.ticksBeyondSeen = parts.options().framesBeyondSeen().toNanos() / intervalNs;
        long absentNs = BoardSchedule.saturatedNs(handle.type().timeouts().leaveAfterDisconnected());
        this.ticksUntilAbsent = (absentNs - 1) / intervalNs + 1;
    }

    // what viewers need

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
        return parts.options().privateEventsPerViewer();
    }

    @Override
    public void onViewerClosed(Viewer viewer) {
        if (viewer.playerIndex() >= 0) {
            signals.mark(viewer.playerIndex());
        } else {
            spectatorClosed = true;
        }
    }

    // what the loop and the snapshot need

    HostedBoard<J, I> handle() {
        return handle;
    }

    BoardStepper<J, I> stepper() {
        return stepper;
    }

    BoardSchedule schedule() {
        return schedule;
    }

    PlayerTable<J, I> players() {
        return players;
    }

    int viewerCount() {
        return publisher.viewerCount();
    }

    long rosterNumber() {
        return rosterNumber;
    }

    int ticksDisconnected(Stay<I> stay) {
        return stay.viewer != null ? 0 : (int) Math.min(Integer.MAX_VALUE, stepper.tick() - stay.disconnectedTick);
    }

    /** Whether a player or a viewer is there, for whom the board ticks. */
    boolean isWatched() {
        return players.size() != 0 || publisher.viewerCount() != 0;
    }

    /** Whether a player, a viewer or a reservation keeps the board from its end. */
    boolean isOccupied() {
        return isWatched() || players.reservationCount() != 0;
    }

    boolean isExpiring() {
        return expiring;
    }

    /** Ends the board with its next step. */
    void expire() {
        expiring = true;
    }

    /** Says where to count from now on. */
    void countWith(TickCounters newCounters) {
        counters = newCounters;
        publisher.countWith(newCounters);
    }

    // commands, between steps

    ReserveOutcome reserve(J joinData) {
        if (players.isFull()) {
            return new ReserveOutcome.Full(handle.maxPlayers());
        }
        Admission admission = stepper.board().admit(joinData, players.pending());
        if (admission instanceof Admission.Refused refused) {
            return new ReserveOutcome.Refused(refused.reason());
        }
        return new ReserveOutcome.Reserved(players.reserve(joinData));
    }

    void freeReleased() {
        players.freeReleased();
    }

    void join(Reservation reservation, PlayerId player, CompletableFuture<Boolean> answer) {
        if (!players.isHeld(reservation)) {
            answer.complete(false);
        } else if (players.of(player) != null) {
            reservation.markReleased();
            players.freeReleased();
            answer.complete(false);
        } else {
            enter(reservation, player);
            joins.add(new PendingJoin(() -> answer.complete(true), failure -> answer.completeExceptionally(failure)));
        }
    }

    void joinNext(Reservation reservation, CompletableFuture<PlayerId> answer) {
        if (!players.isHeld(reservation)) {
            answer.completeExceptionally(new IllegalStateException("reservation of place " + reservation.index()
                    + ": used, released or of another board; reserve again"));
        } else {
            PlayerId player = new PlayerId(rosterNumber + 1);
            enter(reservation, player);
            joins.add(new PendingJoin(() -> answer.complete(player), failure -> answer.completeExceptionally(failure)));
        }
    }

    int indexOf(PlayerId player) {
        Stay<I> stay = players.of(player);
        return stay == null ? -1 : stay.index;
    }

    void leave(PlayerId player, CompletableFuture<Boolean> answer) {
        Stay<I> stay = players.of(player);
        if (stay == null) {
            answer.complete(false);
            return;
        }
        leaveAnswers.add(answer);
        leave(stay, StayEndReason.LEFT);
    }

    OpenOutcome open(@Nullable PlayerId player, long streamNumber, Lane lane, FrameSink sink) {
        if (player == null) {
            Viewer viewer = newViewer(lane, sink, null, List.of());
            return publisher.add(viewer) ? new OpenOutcome.Opened(viewer) : OpenOutcome.Busy.INSTANCE;
        }
        Stay<I> stay = players.of(player);
        if (stay == null || stay.leaving) {
            return OpenOutcome.UnknownPlayer.INSTANCE;
        }
        if (streamNumber <= stay.streamNumberMax) {
            return new OpenOutcome.Superseded(stay.streamNumberMax);
        }
        if (stay.viewer != null && stay.viewer.isClosed()) {
            disconnect(stay, stay.viewer);
        }
        List<byte[]> waitingEvents = stay.takeEvents();
        Viewer viewer = newViewer(lane, sink, stay, waitingEvents);
        if (!publisher.add(viewer)) {
            keepEvents(stay, waitingEvents);
            return OpenOutcome.Busy.INSTANCE;
        }
        Viewer older = stay.viewer;
        if (older != null) {
            older.setEndTick(stepper.tick() + 1);
            publisher.end(older, null, new StreamEnd.Superseded(streamNumber));
        }
        stay.streamNumberMax = streamNumber;
        stay.viewer = viewer;
        changeConnection(stay);
        return new OpenOutcome.Opened(viewer);
    }

    /** Writes the whole state into a buffer that is used again. */
    ByteWriter capture(long nowNs) {
        snapshotBuffer.clear();
        SnapshotEnvelope.write(this, nowNs, snapshotBuffer);
        return snapshotBuffer;
    }

    /** A part of the buffer's own for {@link SnapshotEnvelope}. */
    ByteWriter snapshotBody() {
        return snapshotBody;
    }

    /** Takes up what a snapshot says of the players, all of them without a stream. */
    void restore(SnapshotEnvelope<J, I> envelope) {
        rosterNumber = envelope.rosterNumber();
        for (SnapshotEnvelope.Player<I> saved : envelope.players()) {
            Stay<I> stay =
                    new Stay<>(saved.index(), saved.player(), parts.options().eventInputsPerPlayer());
            stay.restore(saved.appliedSequence(), saved.heldSequence(), saved.held());
            stay.connectedOnBoard = saved.connected();
            stay.disconnectedTick = stepper.tick() - saved.ticksDisconnected();
            players.restore(stay);
            changeConnection(stay);
            nextAbsentTick = Math.min(nextAbsentTick, stay.disconnectedTick + ticksUntilAbsent);
        }
    }

    // a step

    /**
     * Simulates one step and publishes its frame, or ends all streams if the board has closed or expires.
     *
     * @return why the board has ended, or null while it goes on
     */
    @Nullable
    StayEndReason step() {
        long tick = stepper.tick() + 1;
        takeSignals();
        gatherAbsent(tick);
        gatherConnections();
        for (int i = 0; i < leaves.size(); i++) {
            inputs.addLeave(leaves.get(i).index);
        }
        TickRecorder recorder = parts.recorder();
        if (recorder != null) {
            recorder.onStep(handle.id(), handle.epoch(), tick, inputs);
        }
        stepper.step(inputs);
        inputs.clear();
        players.joinsApplied();
        StayEndReason end = stepper.result() != null ? StayEndReason.CLOSED : expiring ? StayEndReason.EXPIRED : null;
        endStays(tick);
        sortEvents();
        if (end == null) {
            catchUpAcknowledgements();
            if (publisher.publish(tick, schedule.slotsDropped(), eventsToSend)) {
                dropViewersOfEndedLanes();
            }
        }
        farewells.say(tick);
        if (end != null) {
            farewells.sayToAll(tick, end, result(), players, eventsToSend);
        }
        eventsToSend.clear();
        completeAnswers();
        return end;
    }

    /** What the board closed itself with, empty if it did not. */
    byte[] result() {
        byte[] result = stepper.result();
        return result == null ? NOTHING : result;
    }

    /** Ends all streams without a LAST frame. */
    void endStreams(StreamEnd end) {
        for (Viewer viewer : List.copyOf(publisher.viewers())) {
            viewer.setEndTick(0);
            publisher.end(viewer, null, end);
        }
    }

    /** Answers what waits for a step that will not come. */
    void refusePending(BoardUnavailableException why) {
        joins.forEach(join -> join.onFailed().accept(why));
        joins.clear();
        leaveAnswers.forEach(answer -> answer.completeExceptionally(why));
        leaveAnswers.clear();
    }

    private void enter(Reservation reservation, PlayerId player) {
        Stay<I> stay = new Stay<>(reservation.index(), player, parts.options().eventInputsPerPlayer());
        J joinData = players.enter(reservation, stay);
        stay.disconnectedTick = stepper.tick() + 1;
        nextAbsentTick = Math.min(nextAbsentTick, stay.disconnectedTick + ticksUntilAbsent);
        rosterNumber = Math.max(rosterNumber, player.value());
        inputs.addJoin(stay.index, player, joinData);
    }

    private void leave(Stay<I> stay, StayEndReason reason) {
        if (!stay.leaving) {
            stay.leaving = true;
            stay.leavingReason = reason;
            leaves.add(stay);
        }
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
        stay.disconnectedTick = stepper.tick() + 1;
        nextAbsentTick = Math.min(nextAbsentTick, stay.disconnectedTick + ticksUntilAbsent);
        if (stay.connectedOnBoard) {
            stay.dropped = true;
            stay.forgotten = true;
        }
        changeConnection(stay);
    }

    private void keepEvents(Stay<I> stay, Iterable<byte[]> events) {
        for (byte[] event : events) {
            counters.eventsDropped.add(stay.keepEvent(event, privateEventsMax()));
        }
    }

    private void changeConnection(Stay<I> stay) {
        if (!stay.connectionChanged) {
            stay.connectionChanged = true;
            connectionChanges.add(stay);
        }
    }

    private void takeSignals() {
        int eventsMax = parts.options().eventInputsPerPlayer();
        for (int word = 0; word < signals.wordCount(); word++) {
            long marks = signals.take(word);
            while (marks != 0) {
                Stay<I> stay = players.at((word << 6) + Long.numberOfTrailingZeros(marks));
                marks &= marks - 1;
                if (stay != null && !stay.leaving) {
                    takeFrom(stay, eventsMax);
                }
            }
        }
        if (spectatorClosed) {
            spectatorClosed = false;
            for (Viewer viewer : List.copyOf(publisher.viewers())) {
                if (viewer.playerIndex() < 0 && viewer.isClosed()) {
                    publisher.remove(viewer);
                }
            }
        }
    }

    private void takeFrom(Stay<I> stay, int eventsMax) {
        if (stay.viewer != null && stay.viewer.isClosed()) {
            disconnect(stay, stay.viewer);
        }
        long before = stay.applied();
        counters.inputsDropped.add(stay.collectInputs(inputs, signals, eventsMax));
        if (stay.applied() != before) {
            publisher.acknowledge(stay.index, stay.applied());
        }
    }

    private void gatherAbsent(long tick) {
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
                leave(stay, StayEndReason.ABSENT);
                counters.staysEndedAbsent.increment();
            } else {
                nextAbsentTick = Math.min(nextAbsentTick, absentTick);
            }
        }
    }

    private void gatherConnections() {
        for (int i = 0; i < connectionChanges.size(); i++) {
            Stay<I> stay = connectionChanges.get(i);
            stay.connectionChanged = false;
            if (stay.leaving) {
                continue;
            }
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
        connectionChanges.clear();
    }

    private void endStays(long tick) {
        for (int i = 0; i < leaves.size(); i++) {
            Stay<I> stay = leaves.get(i);
            endStay(stay, stay.leavingReason, NOTHING, tick);
        }
        leaves.clear();
        List<Elimination> eliminations = stepper.eliminations();
        for (int i = 0; i < eliminations.size(); i++) {
            Elimination elimination = eliminations.get(i);
            Stay<I> stay = players.at(elimination.index());
            if (stay != null) {
                endStay(stay, StayEndReason.ELIMINATED, elimination.detail(), tick);
            }
        }
    }

    private void endStay(Stay<I> stay, StayEndReason reason, byte[] detail, long tick) {
        players.remove(stay);
        farewells.add(stay, reason, detail, tick);
    }

    /** Says where each private event of the step goes: to the frame, to a LAST frame, or to those kept for later. */
    private void sortEvents() {
        List<PlayerEvent> events = stepper.events();
        for (int i = 0; i < events.size(); i++) {
            PlayerEvent event = events.get(i);
            Stay<I> stay = players.at(event.index());
            if (stay == null) {
                farewells.addEvent(event);
            } else if (stay.viewer != null) {
                eventsToSend.add(event);
            } else {
                counters.eventsDropped.add(stay.keepEvent(event.event(), privateEventsMax()));
            }
        }
    }

    private void catchUpAcknowledgements() {
        if (publisher.isCatchUpDue()) {
            for (Viewer viewer : publisher.viewers()) {
                Stay<I> stay = players.at(viewer.playerIndex());
                if (stay != null) {
                    publisher.acknowledge(stay.index, stay.applied());
                }
            }
        }
    }

    private void dropViewersOfEndedLanes() {
        for (Viewer viewer : List.copyOf(publisher.viewers())) {
            if (viewer.audience().desk.isEnded()) {
                Stay<I> stay = players.at(viewer.playerIndex());
                if (stay != null && stay.viewer == viewer) {
                    disconnect(stay, viewer);
                } else {
                    publisher.remove(viewer);
                }
            }
        }
    }

    private void completeAnswers() {
        if (!joins.isEmpty()) {
            joins.forEach(join -> join.onDone().run());
            joins.clear();
        }
        if (!leaveAnswers.isEmpty()) {
            leaveAnswers.forEach(answer -> answer.complete(true));
            leaveAnswers.clear();
        }
    }

    /** A join that the next step applies. */
    private record PendingJoin(Runnable onDone, Consumer<Throwable> onFailed) {}
}
