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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hosted board from inside: its state, its players, its viewers, its schedule.
 *
 * <p>Confined to the thread that has claimed it (see {@link BoardClaim}).
 *
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
final class TickingBoard<J, I> {

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
    private final Connections<I> connections;
    private final Farewells<I> farewells;
    private final Consumer<Stay<I>> leaveAbsent = this::leaveAbsent;

    private final TickInputs<J, I> inputs = new TickInputs<>();
    private final List<BoardCommand.Awaiting<J, I>> awaiting = new ArrayList<>();
    private final List<Stay<I>> entering = new ArrayList<>();
    private final List<Stay<I>> leaving = new ArrayList<>();
    private final List<PrivateEvent> eventsToSend = new ArrayList<>();
    private final ByteWriter snapshotBuffer = new ByteWriter();
    private final ByteWriter snapshotBody = new ByteWriter();

    private final BoardFreeze<J, I> freeze;
    private TickCounters counters;
    private long playerIdMax;
    private long rosterNumber;
    private boolean expiring;
    private @Nullable BoardRecovery<J, I> recovery;
    private boolean awaitsViewer;

    TickingBoard(
            HostedBoard<J, I> handle,
            BoardStepper<J, I> stepper,
            BoardSchedule schedule,
            HostParts parts,
            TickLoop loop) {
        this.handle = handle;
        this.stepper = stepper;
        this.schedule = schedule;
        this.parts = parts;
        this.counters = loop.counters();
        this.freeze = new BoardFreeze<>(handle);
        this.signals = new InputSignals(handle.maxPlayers());
        this.players = new PlayerTable<>(handle.maxPlayers());
        this.publisher = new Publisher(stepper.board(), handle.epoch(), parts.desks(), loop);
        this.connections = new Connections<>(
                handle, stepper, schedule.intervalNs(), parts.options(), players, publisher, signals, counters);
        this.farewells = new Farewells<>(handle, publisher, schedule, counters);
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

    Connections<I> connections() {
        return connections;
    }

    int viewerCount() {
        return publisher.viewerCount();
    }

    /** The highest player id of a join that the board knows of. */
    long rosterNumber() {
        return rosterNumber;
    }

    /** Whether a player or a viewer is there, for whom the board ticks. */
    boolean isWatched() {
        return players.size() != 0 || publisher.viewerCount() != 0;
    }

    /** Whether a player, a viewer, a reservation or a recovery keeps the board from its end. */
    boolean isOccupied() {
        return isWatched() || players.reservationCount() != 0 || recovery != null;
    }

    /** Whether the first viewer since a recovery has come: true once. */
    boolean takeFirstViewer() {
        boolean hasCome = awaitsViewer && publisher.viewerCount() != 0;
        awaitsViewer &= !hasCome;
        return hasCome;
    }

    /** Whether the next step belongs to a recovery. */
    boolean isRecovering() {
        return recovery != null;
    }

    boolean isExpiring() {
        return expiring;
    }

    /** Ends the board with its next step. */
    void expire() {
        expiring = true;
    }

    /** Says which loop the board is on from now on. */
    void enter(TickLoop loop) {
        TickCounters newCounters = loop.counters();
        if (counters != newCounters) {
            counters = newCounters;
            publisher.enter(loop);
            connections.countWith(newCounters);
            farewells.countWith(newCounters);
        }
    }

    // commands, between steps

    ReserveOutcome reserve(J joinData) {
        if (recovery != null) {
            handle.countRejectedCommand();
            return ReserveOutcome.Busy.INSTANCE; // whose the places are is not settled yet
        }
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

    /** Puts a player on the board with the next step; false if he is on it or the reservation is not held. */
    boolean join(Reservation reservation, PlayerId player, BoardCommand.Awaiting<J, I> command) {
        if (!players.isHeld(reservation)) {
            return false;
        }
        if (players.of(player) != null) {
            reservation.markReleased();
            players.freeReleased();
            return false;
        }
        Stay<I> stay = new Stay<>(reservation.index(), player, parts.options().eventInputsPerPlayer());
        enter(stay, players.enter(reservation, stay));
        awaiting.add(command);
        return true;
    }

    /** The id of the next player if nobody else gives ids. */
    PlayerId nextPlayer() {
        return new PlayerId(playerIdMax + 1);
    }

    int indexOf(PlayerId player) {
        Stay<I> stay = players.of(player);
        return stay == null ? -1 : stay.index;
    }

    /** Takes a player off the board with the next step; false if he is not on it. */
    boolean leave(PlayerId player, BoardCommand.Awaiting<J, I> command) {
        Stay<I> stay = players.of(player);
        if (stay == null) {
            return false;
        }
        leave(stay, StayEndReason.LEFT);
        awaiting.add(command);
        return true;
    }

    /** Writes the whole state in a snapshot version, to be sealed. */
    BoardSnapshot capture(int version) {
        long startNs = parts.clock().nanoTime();
        snapshotBuffer.clear();
        SnapshotEnvelope.write(this, version, startNs, snapshotBody, snapshotBuffer);
        byte[] written = snapshotBuffer.toByteArray();
        counters.snapshotBytes.add(written.length);
        counters.snapshotBytesMax.max(written.length);
        counters.snapshotCapture.record(parts.clock().nanoTime() - startNs);
        return new BoardSnapshot(handle.epoch(), stepper.tick(), rosterNumber, version, written);
    }

    /** Takes up what a snapshot says of the players, all of them without a stream. */
    void restore(SnapshotEnvelope<J, I> envelope) {
        rosterNumber = envelope.rosterNumber();
        playerIdMax = rosterNumber;
        for (SnapshotEnvelope.Player<I> saved : envelope.players()) {
            Stay<I> stay =
                    new Stay<>(saved.index(), saved.player(), parts.options().eventInputsPerPlayer());
            stay.onBoard = true;
            stay.restore(saved.appliedSequence(), saved.heldSequence(), saved.held());
            players.restore(stay);
            connections.restore(stay, saved.connected(), saved.ticksDisconnected());
        }
    }

    // a freeze

    /** Freezes the board, at once or after the step that commands, or who asks for it, wait for. */
    void freezeSoon(BoardCommand.Freeze<J, I> command) {
        if (recovery != null) {
            command.refuse(new BoardUnavailableException(handle.id(), BoardUnavailableException.Cause.BUSY));
        } else {
            freeze.ask(command);
            if (!isStepDueWithin(command.stepWithinNs())) {
                freezeIfDue();
            }
        }
    }

    private boolean isStepDueWithin(long ns) {
        return ns > 0
                && handle.state() == BoardState.RUNNING
                && schedule.nextSlotNs() - parts.clock().nanoTime() <= ns;
    }

    /** Freezes the board if that was asked for and no command waits for a step. */
    void freezeIfDue() {
        if (awaiting.isEmpty()) {
            freeze.beginIfAsked(parts.clock());
        }
    }

    /** Lets the board go on if its freeze is undone; tells whether it does. */
    boolean resumeIfAsked(long nowNs) {
        return freeze.endIfUndone(nowNs, schedule, counters);
    }

    /** Counts how long the board was frozen, if it is, before it leaves the host. */
    void noteLeave() {
        freeze.noteEnd(parts.clock().nanoTime(), counters);
    }

    // a recovery

    /** Lets the next steps bring the players to agree with the roster; before any loop has the board. */
    void recover(BoardRecovery<J, I> plan) {
        recovery = plan;
    }

    /** Takes a player off the board with the step that is about to be made. */
    void takeOff(PlayerId player) {
        Stay<I> stay = players.of(player);
        if (stay != null) {
            leave(stay, StayEndReason.LEFT);
        }
    }

    /** Puts a player on the board with the step that is about to be made; his place is free. */
    void putOn(RosterPlayer<J> entry) {
        Stay<I> stay = new Stay<>(entry.index(), entry.player(), parts.options().eventInputsPerPlayer());
        players.enter(stay, entry.joinData());
        enter(stay, entry.joinData());
    }

    /** Ends a recovery without its end; false if none is under way. */
    boolean failRecovery(Throwable failure) {
        BoardRecovery<J, I> failed = recovery;
        recovery = null;
        if (failed != null) {
            failed.fail(failure);
        }
        return failed != null;
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
        if (recovery != null) {
            recovery.beforeStep(this);
        }
        gatherInputs(tick);
        TickRecorder recorder = parts.recorder();
        if (recorder != null) {
            recorder.onStep(handle.id(), handle.epoch(), tick, inputs);
        }
        stepper.step(inputs);
        inputs.clear();
        startStays();
        endStays(tick);
        sortEvents();
        StayEndReason end = stepper.result() != null ? StayEndReason.CLOSED : expiring ? StayEndReason.EXPIRED : null;
        if (end == null) {
            catchUpAcknowledgements();
            if (publisher.publish(tick, schedule.slotsDropped(), eventsToSend)) {
                connections.dropEndedLanes();
            }
        }
        farewells.say(tick);
        if (end != null) {
            farewells.sayToAll(tick, end, result(), players, eventsToSend);
            connections.dropWaitingEvents();
        }
        eventsToSend.clear();
        completeAwaiting();
        completeRecovery();
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
        connections.dropWaitingEvents();
    }

    /** Answers what waits for a step that will not come. */
    void refuseAwaiting(BoardUnavailableException why) {
        awaiting.forEach(command -> command.refuse(why));
        awaiting.clear();
        freeze.refuse(why);
        failRecovery(why);
    }

    private void enter(Stay<I> stay, J joinData) {
        connections.enter(stay);
        entering.add(stay);
        inputs.addJoin(stay.index, stay.player, joinData);
        playerIdMax = Math.max(playerIdMax, stay.player.value());
    }

    private void leave(Stay<I> stay, StayEndReason reason) {
        if (!stay.leaving) {
            stay.leaving = true;
            stay.leavingReason = reason;
            leaving.add(stay);
        }
    }

    private void leaveAbsent(Stay<I> stay) {
        leave(stay, StayEndReason.ABSENT);
        counters.staysEndedAbsent.increment();
    }

    /** Completes the step's inputs; who leaves with it gives none any more. */
    private void gatherInputs(long tick) {
        connections.forEachAbsent(tick, leaveAbsent);
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
        connections.noticeClosedSpectators();
        connections.gather(inputs);
        for (int i = 0; i < leaving.size(); i++) {
            inputs.addLeave(leaving.get(i).index);
        }
    }

    private void takeFrom(Stay<I> stay, int eventsMax) {
        connections.noticeClosed(stay);
        long before = stay.applied();
        counters.inputsDropped.add(stay.collectInputs(inputs, signals, eventsMax));
        if (stay.applied() != before) {
            publisher.acknowledge(stay.index, stay.applied());
        }
    }

    private void startStays() {
        for (int i = 0; i < entering.size(); i++) {
            Stay<I> stay = entering.get(i);
            stay.onBoard = true;
            rosterNumber = Math.max(rosterNumber, stay.player.value());
        }
        entering.clear();
        players.joinsApplied();
    }

    private void endStays(long tick) {
        for (int i = 0; i < leaving.size(); i++) {
            endStay(leaving.get(i), leaving.get(i).leavingReason, NOTHING, tick);
        }
        leaving.clear();
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
                eventsToSend.add(new PrivateEvent(stay.viewer, event.event()));
            } else {
                connections.keepEvent(stay, event.event());
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

    private void completeAwaiting() {
        if (!awaiting.isEmpty()) {
            awaiting.forEach(BoardCommand.Awaiting::complete);
            awaiting.clear();
        }
    }

    private void completeRecovery() {
        if (recovery != null && recovery.isApplied()) {
            recovery.complete(handle, players);
            recovery = null;
            awaitsViewer = publisher.viewerCount() == 0;
        }
    }
}
